import { cpSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { stringify } from "yaml";
import { kafkaOf, releasePath, type KafkaPart } from "../../provider/src/release/catalog";
import { sha256 } from "../../provider/src/release/sourceCache";

/** A mirror with parts for Kafka that the official one beside the checkout doesn't hold. */
export interface KafkaMirror {
  readonly directory: string;
  /** Of the files that stand in for official ones. */
  readonly checksums: Readonly<Record<string, string>>;
}

const namespace = "knative-eventing";
const parts = ["broker", "channel", "sink"] as const satisfies readonly KafkaPart[];

/** The programs that a data plane has, without anything of what makes them work. */
function programsOf(part: (typeof parts)[number]): readonly object[] {
  const workload = (kind: string, name: string, labels: Readonly<Record<string, string>>) => ({
    apiVersion: "apps/v1",
    kind,
    metadata: { name, namespace },
    spec: {
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name, ...labels } },
        spec: { containers: [{ name, image: `registry.example.com/${name}:1` }] },
      },
    },
  });
  const receiver = workload("Deployment", `kafka-${part}-receiver`, {});
  const dispatcher = workload("StatefulSet", `kafka-${part}-dispatcher`, {
    "app.kubernetes.io/kind": "kafka-dispatcher",
  });
  return part === "sink" ? [receiver] : [receiver, dispatcher];
}

/** Puts stand-ins for the missing parts of a minor beside the official files. The caller removes the directory. */
export function kafkaMirror(official: string, minor: string): KafkaMirror {
  const release = kafkaOf(minor);
  if (release === undefined) {
    throw new Error(`no release for Kafka of ${minor}`);
  }
  const directory = mkdtempSync(join(tmpdir(), "pulumi-knative-kafka-"));
  symlinkSync(join(official, "knative"), join(directory, "knative"));
  for (const part of ["controller", "source"] as const) {
    const path = releasePath({ ...release.files[part], sha256: "" });
    cpSync(join(official, path), join(directory, path));
  }
  const sums = parts.map((part) => {
    const file = release.files[part];
    const text = programsOf(part)
      .map((object) => stringify(object))
      .join("---\n");
    const path = join(directory, releasePath({ ...file, sha256: "" }));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return [file.name, sha256(text)] as const;
  });
  return { directory, checksums: Object.fromEntries(sums) };
}
