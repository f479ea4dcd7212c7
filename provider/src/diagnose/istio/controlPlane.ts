import { unnamedRevision } from "../../istio/istio.names";
import { checkDeployment, servingNamespace } from "../controllers";
import { named, type Deployment, type KubeObject, type Snapshot } from "../facts";
import { broken, type Finding } from "../finding";
import { checkEndpoints } from "../endpoints";

const revisionLabel = "istio.io/rev";
const tagLabel = "istio.io/tag";
export const istiodApp = "istiod";

/** net-istio's webhook: it stands between the API server and the Deployments of revisions. */
export function checkIstioWebhook(snapshot: Snapshot): Finding[] {
  const { installation } = snapshot;
  const needed = {
    name: "net-istio-webhook",
    namespace: servingNamespace,
    link: "webhook",
    code: "KN5004",
    effect: "no Deployment of a revision can be made, nor config-istio changed",
  } as const;
  const deployment = named(installation.deployments, needed.name, needed.namespace);
  const down = checkDeployment(snapshot, { ...needed, deployment });
  return down.length > 0 ? down : checkEndpoints(installation, needed);
}

/** The control planes that the gateways' pods name: there, and running. */
export function checkControlPlanes(snapshot: Snapshot, gateways: readonly Deployment[]): Finding[] {
  const { istio } = snapshot.installation;
  if (istio === undefined || snapshot.denied.some((path) => path.startsWith("/apis/apps/v1/deployments"))) {
    return [];
  }
  const named = gateways.map(({ spec }) => spec?.template?.metadata?.labels?.[revisionLabel]);
  const wanted = [...new Set(named.map((name) => name ?? unnamedRevision))];
  return (wanted.length === 0 ? [unnamedRevision] : wanted).flatMap((name) => {
    const plane = planeOf(name, istio.controlPlanes, istio.injectors);
    return plane === undefined
      ? missing(name, wanted.length === 0, istio.controlPlanes)
      : checkDeployment(snapshot, {
          name: plane.metadata.name,
          namespace: plane.metadata.namespace,
          deployment: plane,
          link: "ingress",
          code: "KN6070",
          effect: "gateways learn of no change, and new pods get no proxy",
        });
  });
}

/** The control plane of a revision, or of the one that a tag stands for. */
function planeOf(
  name: string,
  planes: readonly Deployment[],
  injectors: readonly KubeObject[],
): Deployment | undefined {
  const revisionOf = ({ metadata }: KubeObject) => metadata.labels?.[revisionLabel] ?? unnamedRevision;
  const tag = injectors.find(({ metadata }) => metadata.labels?.[tagLabel] === name);
  return planes.find((plane) => revisionOf(plane) === (tag === undefined ? name : revisionOf(tag)));
}

function missing(name: string, isGuessed: boolean, planes: readonly Deployment[]): Finding[] {
  // Without gateways nobody names a revision: any control plane may be the right one.
  if (isGuessed && planes.length > 0) {
    return [];
  }
  const known = planes.map(
    ({ metadata }) => `${metadata.labels?.[revisionLabel] ?? unnamedRevision} in ${metadata.namespace}`,
  );
  return [
    broken({
      link: "ingress",
      object: { kind: "Deployment", name: istiodApp },
      code: "KN6070",
      message: `no istiod of revision or tag "${name}"; there is ${known.join(", ") || "none"}`,
      cause:
        planes.length === 0
          ? "Istio isn't installed, or was removed: gateways keep their last configuration, and pods that start get no proxy"
          : "the gateways' pods name a revision that was removed, or a tag that stands for none",
      next: [
        "kubectl get deployments -A -l app=istiod -L istio.io/rev",
        "kubectl get mutatingwebhookconfigurations -l app=sidecar-injector -L istio.io/rev,istio.io/tag",
        "pulumi preview --diff",
      ],
    }),
  ];
}

/** Whether somebody injects proxies into pods of a revision or tag. */
export function isInjected(name: string | undefined, injectors: readonly KubeObject[]): boolean {
  return injectors.some(
    ({ metadata: { labels = {} } }) =>
      (labels[tagLabel] ?? labels[revisionLabel] ?? unnamedRevision) === (name ?? unnamedRevision),
  );
}
