import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { stringify } from "yaml";
import { kafkaOf, releasePath, type KafkaFile, type KafkaPart } from "../../provider/src/release/catalog";
import { sha256 } from "../../provider/src/release/sourceCache";

/** A mirror with parts for Kafka that the official one beside the checkout doesn't hold. */
export interface KafkaMirror {
  readonly directory: string;
  /** Of the files that stand in for official ones of which the catalogue has no checksum. */
  readonly checksums: Readonly<Record<string, string>>;
  /** The official checksums, with those of all files that stand in for official ones. */
  readonly checksumsFile: string;
  /** Takes it away. */
  readonly remove: () => void;
}

const namespace = "knative-eventing";
const parts = ["broker", "channel", "sink", "postInstallJobs"] as const satisfies readonly KafkaPart[];

/** Something that has pods, without anything of what makes it work. */
function workload(kind: string, name: string, labels: Readonly<Record<string, string>> = {}): object {
  const containers = [{ name, image: `registry.example.com/${name}:1` }];
  return {
    apiVersion: kind === "Job" ? "batch/v1" : "apps/v1",
    kind,
    metadata: { name, namespace },
    spec: {
      ...(kind === "Job" ? {} : { selector: { matchLabels: { app: name } } }),
      template: {
        metadata: { labels: { app: name, ...labels } },
        spec: { containers, ...(kind === "Job" ? { restartPolicy: "Never" } : {}) },
      },
    },
  };
}

function objectsOf(part: (typeof parts)[number]): readonly object[] {
  if (part === "postInstallJobs") {
    return [workload("Job", "knative-kafka-storage-version-migrator")];
  }
  const receiver = workload("Deployment", `kafka-${part}-receiver`);
  const label = { "app.kubernetes.io/kind": "kafka-dispatcher" };
  return part === "sink"
    ? [receiver]
    : [receiver, workload("StatefulSet", `kafka-${part}-dispatcher`, label)];
}

/** Puts stand-ins for the missing parts of a minor beside the official files. */
export function kafkaMirror(official: string, minor: string): KafkaMirror {
  const release = kafkaOf(minor);
  if (release === undefined) {
    throw new Error(`no release for Kafka of ${minor}`);
  }
  const directory = mkdtempSync(join(tmpdir(), "pulumi-knative-kafka-"));
  linkOthers(official, directory);
  for (const part of ["controller", "source"] as const) {
    cpSync(join(official, pathOf(release.files[part])), join(directory, pathOf(release.files[part])));
  }
  const made = parts.map((part) => {
    const file = release.files[part];
    const text = objectsOf(part)
      .map((object) => stringify(object))
      .join("---\n");
    const path = join(directory, pathOf(file));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return { file, sum: sha256(text) };
  });
  const checksumsFile = join(directory, "SHA256SUMS");
  const published = readFileSync(join(official, "SHA256SUMS"), "utf8");
  writeFileSync(checksumsFile, published + made.map(({ file, sum }) => `${sum}  ${pathOf(file)}\n`).join(""));
  const unknown = made.filter(({ file }) => file.sha256 === undefined);
  return {
    directory,
    checksums: Object.fromEntries(unknown.map(({ file, sum }) => [file.name, sum])),
    checksumsFile,
    remove: () => {
      rmSync(directory, { recursive: true });
    },
  };
}

function pathOf(file: KafkaFile): string {
  return releasePath({ ...file, sha256: "" });
}

function linkOthers(official: string, directory: string): void {
  symlinkSync(join(official, "knative"), join(directory, "knative"));
  const extensions = "knative-extensions";
  mkdirSync(join(directory, extensions));
  readdirSync(join(official, extensions))
    .filter((name) => name !== "eventing-kafka-broker")
    .forEach((name) => symlinkSync(join(official, extensions, name), join(directory, extensions, name)));
}
