import {
  AckPodNetwork,
  AckSpec,
  type AckArgs,
  type AckNodePoolArgs,
  type AckServerlessArgs,
} from "./ack.args";

/** Ranges where none are given. They share nothing with each other, nor with what the cloud keeps for itself. */
export const defaultRanges = {
  vpc: "10.0.0.0/16",
  pods: "172.20.0.0/16",
  services: "172.21.0.0/16",
} as const;

/** An ACK cluster of either kind, with the defaults filled in that are not the cloud's to choose. */
export interface AckHome extends Omit<AckServerlessArgs, "network"> {
  readonly kind: "ack" | "ackServerless";
  readonly name: string;
  readonly spec: AckSpec;
  readonly network: NonNullable<AckServerlessArgs["network"]>;
  readonly serviceCidr: string;
  readonly podNetwork: AckPodNetwork | undefined;
  /** Range of pods that are not of the VPC. */
  readonly podCidr: string | undefined;
  readonly nodeCidrMask: number;
  readonly nodePools: readonly NamedNodePool[];
  /** Properties that only flannel has a use for, and that were given. */
  readonly forFlannel: readonly string[];
}

export type NamedNodePool = AckNodePoolArgs & { readonly name: string };

/** The arguments of a cluster, one of which says what is made. */
export interface AckChoice {
  readonly ack?: AckArgs;
  readonly ackServerless?: AckServerlessArgs;
}

/** The cluster that is to be made, or undefined where none is. */
export function ackHome(component: string, { ack, ackServerless }: AckChoice): AckHome | undefined {
  if (ack !== undefined) {
    const { podNetwork = AckPodNetwork.Flannel, nodePools } = ack;
    return {
      ...common(component, ack),
      kind: "ack",
      podNetwork,
      podCidr: podNetwork === AckPodNetwork.Flannel ? (ack.podCidr ?? defaultRanges.pods) : undefined,
      nodeCidrMask: ack.nodeCidrMask ?? 24,
      nodePools: nodePools.map((pool) => ({ ...pool, name: pool.name ?? "default" })),
      forFlannel: (["podCidr", "nodeCidrMask"] as const).filter((key) => ack[key] !== undefined),
    };
  }
  return ackServerless === undefined
    ? undefined
    : {
        ...common(component, ackServerless),
        kind: "ackServerless",
        podNetwork: undefined,
        podCidr: undefined,
        nodeCidrMask: 24,
        nodePools: [],
        forFlannel: [],
      };
}

function common(component: string, args: AckServerlessArgs) {
  const {
    name = component,
    spec = AckSpec.Standard,
    network = {},
    serviceCidr = defaultRanges.services,
  } = args;
  return { ...args, name, spec, network, serviceCidr };
}

/** Most nodes that a pool may come to. */
export function mostNodes({ size = 3, autoscaling }: AckNodePoolArgs): number {
  return autoscaling?.max ?? size;
}

/** Nodes that a pool has at least. */
export function leastNodes({ size = 3, autoscaling }: AckNodePoolArgs): number {
  return autoscaling?.min ?? size;
}
