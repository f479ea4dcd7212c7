import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { renderCni, renderContainerd, renderRegistry, renderRegistryHosts } from "./config/containerd";
import { renderKubelet, renderKubeProxy, renderResolvConf } from "./config/kubelet";
import { readText, SECRET_MODE, writeText } from "./files";
import { renderKubeconfig } from "./kubeconfig";
import { CLUSTER, NETWORKS, PATHS } from "./layout";
import { certificateFile, readPair, type CertificateName } from "./pki";

const at = (...names: string[]) => join(PATHS.config, ...names);

export const CONFIG_FILES = {
  containerd: at("containerd.toml"),
  registriesDir: at("registries"),
  cniDir: at("cni"),
  registry: at("registry.yaml"),
  kubelet: at("kubelet.yaml"),
  resolvConf: at("resolv.conf"),
  kubeProxy: at("kube-proxy.yaml"),
} as const;

const CLIENTS = [
  "controller-manager",
  "scheduler",
  "kubelet",
  "kube-proxy",
  "load-balancer",
  "network-policies",
] as const;
type Client = (typeof CLIENTS)[number];

/** Where a component finds the API server and its own certificate. */
export function kubeconfigFile(client: Client): string {
  return at(`${client}.kubeconfig`);
}

export interface ConfigSettings {
  readonly runc: string;
  readonly cniDir: string;
  readonly sandboxImage: string;
}

/** Writes the configuration of every component, and the kubeconfigs from the certificates that are there. */
export async function writeConfigFiles({ runc, cniDir, sandboxImage }: ConfigSettings): Promise<void> {
  const { registriesDir, cniDir: cniConfigDir } = CONFIG_FILES;
  const containerd = renderContainerd({ runc, cniDir, sandboxImage, registriesDir, cniConfigDir });
  await mkdir(PATHS.logs, { recursive: true });
  await Promise.all([
    writeText(CONFIG_FILES.containerd, containerd),
    writeText(join(registriesDir, CLUSTER.registry, "hosts.toml"), renderRegistryHosts()),
    writeText(join(cniConfigDir, "10-lab.conflist"), renderCni()),
    writeText(CONFIG_FILES.registry, renderRegistry()),
    writeText(CONFIG_FILES.kubelet, renderKubelet(CONFIG_FILES.resolvConf)),
    writeText(CONFIG_FILES.resolvConf, renderResolvConf()),
    writeText(CONFIG_FILES.kubeProxy, renderKubeProxy(kubeconfigFile("kube-proxy"), NETWORKS.pods)),
    ...CLIENTS.map((client) => writeKubeconfig(kubeconfigFile(client), client)),
    writeKubeconfig(PATHS.kubeconfig, "admin"),
  ]);
}

async function writeKubeconfig(path: string, name: CertificateName): Promise<void> {
  const [authority, pair] = await Promise.all([readText(certificateFile("ca")), readPair(name)]);
  if (authority === undefined || pair === undefined)
    throw new Error(`the certificate of ${name} was not made`);
  await writeText(path, renderKubeconfig(name, authority, pair), SECRET_MODE);
}
