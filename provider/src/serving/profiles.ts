import { IngressLayer } from "./ingress";
import { SpreadFallback, type TopologySpreadArgs } from "../pods/pods.args";
import type { WorkloadArgs } from "../pods/workload.args";

/** Sizes of an installation: how many pods each of Knative's own programs has, and what they ask for. */
export const ServingProfile = {
  /** One small node: one pod of each program, no autoscaling, less than half a CPU in all. */
  Minimal: "minimal",
  /** Production for some hundred services: two pods of all that requests and admission pass through. */
  Standard: "standard",
  /** Production that outlives a node or zone, for a thousand services: two or three pods of everything, spread out. */
  Ha: "ha",
} as const;
export type ServingProfile = (typeof ServingProfile)[keyof typeof ServingProfile];

/** Kourier's proxies: a name that its controller relies on. It stands for the gateways of Istio as well. */
export const gatewayProgram = "3scale-kourier-gateway";

/** Knative's own programs by the name of their Deployment. */
export const programs = [
  gatewayProgram,
  "activator",
  "webhook",
  "autoscaler",
  "controller",
  "net-kourier-controller",
  "net-istio-controller",
  "net-istio-webhook",
  "net-gateway-api-controller",
  "net-gateway-api-webhook",
  "autoscaler-hpa",
] as const;
export type Program = (typeof programs)[number];

const layers: Readonly<Partial<Record<Program, IngressLayer>>> = {
  "net-kourier-controller": IngressLayer.Kourier,
  "net-istio-controller": IngressLayer.Istio,
  "net-istio-webhook": IngressLayer.Istio,
  "net-gateway-api-controller": IngressLayer.GatewayApi,
  "net-gateway-api-webhook": IngressLayer.GatewayApi,
};

/** The one ingress layer that a program belongs to, or undefined for those of all. */
export function layerOf(program: Program): IngressLayer | undefined {
  return layers[program];
}

/** The programs of an installation with an ingress layer; `gatewayProgram` stands for any gateway that is run here. */
export function programsWith(ingress: IngressLayer): readonly Program[] {
  return programs.filter(
    (program) =>
      (layerOf(program) ?? ingress) === ingress &&
      !(program === gatewayProgram && ingress === IngressLayer.GatewayApi),
  );
}

/** What a profile says of each program. */
export type Profile = Readonly<Record<Program, Readonly<WorkloadArgs>>>;

// Scheduling goes on where the spread can't be kept: a node that is gone still counts as one without pods, so a strict rule
// would keep its pods from coming back elsewhere.
const spreadOut: TopologySpreadArgs[] = [
  { topologyKey: "kubernetes.io/hostname", whenUnsatisfiable: SpreadFallback.ScheduleAnyway },
  { topologyKey: "topology.kubernetes.io/zone", whenUnsatisfiable: SpreadFallback.ScheduleAnyway },
];

const requests = (cpu: string, memory: string) => ({ requests: { cpu, memory } });

/**
 * Memory follows what Red Hat measured of idle programs at 100, 500 and 1000 services (scalability guide of OpenShift
 * Serverless 1.30); an activator or a proxy passes on about 2500 requests a second for one CPU. Limits are upstream's but where
 * they would be near the request. Autoscalers count CPU against the request: at a small one they would start pods for nothing,
 * so "minimal" has none, and 70 % leave room for the load of one pod in three that is lost.
 */
export const profiles: Readonly<Record<ServingProfile, Profile>> = {
  minimal: {
    [gatewayProgram]: { minReplicas: 1, maxReplicas: 1, resources: requests("50m", "64Mi") },
    activator: { minReplicas: 1, maxReplicas: 1, resources: requests("50m", "64Mi") },
    webhook: { minReplicas: 1, maxReplicas: 1, resources: requests("30m", "64Mi") },
    autoscaler: { replicas: 1, resources: requests("30m", "64Mi") },
    controller: { replicas: 1, resources: requests("50m", "100Mi") },
    "net-kourier-controller": { replicas: 1, resources: requests("30m", "96Mi") },
    "net-istio-controller": { replicas: 1, resources: requests("30m", "96Mi") },
    "net-istio-webhook": { replicas: 1, resources: requests("20m", "48Mi") },
    "net-gateway-api-controller": { replicas: 1, resources: requests("30m", "96Mi") },
    "net-gateway-api-webhook": { replicas: 1, resources: requests("20m", "48Mi") },
    "autoscaler-hpa": { replicas: 1, resources: requests("20m", "40Mi") },
  },
  standard: {
    [gatewayProgram]: {
      minReplicas: 2,
      resources: requests("200m", "200Mi"),
      topologySpreadConstraints: spreadOut,
    },
    activator: { minReplicas: 2, resources: requests("300m", "128Mi"), topologySpreadConstraints: spreadOut },
    webhook: { minReplicas: 2, resources: requests("100m", "100Mi"), topologySpreadConstraints: spreadOut },
    autoscaler: { replicas: 1, resources: requests("100m", "192Mi") },
    controller: { replicas: 1, resources: requests("100m", "200Mi") },
    "net-kourier-controller": { replicas: 1, resources: requests("200m", "256Mi") },
    "net-istio-controller": { replicas: 1, resources: requests("100m", "256Mi") },
    "net-istio-webhook": {
      replicas: 2,
      resources: requests("50m", "64Mi"),
      topologySpreadConstraints: spreadOut,
    },
    "net-gateway-api-controller": { replicas: 1, resources: requests("100m", "256Mi") },
    "net-gateway-api-webhook": {
      replicas: 2,
      resources: requests("50m", "64Mi"),
      topologySpreadConstraints: spreadOut,
    },
    "autoscaler-hpa": { replicas: 1, resources: requests("30m", "40Mi") },
  },
  ha: {
    [gatewayProgram]: {
      minReplicas: 3,
      targetCpuUtilization: 70,
      resources: { ...requests("500m", "512Mi"), limits: { memory: "1Gi" } },
      topologySpreadConstraints: spreadOut,
    },
    activator: {
      minReplicas: 3,
      targetCpuUtilization: 70,
      resources: { ...requests("500m", "256Mi"), limits: { memory: "1Gi" } },
      topologySpreadConstraints: spreadOut,
    },
    webhook: { minReplicas: 3, resources: requests("100m", "128Mi"), topologySpreadConstraints: spreadOut },
    autoscaler: { replicas: 2, resources: requests("200m", "384Mi"), topologySpreadConstraints: spreadOut },
    controller: { replicas: 2, resources: requests("200m", "448Mi"), topologySpreadConstraints: spreadOut },
    "net-kourier-controller": {
      replicas: 2,
      resources: { ...requests("200m", "448Mi"), limits: { memory: "1Gi" } },
      topologySpreadConstraints: spreadOut,
    },
    "net-istio-controller": {
      replicas: 2,
      resources: { ...requests("200m", "448Mi"), limits: { memory: "1Gi" } },
      topologySpreadConstraints: spreadOut,
    },
    "net-istio-webhook": {
      replicas: 2,
      resources: requests("50m", "64Mi"),
      topologySpreadConstraints: spreadOut,
    },
    "net-gateway-api-controller": {
      replicas: 2,
      resources: { ...requests("200m", "448Mi"), limits: { memory: "1Gi" } },
      topologySpreadConstraints: spreadOut,
    },
    "net-gateway-api-webhook": {
      replicas: 2,
      resources: requests("50m", "64Mi"),
      topologySpreadConstraints: spreadOut,
    },
    "autoscaler-hpa": {
      replicas: 2,
      resources: requests("50m", "64Mi"),
      topologySpreadConstraints: spreadOut,
    },
  },
};

/** Least number of pods that each program must keep for a profile's promise, where it makes one. */
export const leastOf: Readonly<Partial<Record<ServingProfile, number>>> = { ha: 2 };
