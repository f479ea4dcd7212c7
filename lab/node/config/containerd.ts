import { ADDRESSES, CLUSTER, INTERFACES, LAB_NAME, NETWORKS, PATHS } from "../layout";

export interface ContainerdSettings {
  readonly runc: string;
  readonly cniDir: string;
  /** Image of the container that holds a pod's namespaces. */
  readonly sandboxImage: string;
  /** Directory with one directory of hosts.toml for each registry. */
  readonly registriesDir: string;
  /** Directory with the one CNI configuration. */
  readonly cniConfigDir: string;
}

/** Configuration of containerd 1.6, file format 2. JSON strings are TOML strings. */
export function renderContainerd(settings: ContainerdSettings): string {
  const text = JSON.stringify;
  const cri = `plugins."io.containerd.grpc.v1.cri"`;
  return `version = 2
root = ${text(`${PATHS.state}/containerd`)}
state = "/run/containerd"
disabled_plugins = [
  "io.containerd.internal.v1.opt",
  "io.containerd.snapshotter.v1.aufs",
  "io.containerd.snapshotter.v1.btrfs",
  "io.containerd.snapshotter.v1.devmapper",
  "io.containerd.snapshotter.v1.zfs",
]

[grpc]
address = ${text(PATHS.containerdSocket)}

[${cri}]
sandbox_image = ${text(settings.sandboxImage)}
# Where root lacks CAP_SYS_RESOURCE, as in many containers, runc dies of a lowered oom_score_adj.
restrict_oom_score_adj = true

[${cri}.containerd]
snapshotter = "overlayfs"
default_runtime_name = "runc"

[${cri}.containerd.runtimes.runc]
runtime_type = "io.containerd.runc.v2"

[${cri}.containerd.runtimes.runc.options]
BinaryName = ${text(settings.runc)}
SystemdCgroup = false

[${cri}.cni]
bin_dir = ${text(settings.cniDir)}
conf_dir = ${text(settings.cniConfigDir)}
max_conf_num = 1

[${cri}.registry]
config_path = ${text(settings.registriesDir)}
`;
}

/** hosts.toml of the lab's registry: plain HTTP, for it is reached over the node's own bridge only. */
export function renderRegistryHosts(): string {
  const url = JSON.stringify(`http://${CLUSTER.registry}`);
  return `server = ${url}\n\n[host.${url}]\ncapabilities = ["pull", "resolve"]\n`;
}

/** CNI plugin list: pods on the bridge, addresses from the pod network, hostPort. */
export function renderCni(): string {
  const bridge = {
    type: "bridge",
    bridge: INTERFACES.bridge,
    isGateway: true,
    // A pod may reach itself through its Service.
    hairpinMode: true,
    ipMasq: false,
    ipam: {
      type: "host-local",
      ranges: [[{ subnet: NETWORKS.pods, gateway: ADDRESSES.bridge }]],
      routes: [{ dst: "0.0.0.0/0" }],
    },
  };
  const portmap = { type: "portmap", capabilities: { portMappings: true } };
  return `${JSON.stringify({ cniVersion: "0.4.0", name: LAB_NAME, plugins: [bridge, portmap] }, undefined, 2)}\n`;
}

/** Configuration of the Debian package docker-registry. */
export function renderRegistry(): string {
  return `version: 0.1
log:
  level: warn
  accesslog:
    disabled: true
storage:
  filesystem:
    rootdirectory: ${PATHS.state}/registry
  delete:
    enabled: true
http:
  addr: ${CLUSTER.registry}
`;
}
