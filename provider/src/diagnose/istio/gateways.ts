import { gatewayNameLabel, localNameLabel, type GatewayEntry } from "../../istio/gateways.plan";
import { checkAddress } from "../address";
import { checkDeployment, servingNamespace } from "../controllers";
import {
  named,
  type Deployment,
  type IstioGateway,
  type KubeObject,
  type Pod,
  type Snapshot,
} from "../facts";
import { broken, kubectl, nameOf, type Finding } from "../finding";
import { configName, configuredGateways, qualified, serviceOf } from "./configured";
import { checkIstioWebhook, checkControlPlanes, isInjected } from "./controlPlane";
import { checkProbedService } from "./probed";
import { fits, labelsFound, labelsText } from "./selector";
import { readyEndpoints } from "../endpoints";

type Selector = Readonly<Record<string, string>>;

/** Istio as the network layer: its webhook, control planes and every gateway that Knative knows. */
export function checkIstio(snapshot: Snapshot): Finding[] {
  const { installation } = snapshot;
  if (installation.istio === undefined || named(installation.deployments, controllerName) === undefined) {
    return [];
  }
  const { external, local, problem } = configuredGateways(installation.configMaps);
  const isLocal = new Set(local.map(qualified));
  const entries = new Map([...external, ...local].map((entry) => [qualified(entry), entry]));
  const seen = [...entries.values()].filter((entry) => isVisible(snapshot, entry));
  return [
    ...checkIstioWebhook(snapshot),
    ...(problem === undefined ? [] : [unreadable(problem)]),
    ...checkControlPlanes(
      snapshot,
      seen.flatMap((entry) => deploymentsOf(snapshot, selectorOf(snapshot, entry))),
    ),
    ...seen.flatMap((entry) =>
      checkEntry(snapshot, entry, isLocal.has(qualified(entry))).map((finding) => ({
        ...finding,
        gateway: qualified(entry),
      })),
    ),
  ];
}

export const controllerName = "net-istio-controller";

/** Nothing is said of gateways whose namespaces may not be read. */
function isVisible({ denied }: Snapshot, entry: GatewayEntry): boolean {
  const homes = [entry.namespace, serviceOf(entry).namespace];
  return !denied.some((path) => homes.some((name) => path.includes(`/namespaces/${name}/`)));
}

function unreadable(problem: string): Finding {
  return broken({
    link: "gateway",
    object: { kind: "ConfigMap", namespace: servingNamespace, name: configName },
    code: "KN6071",
    message: problem,
    cause:
      "it was changed by hand while net-istio's webhook was away: net-istio keeps what it read last, and fails at its next start",
    next: [kubectl(servingNamespace, "get", "cm", configName, "-o", "yaml"), "pulumi refresh", "pulumi up"],
  });
}

function gatewayOf({ installation }: Snapshot, { name, namespace }: GatewayEntry): IstioGateway | undefined {
  return named(installation.istio?.gateways ?? [], name, namespace);
}

function selectorOf(snapshot: Snapshot, entry: GatewayEntry): Selector {
  return gatewayOf(snapshot, entry)?.spec?.selector ?? {};
}

function deploymentsOf({ installation }: Snapshot, selector: Selector): readonly Deployment[] {
  return installation.deployments.filter(({ spec }) => fits(selector, spec?.template?.metadata?.labels));
}

function checkEntry(snapshot: Snapshot, entry: GatewayEntry, isLocal: boolean): Finding[] {
  const gateway = gatewayOf(snapshot, entry);
  if (gateway === undefined) {
    return [missingGateway(entry)];
  }
  const pods = checkPods(snapshot, gateway);
  if (pods.some(({ severity }) => severity === "error")) {
    return pods;
  }
  const selector = gateway.spec?.selector ?? {};
  const isOurs = [gatewayNameLabel, localNameLabel].some((label) => selector[label] !== undefined);
  return [
    ...pods,
    ...checkService(snapshot, entry),
    // Upstream's own local gateway is never asked, and works.
    ...(isLocal && !isOurs ? [] : checkProbedService(snapshot, gateway)),
    ...(isLocal ? [] : checkAddress(snapshot.installation, serviceOf(entry))),
  ];
}

function missingGateway(entry: GatewayEntry): Finding {
  const { name, namespace } = entry;
  return broken({
    link: "gateway",
    object: { kind: "Gateway", namespace, name },
    code: "KN6072",
    message: `${configName} names Gateway ${qualified(entry)}, and there is none`,
    cause:
      "it was deleted, or config-istio was changed by hand: net-istio can't tell which pods to ask, and services that it is chosen for stay Unknown",
    next: [
      `kubectl get gateways.networking.istio.io -A`,
      kubectl(servingNamespace, "get", "cm", configName, "-o", "yaml"),
      "pulumi refresh",
      "pulumi up",
    ],
  });
}

/** The pods behind a Gateway, wherever they are: Istio looks at their labels alone. */
function checkPods(snapshot: Snapshot, gateway: IstioGateway): Finding[] {
  const selector = gateway.spec?.selector ?? {};
  const { installation } = snapshot;
  const pods = installation.pods.filter(
    ({ metadata }) => metadata.deletionTimestamp === undefined && fits(selector, metadata.labels),
  );
  const deployments = deploymentsOf(snapshot, selector);
  if (deployments.length === 0) {
    return pods.length > 0 ? [] : [noPods(snapshot, gateway, selector)];
  }
  const down = deployments.flatMap((deployment) => {
    const { name, namespace } = deployment.metadata;
    const own = { ...snapshot, installation: { ...installation, pods } };
    const effect = "requests to this gateway fail";
    return checkDeployment(own, { name, namespace, deployment, link: "gateway", code: "KN5023", effect });
  });
  // Several Deployments are one gateway, such as the one of before in an upgrade.
  const isDown = down.length === deployments.length;
  const bare = pods.filter(isBare);
  if (bare.length > 0) {
    return [uninjected(bare, installation.istio?.injectors ?? [], isDown)];
  }
  return isDown ? down.slice(0, 1) : [];
}

function noPods({ installation }: Snapshot, gateway: IstioGateway, selector: Selector): Finding {
  const labels = labelsText(selector);
  const found = labelsFound(installation.pods, gateway.metadata.namespace);
  return broken({
    link: "gateway",
    object: nameOf("Gateway", gateway),
    code: "KN6073",
    message: `selector ${labels || "is empty"} fits no pod and no Deployment`,
    cause: `the gateway's Deployment was deleted, or selector and labels of the pods were changed apart; ${found}`,
    next: [
      `kubectl get pods -A -l ${labels || gatewayNameLabel}`,
      kubectl(
        gateway.metadata.namespace,
        "get",
        "gateways.networking.istio.io",
        gateway.metadata.name,
        "-o",
        "yaml",
      ),
      "pulumi refresh",
      "pulumi up",
    ],
  });
}

/** The injector puts an image into the place of "auto". */
function isBare({ spec }: Pod): boolean {
  return (spec?.containers ?? []).some(({ image }) => image === "auto");
}

function uninjected(pods: readonly Pod[], injectors: readonly KubeObject[], isDown: boolean): Finding {
  const [pod] = pods;
  const { namespace = "", name = "", labels = {} } = pod?.metadata ?? {};
  const revision = labels["istio.io/rev"];
  const known = injectors.map(
    ({ metadata }) => metadata.labels?.["istio.io/tag"] ?? metadata.labels?.["istio.io/rev"] ?? "default",
  );
  const [owner = name] = /^.+(?=-[^-]+-[^-]+$)/.exec(name) ?? [];
  return {
    link: "gateway",
    object: { kind: "Pod", namespace, name },
    severity: isDown ? "error" : "warning",
    code: "KN6074",
    message: "its container's image is still auto",
    cause: isInjected(revision, injectors)
      ? "it was made while istiod gave no answer: make it anew"
      : `nobody injects proxies for ${revision === undefined ? "pods without a revision" : `revision or tag "${revision}"`}; there is ${known.join(", ") || "no injector"}`,
    next: [
      "kubectl get mutatingwebhookconfigurations -l app=sidecar-injector -L istio.io/rev,istio.io/tag",
      kubectl(namespace, "rollout", "restart", "deployment", owner),
    ],
  };
}

/** The Service that config-istio names: clients, the load balancer and cluster-local names lead to it. */
function checkService({ installation }: Snapshot, entry: GatewayEntry): Finding[] {
  const { name, namespace } = serviceOf(entry);
  const service = named(installation.services, name, namespace);
  if (service === undefined) {
    return [
      unserved(entry, {
        message: `there is no Service ${name}`,
        cause: `the Service of gateway ${qualified(entry)} is gone, or ${configName} names another: nobody finds its pods`,
      }),
    ];
  }
  if (readyEndpoints(installation.endpointSlices, name, namespace).length > 0) {
    return [];
  }
  const selector = labelsText(service.spec?.selector ?? {});
  return [
    unserved(entry, {
      message: `Service ${name} has no endpoint that is ready`,
      cause: `its selector ${selector === "" ? "is empty" : `(${selector})`} fits none of the ready pods: nothing gets to gateway ${qualified(entry)}; ${labelsFound(installation.pods, namespace)}`,
    }),
  ];
}

function unserved(entry: GatewayEntry, said: Pick<Finding, "message" | "cause">): Finding {
  const { name, namespace } = serviceOf(entry);
  return broken({
    link: "gateway",
    object: { kind: "Service", namespace, name },
    code: "KN5023",
    ...said,
    next: [
      kubectl(namespace, "get", "service,endpointslices,pods", "--show-labels"),
      "pulumi refresh",
      "pulumi up",
    ],
  });
}
