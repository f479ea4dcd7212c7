import {
  kafkaOf,
  releasePath,
  type EventingRelease,
  type ReleaseFile,
  type ServingRelease,
} from "../../../provider/src/release/catalog";
import { sha256 } from "../../../provider/src/release/sourceCache";

/** Files of a release with Kourier that are small and have an image each, by path below the mirror. */
export function smallFiles(release: ServingRelease): Readonly<Record<string, string>> {
  const files = Object.values<ReleaseFile>({ ...release.files }).filter(
    (file) => file !== release.files.istio && file !== release.files["gateway-api"],
  );
  return Object.fromEntries(files.map((file) => [releasePath(file), smallFile(file)]));
}

/** Small files of an Eventing and its parts for Kafka, by path below the mirror. */
export function smallEventing(release: EventingRelease): Readonly<Record<string, string>> {
  const kafka = Object.values(kafkaOf(release.minor)?.files ?? {}).map((file) => ({ sha256: "", ...file }));
  const files = [...Object.values<ReleaseFile>({ ...release.files }), ...kafka];
  return Object.fromEntries(files.map((file) => [releasePath(file), smallFile(file)]));
}

export function smallFile({ name, version }: ReleaseFile): string {
  const program = name.replace(".yaml", "");
  const image = `gcr.io/k/${program}@sha256:${sha256(program + version)}`;
  const manifest = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: program },
    spec: { template: { spec: { containers: [{ image }] } } },
  };
  return `${JSON.stringify(manifest)}\n`;
}

/** The checksums of files, as sha256sum writes them. */
export function checksumsOf(files: Readonly<Record<string, string>>): string {
  return Object.entries(files)
    .map(([path, text]) => `${sha256(text)}  ${path}\n`)
    .join("");
}
