import type { AckAddonArgs, AckLogsArgs } from "./ack.args";
import type { AckHome } from "./ack.home";
import { given, planNetwork, type NetworkPlan } from "./ack.network.plan";
import { planNodes } from "./ack.nodes.plan";
import { ackTypes, FromResource, type PlannedResource } from "./ack.types";

/** All that is registered for an ACK cluster, as data. */
export interface AckPlan {
  /** Each after those that it takes values from. */
  readonly resources: readonly PlannedResource[];
  readonly network: NetworkPlan;
  /** Keys of what must be there before anything runs in the cluster. */
  readonly ready: readonly string[];
}

/** Plans an ACK cluster: network, control plane, nodes, components. */
export function planAck(home: AckHome): AckPlan {
  const network = planNetwork(home);
  const cluster = planCluster(home, network);
  const nodes = planNodes(home, network);
  const pools = nodes.map(({ key }) => key);
  const addons = planAddons(home, pools.length === 0 ? ["cluster"] : pools);
  return {
    resources: [...network.resources, cluster, ...nodes, ...addons],
    network,
    ready: ["cluster", ...network.wayOut, ...rules(network), ...pools, ...addons.map(({ key }) => key)],
  };
}

function rules({ resources }: NetworkPlan): string[] {
  return resources.filter(({ type }) => type === ackTypes.securityGroupRule).map(({ key }) => key);
}

function planCluster(home: AckHome, network: NetworkPlan): PlannedResource {
  const { publicApiServer = false, deletionProtection = false } = home;
  return {
    key: "cluster",
    type: ackTypes.cluster,
    inputs: {
      name: home.name,
      clusterSpec: home.spec,
      profile: home.kind === "ack" ? "Default" : "Serverless",
      vswitchIds: network.vSwitchIds,
      serviceCidr: home.serviceCidr,
      securityGroupId: network.securityGroupId,
      // The cloud's own NAT gateway would be nobody's to delete.
      newNatGateway: false,
      slbInternetEnabled: publicApiServer,
      // Certificates of the administrator are asked for where they are needed, and not kept in the state.
      skipSetCertificateAuthority: true,
      deletionProtection,
      enableRrsa: home.rrsa ?? false,
      deleteOptions: leftovers,
      addons: firstAddons(home),
      ...podNetwork(home, network),
      ...logs(home.logs),
      ...encryption(home),
      ...given({
        version: home.kubernetesVersion,
        customSan: home.apiServerNames?.join(","),
        resourceGroupId: home.resourceGroupId,
        tags: home.tags,
      }),
    },
    // Nodes and components need the way out as soon as the cluster is there, and keep it until it is gone.
    dependsOn: [...network.wayOut, ...rules(network)],
    // What the cluster begins with. Components are changed one by one afterwards, and the public address not at all.
    ignoreChanges: ["addons", "slbInternetEnabled"],
    protect: deletionProtection,
    // Its name and the range of its Services are taken until it is gone.
    deleteBeforeReplace: true,
    secretOutputs: ["certificateAuthority", "clientCert", "clientKey", "clusterCaCert"],
  };
}

/** Services delete their load balancers themselves. This is for those that nobody deleted. */
const leftovers = ["SLB", "ALB", "PrivateZone"].map((resourceType) => ({
  resourceType,
  deleteMode: "delete",
}));

function podNetwork({ kind, podCidr, nodeCidrMask }: AckHome, { podVSwitchIds }: NetworkPlan) {
  if (kind === "ackServerless") {
    return {};
  }
  return podCidr === undefined ? { podVswitchIds: podVSwitchIds } : { podCidr, nodeCidrMask };
}

/**
 * What a cluster can't begin without, and what it would begin with and nobody asked for. Those that are asked for by name
 * have resources of their own.
 */
function firstAddons({ kind, podCidr, addons = [] }: AckHome): { name: string; disabled?: boolean }[] {
  const own = new Set(addons.map(({ name }) => name));
  const hasDns = own.has("coredns") || own.has("managed-coredns");
  const network = podCidr === undefined ? "terway-eniip" : "flannel";
  const names =
    kind === "ack"
      ? [network, "csi-plugin", "csi-provisioner"]
      : [...(hasDns ? [] : ["managed-coredns"]), "metrics-server"];
  // The NGINX gateway comes with a public load balancer.
  const without = kind === "ack" ? ["nginx-ingress-controller"] : [];
  return [
    ...names.filter((name) => !own.has(name)).map((name) => ({ name })),
    ...without.filter((name) => !own.has(name)).map((name) => ({ name, disabled: true })),
  ];
}

function logs(args: AckLogsArgs | undefined) {
  if (args === undefined) {
    return {};
  }
  const {
    audit = true,
    components = ["apiserver", "kcm", "scheduler", "ccm"],
    retentionDays = 30,
    project,
  } = args;
  return {
    auditLogConfig: { enabled: audit, ...given({ slsProjectName: audit ? project : undefined }) },
    ...(components.length === 0
      ? {}
      : {
          controlPlaneLogComponents: components,
          controlPlaneLogTtl: String(retentionDays),
          ...given({ controlPlaneLogProject: project }),
        }),
  };
}

function encryption({ secretEncryptionKeyId }: AckHome) {
  return secretEncryptionKeyId === undefined
    ? {}
    : { encryptionProviderKey: secretEncryptionKeyId, disableEncryption: false };
}

/** Components one by one, so that each can be upgraded and removed. Knative comes last: it may need the others. */
function planAddons({ addons = [], knative }: AckHome, dependsOn: readonly string[]): PlannedResource[] {
  const others = addons.map((addon) => planAddon(addon, dependsOn));
  const behind = others.length === 0 ? dependsOn : others.map(({ key }) => key);
  return knative === undefined
    ? others
    : [...others, planAddon({ name: "knative", version: knative.version, config: knative.config }, behind)];
}

function planAddon({ name, version, config }: AckAddonArgs, dependsOn: readonly string[]): PlannedResource {
  return {
    key: `addon/${name}`,
    type: ackTypes.addon,
    inputs: { clusterId: new FromResource("cluster"), name, ...given({ version, config }) },
    dependsOn,
  };
}
