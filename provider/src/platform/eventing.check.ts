import { z } from "zod";
import { apiServerSourceShape, checkApiServerSource } from "../eventing/apiServerSource.check";
import { brokerShape, checkBroker } from "../eventing/broker.check";
import { channelShape, checkChannel } from "../eventing/channel.check";
import { checkContainerSource, containerSourceShape } from "../eventing/containerSource.check";
import { checkEventing, checkSameMinor, eventingShape } from "../eventing/eventing.check";
import { checkParallel, parallelShape } from "../eventing/parallel.check";
import { checkPingSource, pingSourceShape } from "../eventing/pingSource.check";
import { eventKey } from "../eventing/ready";
import { checkSequence, sequenceShape } from "../eventing/sequence.check";
import { checkSinkBinding, sinkBindingShape } from "../eventing/sinkBinding.check";
import { checkSubscription, subscriptionShape } from "../eventing/subscription.check";
import { checkTrigger, triggerShape } from "../eventing/trigger.check";
import { under, type Problem } from "../problems";
import { findEventing, findRelease } from "../release/catalog";
import type { ServingArgs } from "../serving/serving.args";
import type { PlatformEventingArgs } from "./eventing.args";
import { eventingArgs } from "./eventing.plan";
import { checkFeatures, checkMadeOf, checkOrigins } from "./flow.check";

export const platformEventingShape = z.strictObject({
  ...eventingShape.shape,
  brokers: z.array(brokerShape).optional(),
  channels: z.array(channelShape).optional(),
  sequences: z.array(sequenceShape).optional(),
  parallels: z.array(parallelShape).optional(),
  triggers: z.array(triggerShape).optional(),
  subscriptions: z.array(subscriptionShape).optional(),
  sources: z
    .strictObject({
      pings: z.array(pingSourceShape).optional(),
      apiServers: z.array(apiServerSourceShape).optional(),
      containers: z.array(containerSourceShape).optional(),
      sinkBindings: z.array(sinkBindingShape).optional(),
    })
    .optional(),
});

/** Everything that can be said of Eventing in a platform by itself: of each part, and of the parts together. */
export function checkPlatformEventing(
  args: PlatformEventingArgs,
  serving: ServingArgs | undefined,
): Problem[] {
  const { sources = {} } = args;
  return [
    ...checkEventing(eventingArgs(args, serving)),
    ...checkList("brokers", args.brokers, checkBroker),
    ...checkList("channels", args.channels, checkChannel),
    ...checkList("sequences", args.sequences, checkSequence),
    ...checkList("parallels", args.parallels, checkParallel),
    ...checkList("triggers", args.triggers, checkTrigger),
    ...checkList("subscriptions", args.subscriptions, checkSubscription),
    ...checkList("sources.pings", sources.pings, checkPingSource),
    ...checkList("sources.apiServers", sources.apiServers, checkApiServerSource),
    ...checkList("sources.containers", sources.containers, checkContainerSource),
    ...checkList("sources.sinkBindings", sources.sinkBindings, checkSinkBinding),
    ...checkOrigins(args),
    ...checkFeatures(args),
    ...checkMadeOf(args),
  ];
}

interface Named {
  readonly name?: string;
  readonly namespace?: string;
}

/** Parts of one kind. Names are identities here: each has one, and its own. */
function checkList<T extends Named>(
  path: string,
  list: readonly T[] = [],
  check: (args: T) => readonly Problem[],
): Problem[] {
  return [
    ...list.flatMap((args, index) => under(`${path}[${index}]`, check(args))),
    ...checkNamed(path, list),
  ];
}

function checkNamed(path: string, list: readonly Named[]): Problem[] {
  const keys = list.map(eventKey);
  return list.flatMap(({ name }, index): Problem[] => {
    const at = `${path}[${index}].name`;
    if (name === undefined) {
      return [{ path: at, code: "KN1005", reason: "is required: the name of a Kubernetes object" }];
    }
    const first = keys.indexOf(keys[index] ?? "");
    const reason = `"${keys[index]}" is the name of ${path}[${first}] already`;
    return first < index ? [{ path: at, code: "KN1007", reason }] : [];
  });
}

/** Serving and Eventing are of one minor. */
export function checkMinors(args: PlatformEventingArgs, serving: ServingArgs = {}): Problem[] {
  const release = findEventing(eventingArgs(args, serving).release);
  return release === undefined ? [] : checkSameMinor(release, findRelease(serving.release)?.version);
}
