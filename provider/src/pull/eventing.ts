import { kafkaFiles } from "../eventing/kafka/kafka.plan";
import type { EventingKafkaArgs } from "../eventing/kafka/kafka.args";
import {
  eventingReleases,
  findEventing,
  kafkaReleases,
  releasePath,
  type EventingRelease,
  type KafkaFile,
  type KafkaPart,
  type KafkaRelease,
  type ReleaseFile,
  type ServingRelease,
} from "../release/catalog";

/** What of Eventing a bundle is to hold beside Serving: all of it, and these of its parts for Kafka. */
export interface EventingChoice {
  readonly kafka?: Pick<EventingKafkaArgs, "broker" | "channel" | "source" | "sink" | "checksums">;
}

/** The parts for Kafka that a bundle holds. */
export interface HeldKafka extends Pick<KafkaRelease, "minor" | "version"> {
  readonly parts: readonly KafkaPart[];
}

/** What a bundle holds of Eventing. */
export interface HeldEventing {
  readonly eventing: readonly EventingRelease[];
  readonly kafka: readonly HeldKafka[];
  /** Paths of the files that they are made of. */
  readonly paths: readonly string[];
}

/** The files of the Eventing that belongs to a release of Serving. */
export function eventingFiles(
  { minor }: ServingRelease,
  choice: EventingChoice | undefined,
): readonly ReleaseFile[] {
  return choice === undefined ? [] : [...filesOf(findEventing(minor)), ...kafkaFiles(minor, choice.kafka)];
}

/** All files of Eventing that a bundle can hold. `known` has the checksums of those that the catalogue has none of. */
export function everyEventingFile(known: ReadonlyMap<string, string>): readonly ReleaseFile[] {
  return [
    ...eventingReleases().flatMap(filesOf),
    ...kafkaReleases().flatMap(({ files }) => Object.values(files).map((file) => withChecksum(file, known))),
  ];
}

/** Releases of Eventing that are there as a whole, and of its parts for Kafka those that are there with their controller. */
export function heldEventing(isThere: (path: string) => boolean): HeldEventing {
  const has = (file: KafkaFile) => isThere(pathOf(file));
  const eventing = eventingReleases().filter((release) => filesOf(release).every(has));
  const minors = eventing.map(({ minor }) => minor);
  const found = kafkaReleases()
    .filter(({ minor, files }) => minors.includes(minor) && has(files.controller))
    .map((release) => ({
      release,
      parts: (Object.keys(release.files) as KafkaPart[]).filter((part) => has(release.files[part])),
    }))
    .toReversed();
  return {
    eventing,
    kafka: found.map(({ release: { minor, version }, parts }) => ({ minor, version, parts })),
    paths: [
      ...eventing.flatMap(filesOf).map(releasePath),
      ...found.flatMap(({ release, parts }) => parts.map((part) => pathOf(release.files[part]))),
    ],
  };
}

function filesOf(release: EventingRelease | undefined): readonly ReleaseFile[] {
  return Object.values<ReleaseFile>({ ...release?.files });
}

function pathOf(file: KafkaFile): string {
  return releasePath({ ...file, sha256: "" });
}

/** Nothing has an empty checksum: such a file is taken for one that isn't there. */
function withChecksum(file: KafkaFile, known: ReadonlyMap<string, string>): ReleaseFile {
  return { ...file, sha256: file.sha256 ?? known.get(pathOf(file)) ?? "" };
}
