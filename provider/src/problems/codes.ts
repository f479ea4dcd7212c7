import { alibabaProblems } from "./codes/alibaba";
import { anyProblems } from "./codes/any";
import { clusterProblems } from "./codes/cluster";
import { diagnosisProblems } from "./codes/diagnosis";
import { eventingProblems } from "./codes/eventing";
import { gatewayApiProblems } from "./codes/gatewayApi";
import { istioProblems } from "./codes/istio";
import { kubeOvnProblems } from "./codes/kubeOvn";
import { loadTestProblems } from "./codes/loadTest";
import { multiClusterProblems } from "./codes/multiCluster";
import { observabilityProblems } from "./codes/observability";
import { registryProblems } from "./codes/registry";
import { securityProblems } from "./codes/security";
import { serviceProblems } from "./codes/service";
import { servingProblems } from "./codes/serving";
import type { ProblemKind } from "./codes/kind";

export type { ProblemKind } from "./codes/kind";

/** The problems that this package can report, by the heading of docs/problems.md under which they stand. */
export const problemAreas = {
  "Any property": anyProblems,
  Cluster: clusterProblems,
  Serving: servingProblems,
  Service: serviceProblems,
  Diagnosis: diagnosisProblems,
  Istio: istioProblems,
  "Gateway API": gatewayApiProblems,
  "Alibaba Cloud": alibabaProblems,
  "Kube-OVN": kubeOvnProblems,
  Eventing: eventingProblems,
  "Load test": loadTestProblems,
  "Multi-cluster": multiClusterProblems,
  Observability: observabilityProblems,
  Registry: registryProblems,
  Security: securityProblems,
} as const satisfies Record<string, Readonly<Record<string, ProblemKind>>>;

export type ProblemArea = keyof typeof problemAreas;

/** Stable code of a problem. */
export type ProblemCode = { [Area in ProblemArea]: keyof (typeof problemAreas)[Area] }[ProblemArea];

/**
 * Every problem in one list. A code is never reused: a retired one stays, marked.
 * docs/problems.md is written from this (npm run docs), tests refuse a code without a test.
 */
export const problemKinds = Object.fromEntries(
  Object.values(problemAreas).flatMap((kinds) => Object.entries(kinds)),
) as Readonly<Record<ProblemCode, ProblemKind>>;
