import { dirname } from "node:path";

import { bundleFile } from "./bundle";
import type { Component } from "./component";
import {
  apiserverFlags,
  controllerManagerFlags,
  etcdFlags,
  schedulerFlags,
  toArguments,
} from "./config/controlPlane";
import { CONFIG_FILES, kubeconfigFile } from "./configFiles";
import { CHECKS, type ComponentName } from "./checks";
import { suffixOf } from "./instance";
import { ADDRESSES, IS_DEFAULT, LAB_NAME, PORTS } from "./layout";
import { certificateFile, keyFile, SERVICE_ACCOUNT_KEY, type Authority, type CertificateName } from "./pki";

/** Absolute paths of the programs that the node runs. */
export interface NodePrograms {
  /** All Kubernetes components in one; the first argument chooses. */
  readonly kube: string;
  readonly etcd: string;
  readonly containerd: string;
  readonly runc: string;
  readonly conntrack: string;
  readonly iptablesDir: string;
  readonly cniDir: string;
  readonly dockerRegistry: string;
  readonly tini: string;
}

/** Programs of this folder ask the layout, as we do. */
const INSTANCE: Readonly<Record<string, string>> = IS_DEFAULT ? {} : { LAB_INSTANCE: suffixOf(LAB_NAME) };
const SYSTEM_PATH = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/** Every program of the node, in the order of its start. */
export function nodeComponents(programs: NodePrograms, mirrorDir: string): Component[] {
  const directories = [programs.containerd, programs.runc, programs.conntrack].map((path) => dirname(path));
  const path = [...new Set([programs.iptablesDir, ...directories, ...SYSTEM_PATH])].join(":");
  return [
    ...storage(programs, path),
    mirror(mirrorDir, path),
    ...controlPlane(programs.kube, path),
    ...nodeAgents(programs.kube, path),
    loadBalancer(path),
    networkPolicies(path),
  ];
}

function storage(programs: NodePrograms, path: string): Component[] {
  return [
    component("etcd", [programs.etcd, ...toArguments(etcdFlags())], {
      path,
      files: [...pair("etcd"), certificateFile("etcd-ca")],
    }),
    component("containerd", [programs.containerd, "--config", CONFIG_FILES.containerd], {
      path,
      files: [CONFIG_FILES.containerd],
    }),
    component("registry", [programs.dockerRegistry, "serve", CONFIG_FILES.registry], {
      path,
      files: [CONFIG_FILES.registry],
    }),
  ];
}

function controlPlane(kube: string, path: string): Component[] {
  const [manager, scheduler] = [kubeconfigFile("controller-manager"), kubeconfigFile("scheduler")];
  return [
    component("apiserver", [kube, "kube-apiserver", ...toArguments(apiserverFlags())], {
      path,
      files: [...pair("apiserver"), ...authorities("ca", "etcd-ca", "front-proxy-ca"), SERVICE_ACCOUNT_KEY],
      after: ["etcd"],
    }),
    component(
      "controller-manager",
      [kube, "kube-controller-manager", ...toArguments(controllerManagerFlags(manager))],
      {
        path,
        files: [manager, ...pair("controller-manager-serving"), SERVICE_ACCOUNT_KEY],
        after: ["apiserver"],
      },
    ),
    component("scheduler", [kube, "kube-scheduler", ...toArguments(schedulerFlags(scheduler))], {
      path,
      files: [scheduler, ...pair("scheduler-serving")],
      after: ["apiserver"],
    }),
  ];
}

function nodeAgents(kube: string, path: string): Component[] {
  const kubelet = {
    config: CONFIG_FILES.kubelet,
    kubeconfig: kubeconfigFile("kubelet"),
    "hostname-override": LAB_NAME,
    "node-ip": ADDRESSES.node,
    // The node's own, see init.sh.
    "root-dir": "/var/lib/kubelet",
  };
  const proxy = { config: CONFIG_FILES.kubeProxy, "hostname-override": LAB_NAME };
  return [
    component("kubelet", [kube, "kubelet", ...toArguments(kubelet)], {
      path,
      files: [CONFIG_FILES.kubelet, kubeconfigFile("kubelet"), ...pair("kubelet-serving")],
      after: ["apiserver", "containerd"],
    }),
    component("kube-proxy", [kube, "kube-proxy", ...toArguments(proxy)], {
      path,
      files: [CONFIG_FILES.kubeProxy, kubeconfigFile("kube-proxy")],
      after: ["apiserver"],
    }),
  ];
}

function mirror(mirrorDir: string, path: string): Component {
  return component(
    "mirror",
    [process.execPath, bundleFile("mirror"), mirrorDir, ADDRESSES.node, String(PORTS.mirror)],
    {
      path,
      files: [bundleFile("mirror")],
      seesNode: false,
    },
  );
}

function loadBalancer(path: string): Component {
  const kubeconfig = kubeconfigFile("load-balancer");
  return component("load-balancer", [process.execPath, bundleFile("loadBalancer"), kubeconfig], {
    path,
    seesNode: false,
    files: [bundleFile("loadBalancer"), kubeconfig],
    after: ["apiserver"],
  });
}

function networkPolicies(path: string): Component {
  const kubeconfig = kubeconfigFile("network-policies");
  return component("network-policies", [process.execPath, bundleFile("policies"), kubeconfig], {
    path,
    seesNode: false,
    files: [bundleFile("policies"), kubeconfig],
    after: ["apiserver"],
  });
}

interface Rest {
  readonly path: string;
  readonly files?: readonly string[];
  readonly after?: readonly ComponentName[];
  readonly seesNode?: boolean;
}

function component(name: ComponentName, command: readonly [string, ...string[]], rest: Rest): Component {
  const { path, files = [], after = [], seesNode = true } = rest;
  return {
    name,
    command,
    env: { PATH: path, HOME: "/root", ...INSTANCE },
    files,
    seesNode,
    after,
    check: CHECKS[name],
    healthySeconds: 60,
  };
}

function pair(name: CertificateName): string[] {
  return [certificateFile(name), keyFile(name)];
}

function authorities(...names: Authority[]): string[] {
  return names.map(certificateFile);
}
