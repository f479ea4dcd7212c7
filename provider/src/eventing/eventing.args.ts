import type * as pulumi from "@pulumi/pulumi";
import type { InstallationArgs } from "../ownership/installation.args";
import type { AllWorkloadsArgs, WorkloadArgs } from "../pods/workload.args";
import type { ImagesArgs } from "../release/images.args";
import type { ManifestPatchArgs, ReleaseSourceArgs } from "../serving/serving.args";
import type { LeaderElectionSettingsArgs } from "../serving/settings";
import type { EventingKafkaArgs } from "./kafka/kafka.args";
import type { BrokerDefaultsArgs, ChannelDefaultsArgs } from "./settings/defaults.args";
import type { EventingFeaturesArgs } from "./settings/features";

export * from "./kafka/kafka.args";
export * from "./settings/defaults.args";
export {
  AuthorizationMode,
  EventingFeatureFlag,
  TransportEncryption,
  type EventingFeaturesArgs,
} from "./settings/features";

/** What is installed of Knative Eventing, where from, and how it is set up. */
export interface EventingArgs {
  /**
   * Release of Eventing to install: a minor such as "1.22" for its newest patch that the catalogue holds, or a version.
   * Changing it upgrades in place, one minor at a time. Default: the newest release, in a Platform that of Serving's minor.
   */
  release?: string;
  /** Where upstream's release files come from. Default: the project's release pages, in a Platform what Serving has. */
  source?: ReleaseSourceArgs;
  /** Where Eventing's images come from. Default: upstream's registries, in a Platform what Serving has but for `overrides`. */
  images?: ImagesArgs;
  /** Whether channels that keep events in memory are installed; they lose them with their pods. Default: true. */
  inMemoryChannel?: boolean;
  /** Whether brokers of class "MTChannelBasedBroker" are installed. Default: true. */
  mtChannelBroker?: boolean;
  /** The parts for Apache Kafka that are installed, of Eventing's minor. Default: none. */
  kafka?: EventingKafkaArgs;
  /**
   * Whether the Job runs that upstream has for after an upgrade, one per version: it rewrites stored objects in the newest form.
   * Nothing waits for it but the end of the update. Default: true.
   */
  migrationJobs?: boolean;
  /**
   * Number of pods of each program, from 1 to 20, but for the sender of PingSources, which starts with the first of them, and Kafka's
   * dispatchers, whose number is their controller's. Default: 1.
   */
  replicas?: number;
  /** How single programs run, by their names, such as eventing-controller, eventing-webhook, imc-dispatcher, mt-broker-filter or kafka-controller. Default: upstream's. */
  workloads?: Record<string, WorkloadArgs>;
  /** What holds for the pods of all programs, unless one says otherwise. Default: upstream's. */
  allWorkloads?: AllWorkloadsArgs;
  /** Further labels of the namespace knative-eventing. Default: none. */
  namespaceLabels?: Record<string, string>;
  /** Annotations of the namespace knative-eventing. Default: none. */
  namespaceAnnotations?: Record<string, string>;
  /**
   * Seconds that the pods of programs get to finish when they are stopped, from 0 to 3600. Removing the namespace waits for half of it.
   * Default: upstream's, up to 300, in a Platform what Serving has.
   */
  terminationGracePeriodSeconds?: number;
  /** What Eventing does beyond the ordinary. Default: upstream's. */
  features?: EventingFeaturesArgs;
  /** What brokers get that say nothing themselves. Default: upstream's. */
  brokerDefaults?: BrokerDefaultsArgs;
  /** What channels are made of that say nothing themselves. Default: upstream's, memory. */
  channelDefaults?: ChannelDefaultsArgs;
  /** How replicas of a controller agree on who works. Default: upstream's. */
  leaderElection?: LeaderElectionSettingsArgs;
  /** ConfigMap data by ConfigMap and key, as upstream writes it: `{ "config-logging": { "loglevel.controller": "debug" } }`. Default: upstream's. */
  config?: Record<string, Record<string, string>>;
  /** Changes to rendered objects for which there is no property, applied last. Default: none. */
  patches?: ManifestPatchArgs[];
  /** Minimum Kubernetes version that Eventing's programs are told to accept, below their own. Default: their own, in a Platform what Serving has. */
  kubernetesMinVersionOverride?: string;
  /** Version of the cluster's API server, as `Cluster.serverVersion` gives it, to check it against the release. Default: not checked. */
  serverVersion?: pulumi.Input<string | undefined>;
  /** Version of the Eventing in the cluster, as `Cluster.installedEventingVersion` gives it, to check the upgrade. Default: not checked. */
  installedVersion?: pulumi.Input<string | undefined>;
  /** Version of Serving beside it, as `Serving.release` gives it: both must be of one minor. Default: not checked. */
  servingVersion?: pulumi.Input<string | undefined>;
  /** What the cluster has of Eventing and whose it is, as `Cluster.eventingInstallation` gives it, so that nobody else's is touched. Default: not checked. */
  installation?: pulumi.Input<InstallationArgs | undefined>;
  /** Takes over an installation that another stack, another tool or a person has made. Default: false, such an installation is refused. */
  adopt?: boolean;
  /** UID of the cluster (of its namespace `kube-system`) that this stack's installation is to leave for another. Default: none, a stack stays in its cluster. */
  movedFrom?: string;
  /** Leaves Eventing in the cluster when the stack is destroyed, or when this is taken out of the program. Default: false. */
  retainOnDestroy?: boolean;
}
