import type { Manifest } from "../manifests/manifest";
import type { IstioArgs } from "./istio.args";
import { isInstalled, istioNamespace, leadingRevision, unnamedRevision } from "./istio.names";

interface Term {
  readonly key: string;
  readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist";
  readonly values?: readonly string[];
}

const absent = (key: string): Term => ({ key, operator: "DoesNotExist" });
const oneOf = (key: string, value: string): Term => ({ key, operator: "In", values: [value] });
const notOptedOut: Term = { key: "sidecar.istio.io/inject", operator: "NotIn", values: ["false"] };

/**
 * The objects that make a name stand for a revision. They are made here and not by the chart, where they would belong to the
 * release of one revision: Helm refuses to let another one take them over, so moving a tag would mean a time without it.
 */
export function tagObjects(args: IstioArgs): Manifest[] {
  const { revisionTags = [] } = args.install ?? {};
  return isInstalled(args)
    ? revisionTags.flatMap((tag) => [tagService(args, tag), tagWebhook(args, tag)])
    : [];
}

/** istiod finds the configuration by the label of its revision, and writes its certificate authority into it. */
function tagLabels(args: IstioArgs, tag: string, app: string): Readonly<Record<string, string>> {
  return { app, "istio.io/rev": leadingRevision(args), "istio.io/tag": tag };
}

function serviceName(args: IstioArgs): string {
  const revision = leadingRevision(args);
  return revision === unnamedRevision ? "istiod" : `istiod-${revision}`;
}

/** Proxies of pods outside the cluster, and `istioctl`, ask for a tag's control plane by this name. */
function tagService(args: IstioArgs, tag: string): Manifest {
  const revision = leadingRevision(args);
  const port = (name: string, number: number, targetPort = number) => ({ name, port: number, targetPort });
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: {
      name: `istiod-revision-tag-${tag}`,
      namespace: istioNamespace(args),
      labels: { ...tagLabels(args, tag, "istiod"), istio: "pilot" },
    },
    spec: {
      selector:
        revision === unnamedRevision
          ? { app: "istiod", istio: "pilot" }
          : { app: "istiod", "istio.io/rev": revision },
      ports: [
        port("grpc-xds", 15010),
        port("https-dns", 15012),
        port("https-webhook", 443, 15017),
        port("http-monitoring", 15014),
      ],
    },
  };
}

function tagWebhook(args: IstioArgs, tag: string): Manifest {
  const namespace = istioNamespace(args);
  const suffix = namespace === "istio-system" ? "" : `-${namespace}`;
  const webhook = (prefix: string, namespaceTerms: readonly Term[], podTerms: readonly Term[]) => ({
    name: `${prefix}.sidecar-injector.istio.io`,
    clientConfig: { service: { name: serviceName(args), namespace, path: "/inject", port: 443 } },
    rules: [{ operations: ["CREATE"], apiGroups: [""], apiVersions: ["v1"], resources: ["pods"] }],
    sideEffects: "None",
    failurePolicy: "Fail",
    reinvocationPolicy: "Never",
    admissionReviewVersions: ["v1"],
    namespaceSelector: { matchExpressions: namespaceTerms },
    objectSelector: { matchExpressions: podTerms },
  });
  const [unlabelled, undecided] = [absent("istio.io/rev"), absent("istio-injection")];
  const byName = oneOf("istio.io/rev", tag);
  return {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "MutatingWebhookConfiguration",
    metadata: {
      name: `istio-revision-tag-${tag}${suffix}`,
      labels: tagLabels(args, tag, "sidecar-injector"),
    },
    webhooks: [
      webhook("rev.namespace", [byName, undecided], [notOptedOut]),
      webhook("rev.object", [unlabelled, undecided], [notOptedOut, byName]),
      // The tag "default" stands for the revision without a name, which the old labels mean.
      ...(tag === unnamedRevision
        ? [
            webhook("namespace", [oneOf("istio-injection", "enabled")], [notOptedOut]),
            webhook(
              "object",
              [undecided, unlabelled],
              [oneOf("sidecar.istio.io/inject", "true"), unlabelled],
            ),
          ]
        : []),
    ],
  };
}
