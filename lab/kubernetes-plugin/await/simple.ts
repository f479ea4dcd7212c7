import { equal, isMap, pluck, pluckNumber, pluckString, type ValueMap } from "../value";
import { nameOf } from "../metadata";
import { info, type AwaitSpec, type Verdict, type View } from "./spec";

const polled = (name: string): string => `Timeout occurred polling for '${name}'`;

function verdict(ready: boolean, text?: string): Verdict {
  return { ready, status: ready && text !== undefined ? [info(text)] : [], reasons: [] };
}

/** A PersistentVolume is ready when it is available or bound. */
export const persistentVolumeAwait: AwaitSpec = {
  related: [],
  fixedTimeout: 300,
  timeoutMessage: polled,
  checksRead: false,
  judge: ({ object }) => {
    const phase = pluckString(object, "status", "phase");
    const text = phase === "Bound" ? "✅ PV has been bound" : "✅ PV marked available";
    return verdict(phase === "Available" || phase === "Bound", text);
  },
};

/**
 * A claim is ready when it is bound; a new one whose class waits for the first pod that mounts it, when it is pending.
 */
export function judgeClaim(view: View): Verdict {
  const { object, before } = view;
  const phase = pluckString(object, "status", "phase");
  const className = pluckString(object, "spec", "storageClassName");
  const storageClass = (view.related["StorageClass"] ?? []).find((entry) => nameOf(entry) === className);
  const waits =
    storageClass !== undefined && pluckString(storageClass, "volumeBindingMode") === "WaitForFirstConsumer";
  return verdict((before !== undefined && phase === "Bound") || phase === (waits ? "Pending" : "Bound"));
}

export const claimAwait: AwaitSpec = {
  related: [{ group: "storage.k8s.io", version: "v1", kind: "StorageClass" }],
  fixedTimeout: 300,
  timeoutMessage: polled,
  checksRead: false,
  judge: judgeClaim,
};

/** A ReplicationController is ready when as many pods are available as it wants. */
export const replicationControllerAwait: AwaitSpec = {
  related: [],
  fixedTimeout: 600,
  timeoutMessage: polled,
  checksRead: false,
  judge: ({ object }) => {
    const wanted = pluckNumber(object, "spec", "replicas");
    return verdict(wanted !== undefined && wanted === pluckNumber(object, "status", "availableReplicas"));
  },
};

/** A ResourceQuota is ready when its status repeats its limits. */
export const resourceQuotaAwait: AwaitSpec = {
  related: [],
  fixedTimeout: 60,
  timeoutMessage: polled,
  checksRead: false,
  judge: ({ object }) => {
    const hard = pluck(object, "spec", "hard");
    return verdict(isMap(hard) && equal(hard, pluck(object, "status", "hard")));
  },
};

/** A service account's token is ready when the controller filled it in. */
export const tokenSecretAwait: AwaitSpec = {
  related: [],
  fixedTimeout: 5,
  timeoutMessage: polled,
  checksRead: false,
  judge: ({ object }) => {
    const data = pluck(object, "data");
    return verdict(isMap(data) && Object.keys(data).length > 0);
  },
};

/** Whether the Secret is one that a controller fills in. */
export function isTokenSecret(object: ValueMap): boolean {
  return object["type"] === "kubernetes.io/service-account-token";
}
