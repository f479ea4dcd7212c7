export * from "./cluster/cluster";
export * from "./gateway/gateway";
export * from "./platform/platform";
export * from "./service/service";
export * from "./service/service.args";
export * from "./serving/serving";
export * from "./serving/serving.args";
export * from "./serving/settings";
export { ProblemsError, problemKinds, type Problem, type ProblemCode } from "./problems";
