import type { ProblemCode } from "../problems";
import { conditionOf, named, noFacts, type Deployment, type InstallationFacts, type Snapshot } from "./facts";
import { broken, kubectl, nameOf, type Finding, type Link } from "./finding";
import { podTrouble } from "./pods";

export const servingNamespace = "knative-serving";

/** The programs without which nothing gets ready, by link. */
const programs: readonly (readonly [name: string, link: Link, code: ProblemCode, effect: string])[] = [
  ["controller", "controllers", "KN5003", "changed services are not acted upon"],
  ["autoscaler", "autoscaler", "KN5006", "no service starts pods, wakes or scales"],
  [
    "activator",
    "activator",
    "KN5007",
    "requests to services at zero pods fail, and new revisions don't get ready",
  ],
];

/** Controllers of the network layers, by the ingress class that they serve. */
export const networkControllers: Readonly<Record<string, string>> = {
  "kourier.ingress.networking.knative.dev": "net-kourier-controller",
  "istio.ingress.networking.knative.dev": "net-istio-controller",
  "contour.ingress.networking.knative.dev": "net-contour-controller",
  "gateway-api.ingress.networking.knative.dev": "net-gateway-api-controller",
};

/** Serving's own programs. */
export function checkControllers(snapshot: Snapshot): Finding[] {
  const { installation } = snapshot;
  if (isUnreadable(snapshot)) {
    return [];
  }
  if (named(installation.deployments, "controller", servingNamespace) === undefined) {
    return [notInstalled(installation)];
  }
  const network = installation.deployments.filter(({ metadata }) =>
    Object.values(networkControllers).includes(metadata.name),
  );
  return [
    ...programs.flatMap(([name, link, code, effect]) => {
      const deployment = named(installation.deployments, name, servingNamespace);
      return checkDeployment(snapshot, { name, deployment, link, code, effect });
    }),
    ...network.flatMap((deployment) =>
      checkDeployment(snapshot, {
        name: deployment.metadata.name,
        deployment,
        link: "ingress",
        code: "KN5003",
        effect: "the gateway learns of no change",
      }),
    ),
  ];
}

/** Whether the credentials keep the installation from being seen: then nothing is said of it. */
export function isUnreadable({ denied }: Snapshot): boolean {
  return denied.some((path) => path.startsWith(`/apis/apps/v1/namespaces/${servingNamespace}/`));
}

function notInstalled({ namespaces }: InstallationFacts): Finding {
  const isThere = named(namespaces, servingNamespace) !== undefined;
  return broken({
    link: "controllers",
    object: { kind: "Deployment", namespace: servingNamespace, name: "controller" },
    code: "KN5003",
    message: isThere
      ? `namespace ${servingNamespace} has no controller`
      : `there is no namespace ${servingNamespace}`,
    cause: "Knative Serving is not installed in this cluster, or the wrong cluster is asked",
    next: ["kubectl config current-context", "pulumi up"],
  });
}

interface Program<L extends string> {
  readonly name: string;
  readonly deployment: Deployment | undefined;
  readonly link: L;
  readonly code: ProblemCode;
  readonly effect: string;
  readonly namespace?: string;
}

/** One finding where a program has no pod that is available. */
export function checkDeployment<L extends string>(snapshot: Snapshot, program: Program<L>): Finding<L>[] {
  const { name, deployment, link, code, effect, namespace = servingNamespace } = program;
  const object = { kind: "Deployment", namespace, name };
  if (deployment === undefined) {
    const cause = `it was deleted, or never installed: ${effect}`;
    return [
      broken({
        link,
        object,
        code,
        message: `there is no Deployment ${name}`,
        cause,
        next: ["pulumi refresh", "pulumi up"],
      }),
    ];
  }
  if ((deployment.status?.availableReplicas ?? 0) > 0) {
    return [];
  }
  if (deployment.spec?.replicas === 0) {
    const cause = `someone scaled it to zero: ${effect}`;
    const next = [kubectl(namespace, "scale", "deployment", name, "--replicas=1")];
    return [broken({ link, object, code, message: "has 0 replicas", cause, next })];
  }
  return [{ ...unavailable(snapshot, deployment, effect), link, object, code, severity: "error" }];
}

/** Why the pods of a program of Knative's own don't run. */
function unavailable(
  snapshot: Snapshot,
  deployment: Deployment,
  effect: string,
): Pick<Finding, "message" | "cause" | "next"> {
  const { namespace, name } = deployment.metadata;
  const pods = snapshot.installation.pods.filter(
    ({ metadata }) => metadata.namespace === namespace && metadata.name.startsWith(`${name}-`),
  );
  const facts = { ...noFacts, events: snapshot.installation.events };
  const trouble = pods.flatMap((pod) => podTrouble({ snapshot, facts }, pod))[0];
  const refused = conditionOf(deployment, "ReplicaFailure")?.message;
  const available = conditionOf(deployment, "Available")?.message;
  return {
    message: trouble?.message ?? refused ?? available ?? "has no pod that is available",
    cause: `${trouble?.cause ?? "its pods don't get ready"}; until it runs, ${effect}`,
    next: trouble?.next ?? [
      kubectl(namespace, "describe", "deployment", name),
      kubectl(namespace, "logs", `deployment/${name}`),
    ],
  };
}

/** A system namespace that goes takes the installation with it. */
export function checkSystemNamespaces({ installation }: Snapshot): Finding[] {
  return installation.namespaces
    .filter(
      ({ metadata, status }) => metadata.deletionTimestamp !== undefined || status?.phase === "Terminating",
    )
    .map((namespace) =>
      broken({
        link: "controllers",
        object: nameOf("Namespace", namespace),
        code: "KN5003",
        message: `namespace ${namespace.metadata.name} is terminating`,
        cause: "the installation is being removed; what still hangs needs controllers that are gone already",
        next: [`kubectl get namespace ${namespace.metadata.name} -o yaml`],
      }),
    );
}
