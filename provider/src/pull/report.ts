import { join } from "node:path";
import type { ImageSettings } from "../manifests/images";
import { bundleNames, type BundledFile, type FileState, type Pulled } from "./bundle";
import { imageCopies } from "./imageList";

export interface ReportOptions {
  readonly directory: string;
  readonly dryRun: boolean;
  /** Where images are to be copied; undefined where nobody asked. */
  readonly target: ImageSettings | undefined;
}

/** One line for a file, for people who wait. */
export function fileLine({ path, state }: BundledFile, dryRun: boolean): string {
  const words: Readonly<Record<FileState, string>> = {
    present: "there already",
    fetched: dryRun ? "to be fetched" : "fetched",
    failed: "FAILED",
  };
  return `${words[state].padEnd(14)} ${path}\n`;
}

/** What a pull made, as JSON for programs. */
export function jsonReport(
  { files, releases, eventing, kafka, images }: Pulled,
  options: ReportOptions,
): string {
  const { directory, dryRun, target } = options;
  const copies = target === undefined ? images.map((source) => ({ source })) : imageCopies(images, target);
  const held = releases.map(
    ({ minor, version, kourierVersion, istioVersion, gatewayApiVersion, envoyImage }) => ({
      minor,
      serving: version,
      kourier: kourierVersion,
      istio: istioVersion,
      gatewayApi: gatewayApiVersion,
      envoyImage,
    }),
  );
  const ofEventing = eventing.map(({ minor, version }) => ({ minor, version }));
  const report = { directory, dryRun, releases: held, eventing: ofEventing, kafka, files, images: copies };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

/** From where to where images are to be copied, two references to a line, as `xargs -n 2` reads them. */
export function copyLines({ images }: Pulled, target: ImageSettings): string {
  return imageCopies(images, target)
    .map(({ source, target: to }) => `${source} ${to}\n`)
    .join("");
}

/** What a pull made, and what to do with it. */
export function summary(pulled: Pulled, { directory, dryRun }: ReportOptions): string {
  const { files, images } = pulled;
  const count = (state: FileState) => files.filter((file) => file.state === state).length;
  const held = heldLines(pulled);
  if (dryRun) {
    return [
      ...held,
      `${count("fetched")} files to be fetched, ${count("present")} there already, ${images.length} images; nothing was written`,
      ...images.map((image) => `  ${image}`),
      "",
    ].join("\n");
  }
  const list = join(directory, bundleNames.skopeo);
  return [
    ...held,
    `${count("fetched")} files fetched, ${count("present")} there already, in ${directory}`,
    `${images.length} images, listed in ${join(directory, bundleNames.list)} and, for skopeo, in ${list}`,
    "",
    "Copy the images into your registry:",
    `  skopeo sync --all --preserve-digests --scoped --src yaml --dest docker ${list} <registry>`,
    `Then tell ${pulled.eventing.length > 0 ? "Serving, and Eventing where it stands alone," : "Serving"} where everything is:`,
    `  source: { mirror: ${directory} }`,
    "  images: { registry: <registry>, layout: scoped }",
    "",
  ].join("\n");
}

/** The releases that the bundle holds. */
function heldLines({ releases, eventing, kafka }: Pulled): readonly string[] {
  return [
    ...releases.map(
      ({ minor, version, kourierVersion, istioVersion, gatewayApiVersion }) =>
        `Knative ${minor}: Serving ${version}, Kourier ${kourierVersion}, net-istio ${istioVersion}, net-gateway-api ${gatewayApiVersion}`,
    ),
    ...eventing.map(({ minor, version }) => `Knative ${minor}: Eventing ${version}`),
    ...kafka.map(
      ({ minor, version, parts }) =>
        `Knative ${minor}: Eventing's parts for Kafka ${version} (${parts.filter((part) => part !== "postInstallJobs").join(", ")})`,
    ),
  ];
}
