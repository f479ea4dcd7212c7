import { compare } from "semver";
import type { ReleaseFile } from "./release";
import { findAmong, type VersionedRelease } from "./upgrades";

type FileName =
  | "eventing-crds.yaml"
  | "eventing-core.yaml"
  | "in-memory-channel.yaml"
  | "mt-channel-broker.yaml"
  | "eventing-post-install.yaml";

/** What is known of a release of Eventing: the data of the catalogue. */
interface EventingFacts extends VersionedRelease {
  /** Oldest Kubernetes minor that its programs agree to start on. */
  readonly minimumKubernetes: string;
  /** Last day of upstream's support, as YYYY-MM-DD. */
  readonly endOfLife: string;
  readonly sha256: Readonly<Record<FileName, string>>;
}

/** The files that an installation of Eventing is made of, by their part. */
export interface EventingFiles {
  /** Custom resource definitions alone. `core` holds the same ones again. */
  readonly crds: ReleaseFile;
  /** Controllers, webhook, sources, and the custom resource definitions. */
  readonly core: ReleaseFile;
  /** Channels that keep events in memory. */
  readonly inMemoryChannel: ReleaseFile;
  /** Brokers that are made of channels. */
  readonly broker: ReleaseFile;
  /** Jobs that bring stored objects to the current version after an upgrade. */
  readonly postInstallJobs: ReleaseFile;
}

/** A release of Eventing that can be installed. */
export interface EventingRelease extends VersionedRelease {
  /** Oldest Kubernetes minor that its programs agree to start on. */
  readonly minimumKubernetes: string;
  /** Last day of upstream's support, as YYYY-MM-DD. */
  readonly endOfLife: string;
  readonly files: EventingFiles;
}

/** Namespace that upstream's files create. */
export const eventingNamespace = "knative-eventing";

/** Releases of Eventing, oldest first: facts from the project's release pages. Patch numbers aren't those of Serving. */
const facts: readonly EventingFacts[] = [
  {
    minor: "1.21",
    version: "1.21.4",
    minimumKubernetes: "1.33",
    upgradesFrom: ["1.20", "1.21"],
    endOfLife: "2026-08-04",
    sha256: {
      "eventing-crds.yaml": "fe8d182c53367f5a52f920ae47660bc5d11eb964755a113a8858c0504d86087e",
      "eventing-core.yaml": "0a29aeac4af44bd1ab70a6275ebf01db7eec286210d7cd1a5fe4742e8490a072",
      "in-memory-channel.yaml": "e4172c0dc7f1cb698a25fac89b0cd80cb85d72d0abcb79e0556b35061e7132d8",
      "mt-channel-broker.yaml": "0a81d533e769919ef61c60ffde37f3909eb520c8e9e5173ba3e09f1df2824c16",
      "eventing-post-install.yaml": "89a6e336ed5e01b32ed8bbc4bbfd2d3109e0705d9dc5410383e4b404f3d032fd",
    },
  },
  {
    minor: "1.22",
    version: "1.22.2",
    minimumKubernetes: "1.34",
    upgradesFrom: ["1.21", "1.22"],
    endOfLife: "2026-11-03",
    sha256: {
      "eventing-crds.yaml": "806893a1a1b5d5ca6d155e7551ff4576e6ad4323464b6cd6b5b99bf10771c7a5",
      "eventing-core.yaml": "3b8e297c41cd71a148094030e68c46470d8cc5321ac87e1aea22765d7d302c78",
      "in-memory-channel.yaml": "946c8f21378638654500d3a2d0bf57e21383eaa2b2fdd930113158484c8b45ad",
      "mt-channel-broker.yaml": "c2ad1e89c3a2221173de13c9924b625bbe789a333fe01bd6b3a8faa0a3b011a3",
      "eventing-post-install.yaml": "98f0197dc6aa1aa82b3fb5fee17a6c3d8e4274fb91f24187b05184250e144e9c",
    },
  },
  {
    minor: "1.23",
    version: "1.23.0",
    minimumKubernetes: "1.34",
    upgradesFrom: ["1.22", "1.23"],
    endOfLife: "2027-02-02",
    sha256: {
      "eventing-crds.yaml": "20da395bc5a1de2633907d229180a1db3dd4a53fae541c24c6719de0adba8fb8",
      "eventing-core.yaml": "9af6b3e7a7ae7e26de0018806226d044c0e5ff2612c1530ddc3f413e77b0b42b",
      "in-memory-channel.yaml": "5ccc661337215e5b773648223bbf899c74fb316120983bd2c074c90db08c4c4d",
      "mt-channel-broker.yaml": "2cd56ab5cbd40ab5c11c3019a88c78c6b9df9deb44732dfbed15f638818584a3",
      "eventing-post-install.yaml": "61c043d7713279df917c9657e1a2e063c3f107fe50ef905cc1af1f52ad2e6688",
    },
  },
];

const newestFirst: readonly EventingRelease[] = facts
  .map(toRelease)
  .toSorted((a, b) => compare(b.version, a.version));

/** All releases of Eventing, newest first. */
export function eventingReleases(): readonly EventingRelease[] {
  return newestFirst;
}

/** The release of Eventing that a minor or a version names, as findRelease finds Serving's. */
export function findEventing(text: string | undefined): EventingRelease | undefined {
  return findAmong(newestFirst, text);
}

function toRelease({ sha256, ...release }: EventingFacts): EventingRelease {
  const file = (name: FileName): ReleaseFile => ({
    repository: "knative/eventing",
    version: release.version,
    name,
    sha256: sha256[name],
  });
  return {
    ...release,
    files: {
      crds: file("eventing-crds.yaml"),
      core: file("eventing-core.yaml"),
      inMemoryChannel: file("in-memory-channel.yaml"),
      broker: file("mt-channel-broker.yaml"),
      postInstallJobs: file("eventing-post-install.yaml"),
    },
  };
}
