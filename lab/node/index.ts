export { labDown, labReset, leftovers } from "./down";
export { labEnv } from "./env";
export { ADDRESSES, CLUSTER, LAB_NAME, NETWORKS, PATHS } from "./layout";
export { withProgress } from "./progressLines";
export { labStatus, type LabStatus } from "./status";
export { labRenew, labUp } from "./up";
export { whyNoLab } from "./whyNoLab";
