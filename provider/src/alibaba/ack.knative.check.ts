import type { Problem } from "../problems";
import { leastNodes, type AckHome } from "./ack.home";

const albController = "alb-ingress-controller";

const need = (path: string, reason: string): Problem => ({ path, code: "KN7108", reason });

/** What managed Knative asks of its cluster. */
export function checkManagedKnative(home: AckHome): Problem[] {
  const { knative, kind, nodePools, kubernetesVersion = "1.99" } = home;
  if (knative === undefined) {
    return [];
  }
  const least = nodePools.reduce((sum, pool) => sum + leastNodes(pool), 0);
  const minor = Number(kubernetesVersion.split(".")[1]);
  return [
    ...(minor < 28
      ? [need("kubernetesVersion", `must be 1.28 or newer for knative, got ${kubernetesVersion}`)]
      : []),
    ...(kind === "ack" && least < 3
      ? [need("nodePools", `must have 3 nodes or more at any time for knative, and may have ${least}`)]
      : []),
    ...checkGateway(home),
  ];
}

function checkGateway(home: AckHome): Problem[] {
  const { gateway, albConfig } = home.knative ?? {};
  const addons = (home.addons ?? []).map(({ name }) => name);
  const path = "knative.gateway";
  if (gateway !== "alb") {
    const reason = 'is for gateway "alb" alone; set that, or leave it out';
    return albConfig === undefined ? [] : [{ path: "knative.albConfig", code: "KN1008", reason }];
  }
  return [
    ...(albConfig === undefined && places(home) < 2
      ? [need(path, 'must not be "alb" in one zone: that load balancer stands in two; add a zone')]
      : []),
    ...(addons.includes(albController)
      ? []
      : [
          need(
            path,
            `must not be "alb" without "${albController}" among addons, which makes that load balancer`,
          ),
        ]),
  ];
}

function places({ network: { vpcId, vSwitchIds = [], zones } }: AckHome): number {
  return vpcId === undefined ? (zones?.length ?? 2) : vSwitchIds.length;
}
