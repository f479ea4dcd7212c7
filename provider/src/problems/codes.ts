import { alibabaProblems } from "./codes/alibaba";
import { anyProblems } from "./codes/any";
import { clusterProblems } from "./codes/cluster";
import { diagnosisProblems } from "./codes/diagnosis";
import { istioProblems } from "./codes/istio";
import { kubeOvnProblems } from "./codes/kubeOvn";
import { loadTestProblems } from "./codes/loadTest";
import { observabilityProblems } from "./codes/observability";
import { serviceProblems } from "./codes/service";
import { servingProblems } from "./codes/serving";
import type { ProblemKind } from "./codes/kind";

export type { ProblemKind } from "./codes/kind";

/**
 * Every problem this package can report, in one list. A code is never reused: a retired one stays here, marked.
 * docs/problems.md is written from this list (npm run docs), tests refuse a code without a test.
 */
export const problemKinds = {
  ...anyProblems,
  ...clusterProblems,
  ...servingProblems,
  ...serviceProblems,
  ...diagnosisProblems,
  ...istioProblems,
  ...alibabaProblems,
  ...kubeOvnProblems,
  ...loadTestProblems,
  ...observabilityProblems,
} as const satisfies Record<string, ProblemKind>;

/** Stable code of a problem. */
export type ProblemCode = keyof typeof problemKinds;
