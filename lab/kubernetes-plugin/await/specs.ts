import { gvkOf } from "../kinds";
import type { ValueMap } from "../value";
import { daemonSetAwait } from "./daemonSet";
import { deploymentAwait } from "./deployment";
import { ingressAwait } from "./ingress";
import { jobAwait } from "./job";
import { podAwait } from "./pod";
import { serviceAwait } from "./service";
import {
  claimAwait,
  isTokenSecret,
  persistentVolumeAwait,
  replicationControllerAwait,
  resourceQuotaAwait,
  tokenSecretAwait,
} from "./simple";
import type { AwaitSpec } from "./spec";
import { statefulSetAwait } from "./statefulSet";

const specs: Readonly<Record<string, AwaitSpec>> = {
  "apps/Deployment": deploymentAwait,
  "extensions/Deployment": deploymentAwait,
  "apps/StatefulSet": statefulSetAwait,
  "apps/DaemonSet": daemonSetAwait,
  "extensions/DaemonSet": daemonSetAwait,
  "batch/Job": jobAwait,
  "/Pod": podAwait,
  "/Service": serviceAwait,
  "networking.k8s.io/Ingress": ingressAwait,
  "extensions/Ingress": ingressAwait,
  "/PersistentVolume": persistentVolumeAwait,
  "/PersistentVolumeClaim": claimAwait,
  "/ReplicationController": replicationControllerAwait,
  "/ResourceQuota": resourceQuotaAwait,
};

/** How to wait for the object; undefined where there is nothing to wait for. */
export function awaitSpecFor(object: ValueMap): AwaitSpec | undefined {
  const { group, kind } = gvkOf(object);
  if (group === "" && kind === "Secret") {
    return isTokenSecret(object) ? tokenSecretAwait : undefined;
  }
  return specs[`${group}/${kind}`];
}

const skipsDeleteWait = new Set([
  "/Namespace",
  "/Pod",
  "/ReplicationController",
  "apps/DaemonSet",
  "apps/Deployment",
  "apps/StatefulSet",
  "batch/Job",
]);

/** Whether `pulumi.com/skipAwait` holds for the object's deletion too. */
export function maySkipDeleteWait(object: ValueMap): boolean {
  const { group, kind } = gvkOf(object);
  return skipsDeleteWait.has(`${group}/${kind}`);
}
