import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as knative from "pulumi-knative-sdk";

const config = new pulumi.Config();
const zone = config.require("zone");
const kubeconfig = config.requireSecret("kubeconfig");
const provider = new k8s.Provider("cluster", { kubeconfig });

const edge = new knative.AlibabaLoadBalancer(
  "edge",
  {
    service: { name: config.require("gateway") },
    settings: {
      addressType: "intranet",
      network: { vswitchId: config.require("vSwitch") },
      // The Service reports the EIP in the place of the address in the VPC.
      eipAsExternalIp: true,
      // The load balancer that the gateway came with may go for this one: for the first update only.
      allowReplace: config.getBoolean("replace"),
    },
    eip: { bandwidth: 50, chargeType: "PayByTraffic" },
    hosts: [`*.default.${zone}`],
    dns: { zone },
    // To look at the gateway before anything is changed, in previews too.
    kubeconfig,
  },
  { providers: [provider] },
);

export const address = edge.address;
export const loadBalancerId = edge.loadBalancerId;
export const dnsRecords = edge.dnsRecords;
export const costDrivers = edge.costDrivers;
export const ramPolicy = edge.ramPolicy;
