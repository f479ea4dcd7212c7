export { labDown, labReset, leftovers } from "./down";
export { labEnv } from "./env";
export { ADDRESSES, CLUSTER, INTERFACES, LAB_NAME, NETWORKS, PATHS } from "./layout";
export { downAll } from "./downAll";
export { withLabRun } from "./labRun";
export { withProgress } from "./progressLines";
export { labStatus, type LabStatus } from "./status";
export { labRenew, labUp } from "./up";
export { whyNoLab } from "./whyNoLab";
