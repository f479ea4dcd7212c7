import type { Manifest } from "../../../../provider/src/manifests/manifest";

/** A Deployment of two containers, of which the first has all that upstream's have. */
export function deployment(name: string, spec: object = {}, namespace = "n"): Manifest {
  const containers = [
    {
      name: "main",
      env: [{ name: "A", value: "1" }],
      resources: { requests: { cpu: "100m", memory: "60Mi" }, limits: { cpu: "1" } },
      securityContext: { runAsNonRoot: true, capabilities: { drop: ["ALL"] } },
    },
    { name: "side" },
  ];
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace, labels: { part: name } },
    spec: {
      ...spec,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name, version: "1" } }, spec: { containers } },
    },
  };
}

/** What rules over the number of pods of a Deployment, or of another kind. */
export function autoscaler(
  name: string,
  maxReplicas: number,
  kind = "Deployment",
  namespace = "n",
): Manifest {
  return {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: { name, namespace },
    spec: { minReplicas: 1, maxReplicas, scaleTargetRef: { apiVersion: "apps/v1", kind, name } },
  };
}

/** Upstream's budget for the pods of a Deployment. */
export function disruptionBudget(name: string, spec: object = { minAvailable: "80%" }): Manifest {
  return {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name: `${name}-budget`, namespace: "n" },
    spec: { ...spec, selector: { matchLabels: { app: name } } },
  };
}
