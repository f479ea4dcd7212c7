import type { Get } from "../istio/istio.probe";
import type { KnativeNamespace, KnativeInstallation } from "./installation.args";
import { clusterAnnotation, ownerAnnotation } from "./mark";

interface Metadata {
  readonly name: string;
  readonly uid: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[];
  readonly managedFields?: readonly { readonly manager?: string; readonly subresource?: string }[];
}

interface LiveObject {
  readonly metadata: Metadata;
}

/** The program that tells which version of a product runs, and what has installed it, as `namespace/name`. */
export const controllers = {
  serving: "knative-serving/controller",
  eventing: "knative-eventing/eventing-controller",
} as const;

/** What tells the version of a product that is installed. */
export function controllerPath(program: string = controllers.serving): string {
  const [home = "", name = ""] = program.split("/");
  return `/apis/apps/v1/namespaces/${home}/deployments/${name}`;
}

/** Asks for the cluster's identity, for a product's namespaces, and for what has installed its controller. */
export async function probeInstallation(
  get: Get,
  namespaces: readonly string[],
  program: string = controllers.serving,
): Promise<KnativeInstallation> {
  const [system, controller, ...found] = await Promise.all([
    get<LiveObject>("/api/v1/namespaces/kube-system"),
    get<LiveObject>(controllerPath(program)),
    ...namespaces.map((name) => get<LiveObject>(`/api/v1/namespaces/${name}`)),
  ]);
  return {
    clusterUid: system?.metadata.uid,
    namespaces: found.flatMap((namespace) =>
      namespace === undefined ? [] : [installed(namespace.metadata)],
    ),
    installer: controller && installerOf(controller.metadata),
    version: controller?.metadata.labels?.["app.kubernetes.io/version"],
  };
}

function installed({ name, uid, annotations = {} }: Metadata): KnativeNamespace {
  return {
    name,
    uid,
    owner: annotations[ownerAnnotation],
    markedCluster: annotations[clusterAnnotation],
  };
}

/** What an object tells of whoever made it. */
export function installerOf({
  annotations = {},
  labels = {},
  ownerReferences = [],
  managedFields = [],
}: Omit<Metadata, "name" | "uid">): string {
  const [operator] = ownerReferences.filter(({ kind }) =>
    ["KnativeServing", "KnativeEventing"].includes(kind),
  );
  if (operator !== undefined) {
    return `the Knative Operator (${operator.kind} "${operator.name}")`;
  }
  const release = annotations["meta.helm.sh/release-name"];
  if (release !== undefined || labels["app.kubernetes.io/managed-by"] === "Helm") {
    return release === undefined ? "Helm" : `Helm (release "${release}")`;
  }
  const writers = managedFields
    .filter(({ subresource }) => subresource === undefined)
    .flatMap(({ manager }) => manager ?? []);
  if (writers.some((manager) => manager.startsWith("kubectl"))) {
    return "kubectl";
  }
  return writers.some((manager) => manager.startsWith("pulumi-kubernetes"))
    ? "another Pulumi program"
    : (writers[0] ?? "somebody");
}
