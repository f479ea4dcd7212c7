import type { CustomResourceOptions } from "@pulumi/pulumi";
import { annotate, isKind, keyOf, type Manifest, type Transform } from "../manifests/manifest";
import { eachManifest, labelNamespaces } from "../manifests/transforms";
import { runAsPlanned } from "../pods/workload.render";
import { checkUpstreamPrograms, programsOf } from "../pods/workload.upstream";
import { didYouMean, pathText, type Problem } from "../problems";
import { adapt, type Adapted } from "../release/adapt";
import { eventingNamespace } from "../release/catalog";
import { isDispatcher, kafkaSettings, offerKafkaClass, versionKafkaJobs } from "./kafka/kafka.render";
import { ownSettings, pingAdapter, planWorkload, type EventingPlan } from "./eventing.plan";
import { channelDefaultsData, setBrokerDefaults } from "./settings/defaults.render";
import { eventingSettings } from "./settings/settings.render";

const product = "Eventing";
/** Fills in what brokers and triggers leave out. */
const defaultingWebhook = "webhook.eventing.knative.dev";

/** Upstream's objects as a plan wants them. */
export function renderEventing(plan: EventingPlan, upstream: readonly Manifest[]): Adapted {
  const { args, release } = plan;
  const dispatchers = upstream.filter(isDispatcher).map(({ metadata }) => metadata.name);
  const programs = [...programsOf(upstream), ...dispatchers];
  const planned = new Map(
    programs.map((program) => [program, planWorkload(args, program, !dispatchers.includes(program))]),
  );
  return adapt({ name: product, version: release.version }, upstream, args, {
    before: eachManifest(versionKafkaJobs(release.minor)),
    settings: [
      eventingSettings(args),
      channelDefaultsData(args.channelDefaults),
      args.kafka === undefined ? {} : kafkaSettings(args.kafka),
    ],
    between: [eachManifest(setBrokerDefaults(args.brokerDefaults), offerKafkaClass(args.kafka))],
    after: (manifests) => ({
      manifests: eachManifest(
        labelNamespaces(args.namespaceLabels ?? {}, args.namespaceAnnotations),
        startOnDemand(plan),
        awaitRules,
      )(runAsPlanned(planned)(manifests)),
      problems: [],
    }),
    check: (rendered) => [
      ...checkPrograms(plan, programs),
      ...dispatchers.flatMap((program) => checkDispatcher(plan, program)),
      ...checkUpstreamPrograms(upstream, rendered, {
        pathOf: (program) => pathText(["workloads", program]),
        settingsOf: (program) => ownSettings(args, program),
        ofAll: args.allWorkloads ?? {},
      }),
    ],
  });
}

/**
 * The webhook that fills in what is left out is registered without rules, which its program writes. A broker that came before
 * them would be left without what it is made of. The others are waited for until they are signed in, as every product's are.
 */
const awaitRules: Transform = (manifest) =>
  isKind(manifest, "MutatingWebhookConfiguration", defaultingWebhook)
    ? annotate(manifest, { "pulumi.com/waitFor": "jsonpath={.webhooks[0].rules}" })
    : manifest;

/** No pods are no reason to wait: the first source brings them. */
function startOnDemand(plan: EventingPlan): Transform {
  return (manifest) =>
    isKind(manifest, "Deployment", pingAdapter) && isOnDemand(plan)
      ? annotate(manifest, { "pulumi.com/skipAwait": "true" })
      : manifest;
}

function isOnDemand({ args }: EventingPlan): boolean {
  return planWorkload(args, pingAdapter).scale.least === undefined;
}

function checkPrograms({ args, release }: EventingPlan, known: readonly string[]): Problem[] {
  return Object.keys(args.workloads ?? {})
    .filter((name) => !known.includes(name))
    .map((name) => ({
      path: pathText(["workloads", name]),
      code: "KN1001",
      reason: `is no program of ${product} ${release.version} as it is installed${didYouMean(name, known)}; it has ${known.join(", ")}`,
    }));
}

/** Their number follows the sources, triggers and subscriptions that there are. */
function checkDispatcher({ args }: EventingPlan, program: string): Problem[] {
  const own = ownSettings(args, program);
  return (["replicas", "minReplicas", "maxReplicas", "targetCpuUtilization"] as const)
    .filter((property) => own[property] !== undefined)
    .map((property) => ({
      path: pathText(["workloads", program, property]),
      code: "KN9056",
      reason: `has no effect: Kafka's controller sets the number of pods of ${program}; set consumers of sources, or kafka.autoscaler`,
    }));
}

/** Options of single objects, by the keys that they are registered by: what Eventing's controller changes is left to it. */
export function eventingOptions(plan: EventingPlan): Record<string, CustomResourceOptions> {
  const adapter = keyOf({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: pingAdapter, namespace: eventingNamespace },
  });
  return {
    [adapter]: {
      ignoreChanges: [...(isOnDemand(plan) ? ["spec.replicas"] : []), "spec.template.spec.containers[0].env"],
    },
  };
}
