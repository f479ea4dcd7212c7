import { z } from "zod";
import { looseVersion } from "../cluster/version";
import { allWorkloadsShape, checkAllWorkloads, checkWorkload, workloadShape } from "../pods/workload.check";
import { checkWhole, leaf, pathText, under, type Problem } from "../problems";
import { eventingReleases, findEventing } from "../release/catalog";
import type { ConfigMaps } from "../release/adapt";
import { checkImages, imagesShape } from "../release/images.check";
import { productShape } from "../release/product.shape";
import { checkRelease, checkReleaseVersions } from "../release/versions.check";
import { leaderElection } from "../serving/settings/leaderElection";
import { checkLeaderElection } from "../serving/settings/rules";
import { shapeOf } from "../serving/settings/setting";
import { checkConfigKeys, clashingKeys } from "../serving/settings.check";
import type { EventingArgs } from "./eventing.args";
import { checkKafka, checkKafkaConfig, eventingKafkaShape } from "./kafka/kafka.check";
import type { EventingPlan } from "./eventing.plan";
import {
  brokerDefaultsShape,
  channelDefaultsShape,
  checkBrokerDefaults,
  checkChannelDefaults,
} from "./settings/defaults.check";
import { channelDefaultsData } from "./settings/defaults.render";
import { eventingFeatures, nodeSelectorPrefix } from "./settings/features";
import { eventingSettings } from "./settings/settings.render";

export const eventingShape = z.strictObject({
  ...productShape,
  images: imagesShape.optional(),
  inMemoryChannel: z.boolean().optional(),
  mtChannelBroker: z.boolean().optional(),
  kafka: eventingKafkaShape.optional(),
  workloads: z.record(z.string(), workloadShape).optional(),
  allWorkloads: allWorkloadsShape.optional(),
  namespaceLabels: z.record(z.string(), z.string()).optional(),
  namespaceAnnotations: z.record(z.string(), z.string()).optional(),
  features: shapeOf(eventingFeatures).optional(),
  brokerDefaults: brokerDefaultsShape.optional(),
  channelDefaults: channelDefaultsShape.optional(),
  leaderElection: shapeOf(leaderElection).optional(),
  servingVersion: leaf(z.string()).optional(),
});

/** Everything that can be said of the inputs without the cluster and without upstream's files. */
export function checkEventing(args: EventingArgs = {}): Problem[] {
  return checkWhole(eventingShape, args, (given) => {
    const { workloads = {}, allWorkloads = {} } = given;
    return [
      ...checkRelease(given.release, eventingReleases()),
      ...under("images", checkImages(given.images)),
      ...checkParts(given),
      ...under("kafka", checkKafkaParts(given)),
      ...under("allWorkloads", checkAllWorkloads(allWorkloads)),
      ...Object.entries(workloads).flatMap(([name, each]) =>
        under(pathText(["workloads", name]), checkWorkload(each)),
      ),
      ...under("brokerDefaults", checkBrokerDefaults(given.brokerDefaults)),
      ...under("channelDefaults", checkChannelDefaults(given.channelDefaults)),
      ...under("leaderElection", checkLeaderElection(given.leaderElection ?? {})),
      ...checkConfig(given),
    ];
  });
}

/** Brokers of channels need a kind of channel, and upstream's default is the one in memory. */
function checkParts({
  inMemoryChannel = true,
  mtChannelBroker = true,
  channelDefaults,
}: EventingArgs): Problem[] {
  const reason =
    "would leave the brokers of class MTChannelBasedBroker without channels; say by channelDefaults.ofBrokers what they are made of, or set mtChannelBroker: false";
  return inMemoryChannel || !mtChannelBroker || channelDefaults?.ofBrokers !== undefined
    ? []
    : [{ path: "inMemoryChannel", code: "KN9013", reason }];
}

function checkKafkaParts({
  release,
  source,
  kafka,
  migrationJobs,
  config = {},
  brokerDefaults,
}: EventingArgs) {
  return checkKafka(kafka, {
    minor: findEventing(release)?.minor,
    hasChecksumsFile: source?.checksumsFile !== undefined,
    migrationJobs,
    config,
    brokerDefaults,
  });
}

/** The escape hatch against what is typed, and what Eventing would pass over in it. */
function checkConfig(args: EventingArgs): Problem[] {
  const { config = {}, brokerDefaults } = args;
  const features = Object.fromEntries(
    Object.entries(config[eventingFeatures.configMap] ?? {}).filter(
      ([key]) => !key.startsWith(nodeSelectorPrefix),
    ),
  );
  const ofBrokers: ConfigMaps =
    brokerDefaults === undefined
      ? {}
      : { "config-br-defaults": { "default-br-config": "that of brokerDefaults" } };
  return [
    ...checkConfigKeys(eventingFeatures, features),
    ...checkConfigKeys(leaderElection, config[leaderElection.configMap] ?? {}),
    ...[eventingSettings(args), channelDefaultsData(args.channelDefaults), ofBrokers].flatMap((typed) =>
      clashingKeys(typed, config),
    ),
    ...(args.kafka === undefined ? [] : checkKafkaConfig(args.kafka, config)),
  ];
}

/** What only the cluster and Serving can tell of the versions. */
export function checkEventingVersions(
  { release, args }: EventingPlan,
  serverVersion: string | undefined,
  installed: string | undefined,
  serving: string | undefined,
): Problem[] {
  return [
    ...checkReleaseVersions(
      {
        name: "Knative Eventing",
        release,
        isPinned: args.release !== undefined,
        minimumOverride: args.kubernetesMinVersionOverride,
        among: eventingReleases(),
      },
      serverVersion,
      installed,
    ),
    ...checkSameMinor(release, serving),
  ];
}

/** Upstream tests Serving and Eventing of one minor together, and no others. */
export function checkSameMinor(
  { minor, version }: { readonly minor: string; readonly version: string },
  serving: string | undefined,
): Problem[] {
  const parsed = serving === undefined ? undefined : looseVersion(serving);
  if (parsed === undefined || `${parsed.major}.${parsed.minor}` === minor) {
    return [];
  }
  const reason = `is ${version}, and Serving is ${serving}: only the same minor of both is tested together; choose "${parsed.major}.${parsed.minor}", or another release of Serving`;
  return [{ path: "release", code: "KN9001", reason }];
}
