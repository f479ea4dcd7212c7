export { problemAreas, problemKinds } from "./codes";
export type { ProblemArea, ProblemCode, ProblemKind } from "./codes";
export { ProblemsError, problemLine, refuse, under, within } from "./problem";
export type { Problem } from "./problem";
export { isKnown, knownProblems } from "./known";
export { checkShape, leaf, pathText } from "./shape";
export { didYouMean, nearest } from "./suggest";
export * from "./formats";
export { quantityValue } from "./quantity";
