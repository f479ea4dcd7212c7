import type { ReleaseFile } from "./release";

/** The files of a release of Eventing's parts for Apache Kafka. */
const fileNames = {
  /** Definitions, settings, controller and webhook of all parts. */
  controller: "eventing-kafka-controller.yaml",
  broker: "eventing-kafka-broker.yaml",
  channel: "eventing-kafka-channel.yaml",
  source: "eventing-kafka-source.yaml",
  sink: "eventing-kafka-sink.yaml",
  /** Jobs that bring stored objects to the current version after an upgrade. */
  postInstallJobs: "eventing-kafka-post-install.yaml",
} as const;

/** A part of a release: a file. */
export type KafkaPart = keyof typeof fileNames;

/** A file whose checksum the catalogue may not have. */
export type KafkaFile = Omit<ReleaseFile, "sha256"> & { readonly sha256?: string };

/** What is known of a release of eventing-kafka-broker: the data of the catalogue. */
interface KafkaFacts {
  /** That of the Eventing that it belongs to. */
  readonly minor: string;
  readonly version: string;
  /** By part. Where there is none, no official list of it could be compared: the user must say it. */
  readonly sha256: Readonly<Partial<Record<KafkaPart, string>>>;
}

/** A release of Eventing's parts for Apache Kafka. */
export interface KafkaRelease {
  readonly minor: string;
  readonly version: string;
  readonly files: Readonly<Record<KafkaPart, KafkaFile>>;
}

/** One release for each minor of Eventing, oldest first: facts from the project's release pages. Patch numbers are its own. */
const facts: readonly KafkaFacts[] = [
  {
    minor: "1.21",
    version: "1.21.5",
    sha256: {
      controller: "6fc0a24e060f8ecf9920d999265d61aa36e5cbd8ffcb8f3812f3af235c9e348d",
      source: "0958af6528cdff8a54acc3ace8f020839fdc6a3cdf105d3b6892367ff6d090d4",
      postInstallJobs: "436157747022a78b7bf35d2c723a19277637d95542d7a85290e444656e20bf29",
    },
  },
  {
    minor: "1.22",
    version: "1.22.3",
    sha256: {
      controller: "2f749f3f222cc320df5bd5466fdc83d20b0404ca9fada6df801be4db937275b0",
      source: "1b560c2c493472d2644d415d8f4df7dd2ca1027a21af585bc0b0b8f8565a6988",
      postInstallJobs: "d01f9db249b4556d80c09a00775a09ffd45b5afbe4ba91a19dcc559cab34e604",
    },
  },
  {
    minor: "1.23",
    version: "1.23.0",
    sha256: {
      controller: "d969623c82ee2de280c4bd10cfedc9b9aa472e29b7553e659b7294793643d46c",
      source: "64140e65c596490efcfa9872c07ede70711e99ecd41ae111dd06cf21f8cde129",
      postInstallJobs: "07766fa10f9f73cb14514087279387525f997dc3a12e86fafd903242b9c44951",
    },
  },
];

/** All releases of the parts for Kafka, oldest first. */
export function kafkaReleases(): readonly KafkaRelease[] {
  return facts.map(toRelease);
}

/** The release that belongs to a minor of Eventing. */
export function kafkaOf(minor: string): KafkaRelease | undefined {
  return kafkaReleases().find((release) => release.minor === minor);
}

function toRelease({ minor, version, sha256 }: KafkaFacts): KafkaRelease {
  const files = Object.entries(fileNames).map(([part, name]) => {
    const known = sha256[part as KafkaPart];
    const file = { repository: "knative-extensions/eventing-kafka-broker", version, name };
    return [part, known === undefined ? file : { ...file, sha256: known }];
  });
  return { minor, version, files: Object.fromEntries(files) as KafkaRelease["files"] };
}
