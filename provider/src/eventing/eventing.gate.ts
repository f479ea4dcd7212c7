import * as pulumi from "@pulumi/pulumi";
import { awaitNamespacesGone, servesGroup } from "../cluster/probe";
import { clusterBehind } from "../diagnose/early";
import type { Owner } from "../ownership/mark";
import { ownerProblems } from "../ownership/ownership.gate";
import { knownProblems, warnAbout, type Problem } from "../problems";
import { eventingNamespace } from "../release/catalog";
import { checkEventingVersions } from "./eventing.check";
import type { EventingPlan } from "./eventing.plan";
import { kedaGroup, kedaNote } from "./kafka/keda";

const requestSeconds = 20;
/** Time that the namespace's deletion may take; Kubernetes itself sets no limit. */
const namespaceLimitSeconds = 300;

/** What the cluster says against a plan. */
export function eventingProblems(
  component: pulumi.Resource,
  plan: EventingPlan,
  owner: Owner,
): pulumi.Output<readonly Problem[]> {
  const { args } = plan;
  const versions = pulumi
    .all([args.serverVersion, args.installedVersion, args.servingVersion])
    .apply(([server, installed, serving]) => checkEventingVersions(plan, server, installed, serving));
  return knownProblems([
    versions,
    ownerProblems(owner, args.installation, args, component),
    terminating(component),
    withoutKeda(component, plan),
  ]);
}

/** Waits for the namespace of an earlier installation to be gone: what is made in one that goes is refused. */
function terminating(component: pulumi.Resource): pulumi.Output<readonly Problem[]> {
  const none: readonly Problem[] = [];
  const cluster = clusterBehind(component);
  if (cluster === undefined || pulumi.runtime.isDryRun()) {
    return pulumi.output(none);
  }
  const found = cluster.apply(async ({ kubeconfig, context }) => {
    const reason = await awaitNamespacesGone(kubeconfig, context, [eventingNamespace], {
      timeoutSeconds: requestSeconds,
      limitSeconds: namespaceLimitSeconds,
      onWait: (message) => void pulumi.log.info(`waiting: ${message}`, component, undefined, true),
    });
    return reason === undefined ? none : [{ path: "", code: "KN2005" as const, reason }];
  });
  return pulumi.unsecret(found);
}

/** Says where KEDA is to set numbers of consumers and isn't there. It may come later, so nothing is refused. */
function withoutKeda(
  component: pulumi.Resource,
  { args: { kafka } }: EventingPlan,
): pulumi.Output<readonly Problem[]> {
  const none: readonly Problem[] = [];
  const cluster = clusterBehind(component);
  if (cluster === undefined) {
    return pulumi.output(none);
  }
  const told = cluster.apply(async ({ kubeconfig, context }) => {
    const timeoutSeconds = requestSeconds;
    const note = await kedaNote(kafka, () => servesGroup(kubeconfig, context, kedaGroup, { timeoutSeconds }));
    if (note !== undefined) {
      warnAbout(component, note);
    }
    return none;
  });
  return pulumi.unsecret(told);
}
