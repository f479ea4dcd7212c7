import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";

import { cacheKey, cacheRoot, cachedDirectory, exists } from "../toolchain/cache";
import { runLogged } from "../toolchain/command";
import { findOnPath } from "../toolchain/found";
import { step, type Report } from "../toolchain/progress";
import { sumsText, wrongFiles } from "./kafkaText";

const STEP = "Apache Kafka";
const POM = join(__dirname, "kafka.pom.xml");
const SUMS = join(__dirname, "kafka.sha256");
const COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies";

/** Kafka's broker and tools, ready to be run. */
export interface Kafka {
  readonly java: string;
  /** What Java takes for `-cp`. */
  readonly classPath: string;
}

/** Apache Kafka as Maven's registry has it, in the files that are pinned. Downloaded only for those who ask for it. */
export async function ensureKafka(report: Report): Promise<Kafka> {
  const java = await required("java", "default-jdk-headless");
  const pins = { pom: await readFile(POM, "utf8"), sums: await readFile(SUMS, "utf8") };
  const directory = join(cacheRoot(), "kafka", cacheKey(pins));
  if (await exists(directory)) {
    report({ step: STEP, state: "cached" });
  } else {
    const log = join(cacheRoot(), "logs", `kafka-${basename(directory)}.log`);
    await step(report, STEP, `downloads its jars with Maven, log ${log}`, () =>
      cachedDirectory(directory, (temporary) => download(temporary, pins.sums, log)),
    );
  }
  return { java, classPath: join(directory, "*") };
}

async function download(target: string, sums: string, log: string): Promise<void> {
  const file = await required("mvn", "maven");
  const wanted = [`-DoutputDirectory=${target}`, "-DincludeScope=runtime"];
  await runLogged({ file, args: ["--batch-mode", "--quiet", "--file", POM, COPY, ...wanted], log });
  const wrong = wrongFiles(sums, await sumsOf(target));
  if (wrong.length > 0) {
    throw new Error(`Maven's files for Kafka are not those that are pinned: ${wrong.join(", ")}; see ${log}`);
  }
}

async function sumsOf(directory: string): Promise<string> {
  const names = await readdir(directory);
  const sums = names.map(async (name) => {
    const content = await readFile(join(directory, name));
    return [name, createHash("sha256").update(content).digest("hex")] as const;
  });
  return sumsText(new Map(await Promise.all(sums)));
}

async function required(program: string, debianPackage: string): Promise<string> {
  const found = await findOnPath(program);
  if (found !== undefined) return found;
  throw new Error(`there is no ${program} on PATH (Debian: apt-get install ${debianPackage})`);
}
