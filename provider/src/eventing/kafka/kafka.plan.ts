import {
  kafkaOf,
  type KafkaFile,
  type KafkaPart,
  type KafkaRelease,
  type ReleaseFile,
} from "../../release/catalog";
import type { EventingKafkaArgs } from "./kafka.args";

/** The parts that can be chosen. */
export const dataPlanes = ["broker", "channel", "source", "sink"] as const satisfies readonly KafkaPart[];

/** The parts that are chosen. */
export function chosenPlanes(kafka: EventingKafkaArgs): readonly (typeof dataPlanes)[number][] {
  return dataPlanes.filter((part) => kafka[part] === true);
}

/** The files that a choice needs, in the order in which upstream applies them. */
export function wantedFiles(
  { files }: KafkaRelease,
  kafka: EventingKafkaArgs,
  migrationJobs = true,
): readonly KafkaFile[] {
  const parts: readonly KafkaPart[] = [
    "controller",
    ...chosenPlanes(kafka),
    ...(migrationJobs ? (["postInstallJobs"] as const) : []),
  ];
  return parts.map((part) => files[part]);
}

/** The release files for Kafka that an installation of Eventing of a minor needs. */
export function kafkaFiles(
  minor: string,
  kafka: EventingKafkaArgs | undefined,
  migrationJobs?: boolean,
): readonly ReleaseFile[] {
  const release = kafkaOf(minor);
  return kafka === undefined || release === undefined
    ? []
    : wantedFiles(release, kafka, migrationJobs).map((file) => withChecksum(file, kafka));
}

/** Without a checksum here the list that source.checksumsFile names has it, for checkKafka refuses what has none. */
function withChecksum(file: KafkaFile, { checksums = {} }: EventingKafkaArgs): ReleaseFile {
  return { ...file, sha256: file.sha256 ?? checksums[file.name]?.toLowerCase() ?? "" };
}
