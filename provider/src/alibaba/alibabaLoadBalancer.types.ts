import { ackTypes } from "./ack.types";

/** Types of the resources beside an adopted gateway, by what they are here. */
export const slbTypes = {
  clb: "alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer",
  nlb: "alicloud:nlb/loadBalancer:LoadBalancer",
  certificate: "alicloud:slb/serverCertificate:ServerCertificate",
  eip: ackTypes.eip,
  eipAssociation: ackTypes.eipAssociation,
  record: "alicloud:dns/alidnsRecord:AlidnsRecord",
} as const;
export type SlbType = (typeof slbTypes)[keyof typeof slbTypes];

/** What the cloud is asked, by the tokens of the functions. */
export const slbQuestions = {
  clbZones: "alicloud:slb/getZones:getZones",
  nlbZones: "alicloud:nlb/getZones:getZones",
  vSwitches: "alicloud:vpc/getSwitches:getSwitches",
} as const;
export type SlbQuestion = (typeof slbQuestions)[keyof typeof slbQuestions];
