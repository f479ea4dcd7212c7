import { z } from "zod";
import { checkAck } from "../alibaba/ack.check";
import { ackServerlessShape, ackShape } from "../alibaba/ack.shape";
import { oldestMinimumKubernetes } from "../release/catalog";
import { checkShape, leaf, text, whole, type Problem } from "../problems";
import type { ClusterArgs } from "./cluster.args";
import { readKubeconfig } from "./kubeconfig";
import { isOlderKubernetes, looseVersion } from "./version";

const version = text(
  "KN1006",
  "must be a Kubernetes version such as 1.34",
  (value) => looseVersion(value) !== undefined,
);

export const clusterShape = z.strictObject({
  kubeconfig: leaf(z.string().min(1)).optional(),
  context: leaf(z.string().min(1)).optional(),
  minimumKubernetesVersion: version.optional(),
  identifier: leaf(z.string().min(1)).optional(),
  timeoutSeconds: whole(1, 600).optional(),
  ack: ackShape.optional(),
  ackServerless: ackServerlessShape.optional(),
}) satisfies z.ZodType<ClusterArgs>;

/** Everything that can be said of the inputs without asking the cluster. `isGiven`: its provider is the caller's. */
export function checkCluster(args: ClusterArgs, isGiven = false): Problem[] {
  const shape = checkShape(clusterShape, args);
  const { kubeconfig, context } = args;
  const given = isGiven ? checkGiven(args) : [];
  if (given.length > 0 || (isGiven && kubeconfig === undefined)) {
    return [...shape, ...given];
  }
  if (shape.length === 0 && (args.ack !== undefined || args.ackServerless !== undefined)) {
    return [...checkOrigin(args), ...checkAck(args)];
  }
  if (shape.length > 0 || !isPlain(kubeconfig) || !isPlain(context)) {
    return shape;
  }
  return [...readKubeconfig(kubeconfig, context).problems];
}

/** A cluster is there or is made, and in one way. */
function checkOrigin({ ack, ackServerless, kubeconfig, context }: ClusterArgs): Problem[] {
  const [made, ...others] = Object.entries({ ack, ackServerless, kubeconfig, context })
    .filter(([, value]) => value !== undefined)
    .map(([key]) => key);
  return others.map((path) => ({
    path,
    code: "KN1008",
    reason: `excludes ${made}, which makes the cluster and its kubeconfig; leave one of them out`,
  }));
}

/** Whether the cluster is new enough: for the given minimum, else for the oldest release of the catalogue. */
export function checkKubernetesVersion(
  serverVersion: string,
  minimum = oldestMinimumKubernetes(),
): Problem[] {
  if (!isOlderKubernetes(serverVersion, minimum)) {
    return [];
  }
  const reason = `the cluster runs Kubernetes ${serverVersion}, and ${minimum} is the least that is needed; upgrade the cluster or choose an older release`;
  return [{ path: "minimumKubernetesVersion", code: "KN2004", reason }];
}

function isPlain(value: ClusterArgs["kubeconfig"]): value is string | undefined {
  return value === undefined || typeof value === "string";
}

/** What can't be said of a cluster whose provider is the caller's. */
function checkGiven({ ack, ackServerless, identifier }: ClusterArgs): Problem[] {
  return Object.entries({ ack, ackServerless, identifier })
    .filter(([, value]) => value !== undefined)
    .map(([path]) => ({
      path,
      code: "KN1008",
      reason:
        "excludes the option provider, whose cluster is there and has its identity; leave one of them out",
    }));
}
