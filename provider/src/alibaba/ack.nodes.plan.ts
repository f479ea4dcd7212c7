import type { AckHome, NamedNodePool } from "./ack.home";
import { given, type NetworkPlan } from "./ack.network.plan";
import { ackTypes, FromResource, type PlannedResource } from "./ack.types";

/** The node pools, and the autoscaler's settings where one of them grows and shrinks. */
export function planNodes(home: AckHome, network: NetworkPlan): PlannedResource[] {
  const pools = home.nodePools.map((pool) => planPool(home, pool, network));
  const scales = home.nodePools.some(({ autoscaling }) => autoscaling !== undefined);
  return [...pools, ...(scales ? [planAutoscaler(pools)] : [])];
}

function planPool(home: AckHome, pool: NamedNodePool, network: NetworkPlan): PlannedResource {
  const { resourceGroupId, tags } = home;
  return {
    key: `nodePool/${pool.name}`,
    type: ackTypes.nodePool,
    inputs: {
      clusterId: new FromResource("cluster"),
      nodePoolName: pool.name,
      vswitchIds: network.vSwitchIds,
      securityGroupIds: [network.securityGroupId],
      instanceTypes: pool.instanceTypes,
      systemDiskCategory: pool.diskCategory ?? "cloud_essd",
      systemDiskSize: pool.diskSize ?? 120,
      ...size(pool),
      ...spot(pool),
      ...labelling(pool),
      ...given({
        imageType: pool.imageType,
        keyName: pool.keyName,
        management: pool.managed === true ? management : undefined,
        resourceGroupId,
        tags,
      }),
    },
  };
}

const management = { enable: true, autoRepair: true, autoUpgrade: true, maxUnavailable: 1 };

function size({ size: count = 3, autoscaling, spot: onSpot }: NamedNodePool) {
  return autoscaling === undefined
    ? { desiredSize: String(count) }
    : {
        scalingConfig: {
          enable: true,
          minSize: autoscaling.min,
          maxSize: autoscaling.max,
          type: onSpot === undefined ? "cpu" : "spot",
        },
      };
}

/** Nodes that are taken back are replaced beforehand, and by ordinary ones where the market has none. */
function spot({ spot: wanted, instanceTypes }: NamedNodePool) {
  if (wanted === undefined) {
    return {};
  }
  const { priceLimit, onDemandBase = 0, onDemandPercentage = 0 } = wanted;
  const price =
    priceLimit === undefined
      ? { spotStrategy: "SpotAsPriceGo" }
      : {
          spotStrategy: "SpotWithPriceLimit",
          spotPriceLimits: instanceTypes.map((instanceType) => ({
            instanceType,
            priceLimit: String(priceLimit),
          })),
        };
  return {
    ...price,
    multiAzPolicy: "COST_OPTIMIZED",
    compensateWithOnDemand: true,
    spotInstanceRemedy: true,
    onDemandBaseCapacity: String(onDemandBase),
    onDemandPercentageAboveBaseCapacity: String(onDemandPercentage),
  };
}

function labelling({ labels = {}, taints = [] }: NamedNodePool) {
  const pairs = Object.entries(labels).map(([key, value]) => ({ key, value }));
  return {
    ...(pairs.length === 0 ? {} : { labels: pairs }),
    ...(taints.length === 0
      ? {}
      : {
          taints: taints.map(({ key, value, effect = "NoSchedule" }) => ({
            key,
            effect,
            ...given({ value }),
          })),
        }),
  };
}

function planAutoscaler(pools: readonly PlannedResource[]): PlannedResource {
  return {
    key: "autoscaling",
    type: ackTypes.autoscaling,
    inputs: {
      clusterId: new FromResource("cluster"),
      scalerType: "goatscaler",
      expander: "least-waste",
      scaleDownEnabled: true,
      scaleUpFromZero: true,
    },
    dependsOn: pools.map(({ key }) => key),
  };
}
