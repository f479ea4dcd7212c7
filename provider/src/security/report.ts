import { keyOf } from "../manifests/manifest";
import { PodSecurityLevel } from "../pods/pods.args";
import { allRules } from "./images.render";
import { SignatureEngine } from "./images.args";
import { layerOf, layers, modeOf, type LayerName } from "./parts";
import { defaultFalcoNamespace } from "./runtime.render";
import type { SecurityArgs } from "./security.args";
import { closedRoads } from "./security.render";

/** What a layer does, as far as the inputs tell. */
export interface SecurityLayerReport {
  /** The layer: the name of its property. */
  readonly layer: string;
  /** Whether it refuses ("strict") or only tells ("permissive"). */
  readonly mode: string;
  /** What it refuses, or would refuse were it strict. */
  readonly refuses: string[];
  /** Where what it finds is read. */
  readonly seenAt: string;
}

type Told = Pick<SecurityLayerReport, "refuses" | "seenAt">;

const tellers: Readonly<Record<LayerName, (args: SecurityArgs) => Told | undefined>> = {
  networkPolicies: (args) => {
    const policies = layerOf(args, "networkPolicies");
    return (
      policies && {
        refuses: closedRoads(policies).map((policy) => `all but the roads of ${keyOf(policy)}`),
        seenAt:
          "nowhere in Kubernetes: the network plugin's own flow log, such as Cilium's Hubble or Calico's flow logs",
      }
    );
  },
  mutualTls: (args) => {
    const tls = layerOf(args, "mutualTls");
    const { namespaces = [], system = true } = tls ?? {};
    return (
      tls && {
        refuses: [...(system ? ["knative-serving"] : []), ...namespaces].map(
          (namespace) => `requests without a mesh certificate to pods in ${namespace}`,
        ),
        seenAt: 'Istio\'s metric istio_requests_total with connection_security_policy="none"',
      }
    );
  },
  images: (args) => {
    const images = layerOf(args, "images");
    return (
      images && {
        refuses: [
          ...allRules(images).map(
            ({ name, images: patterns }) =>
              `pods in ${images.namespaces.join(", ")} with ${patterns.join(", ")} unless signed (${name})`,
          ),
          ...(images.engine === SignatureEngine.Kyverno
            ? []
            : [`pods in ${images.namespaces.join(", ")} with any other image${passing(images.unsigned)}`]),
        ],
        seenAt:
          images.engine === SignatureEngine.Kyverno
            ? "kubectl get policyreports -A"
            : "warnings of kubectl and pulumi, and the log of policy-controller's webhook in cosign-system",
      }
    );
  },
  audit: (args) =>
    layerOf(args, "audit") && {
      refuses: [],
      seenAt: "the API server's audit log, and the webhook where there is one",
    },
  runtime: (args) => {
    const runtime = layerOf(args, "runtime");
    return (
      runtime && {
        refuses: [],
        seenAt: `Falco's log in ${runtime.falcoNamespace ?? defaultFalcoNamespace}, tag "knative"`,
      }
    );
  },
  podSecurity: (args) => {
    const pods = layerOf(args, "podSecurity");
    return (
      pods && {
        refuses: pods.namespaces.map(
          (namespace) => `pods in ${namespace} beyond the level ${pods.level ?? PodSecurityLevel.Restricted}`,
        ),
        seenAt:
          "warnings of kubectl and pulumi, and pod-security.kubernetes.io/audit-violations in the audit log",
      }
    );
  },
};

const passing = (unsigned: readonly string[] = []): string =>
  unsigned.length === 0 ? "" : ` than ${unsigned.join(", ")}`;

/** The layers that are on, each with what it refuses or would refuse, and where that is read. */
export function securityReport(args: SecurityArgs): SecurityLayerReport[] {
  return layers.flatMap((layer) => {
    const told = tellers[layer](args);
    return told === undefined ? [] : [{ layer, mode: modeOf(args, layer), ...told }];
  });
}
