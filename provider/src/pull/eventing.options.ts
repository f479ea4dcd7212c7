import { InvalidArgumentError, Option } from "commander";
import { checkEventing } from "../eventing/eventing.check";
import { dataPlanes } from "../eventing/kafka/kafka.plan";
import type { Problem } from "../problems";
import type { ServingRelease } from "../release/catalog";
import type { EventingChoice } from "./eventing";

type Plane = (typeof dataPlanes)[number];
type Checksum = readonly [file: string, sha256: string];

/** What is said of Eventing on the command line. */
export interface EventingOptions {
  readonly eventing?: boolean;
  readonly kafka?: readonly Plane[];
  readonly checksum?: readonly Checksum[];
  readonly checksumsFile?: string;
}

/** The options by which Eventing comes into a bundle. */
export function eventingOptions(): readonly Option[] {
  return [
    new Option("-e, --eventing", "fetch the Eventing of each release, too"),
    new Option(
      "-k, --kafka <part>",
      `a part of Eventing for Kafka (${dataPlanes.join(", ")}), with Eventing itself; can be repeated`,
    ).argParser(plane),
    new Option(
      "--checksum <file=sha256>",
      "the SHA-256 of a file for Kafka that the catalogue has none of; can be repeated",
    ).argParser(checksum),
  ];
}

/** What the options choose; undefined where Eventing is not asked for. */
export function eventingChoice({
  eventing = false,
  kafka = [],
  checksum: given = [],
}: EventingOptions): EventingChoice | undefined {
  if (kafka.length === 0 && given.length === 0) {
    return eventing ? {} : undefined;
  }
  const parts = Object.fromEntries(kafka.map((part) => [part, true]));
  return { kafka: { ...parts, ...(given.length > 0 && { checksums: Object.fromEntries(given) }) } };
}

/** The component's own rules of which files there are, and which need a checksum; by the names of the options. */
export function checkEventingOptions(
  options: EventingOptions,
  releases: readonly ServingRelease[],
): Problem[] {
  const { kafka } = eventingChoice(options) ?? {};
  if (kafka === undefined) {
    return [];
  }
  if (kafka.checksums !== undefined && releases.length > 1) {
    const reason =
      "is that of one release's file, and several are pulled: pull them one after the other into the same directory, or list all files by --checksums-file";
    return [{ path: "--checksum", code: "KN1008", reason }];
  }
  const { checksumsFile } = options;
  const source = checksumsFile === undefined ? undefined : { checksumsFile };
  return releases.flatMap(({ minor }) =>
    checkEventing({ release: minor, kafka, source }).flatMap((problem) => {
      const path = optionOf(problem.path);
      const reason = problem.reason.replaceAll("source.checksumsFile", "--checksums-file");
      return path === undefined ? [] : [{ ...problem, path, reason }];
    }),
  );
}

/** What brokers and channels need when they are installed is no matter of files, and has no option. */
function optionOf(path: string): string | undefined {
  if (path === "kafka") {
    return "--kafka";
  }
  const [, file] = /^kafka\.checksums\["(.+)"\]$/.exec(path) ?? [];
  return file === undefined ? undefined : `--checksum ${file}`;
}

/** Repeated options take no choices of commander's. */
function plane(value: string, earlier: readonly Plane[] = []): readonly Plane[] {
  const known = dataPlanes.find((one) => one === value);
  if (known === undefined) {
    throw new InvalidArgumentError(`Allowed choices are ${dataPlanes.join(", ")}.`);
  }
  return [...earlier, known];
}

function checksum(value: string, earlier: readonly Checksum[] = []): readonly Checksum[] {
  const [, file, sum] = /^([^=]+)=(.+)$/.exec(value) ?? [];
  if (file === undefined || sum === undefined) {
    throw new InvalidArgumentError("It is a file's name, an equals sign and its SHA-256.");
  }
  return [...earlier, [file, sum]];
}
