import * as pulumi from "@pulumi/pulumi";
import { handedDown } from "../manifests/handDown";
import { warnAbout, refuse } from "../problems";
import { afterObjects, registerSteps } from "./network.register";
import { checkVpcNetwork, vpcNetworkNotices } from "./vpcNetwork.check";
import type { VpcNetworkArgs } from "./vpcNetwork.args";
import { subnetAddresses } from "./subnet.render";
import { renderVpcNetwork } from "./vpcNetwork.render";
import { attachmentOf, vpcName } from "./vpcNetwork.view";
import { attachmentAnnotations, interfaceKey } from "./kubeovn.names";

/** A network of its own on a cluster with Kube-OVN: a VPC with its subnets, its routes and its ways out. */
export class VpcNetwork extends pulumi.ComponentResource {
  /** Name of the VPC. */
  public readonly vpc: pulumi.Output<string>;
  /** Ranges of the subnets by name, as Kube-OVN writes them. */
  public readonly cidrBlocks: pulumi.Output<Record<string, string>>;
  /** Gateways of the subnets by name. */
  public readonly gateways: pulumi.Output<Record<string, string>>;
  /**
   * By the name of a subnet: what a pod's annotations must say to have an interface in it, its first one, or one more where the
   * subnet has an attachment.
   */
  public readonly podAnnotations: pulumi.Output<Record<string, Record<string, string>>>;

  constructor(name: string, args: VpcNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("knative:index:VpcNetwork", name, {}, handedDown(opts));
    refuse("VpcNetwork", checkVpcNetwork(name, args));
    vpcNetworkNotices(args).forEach((notice) => warnAbout(this, notice));
    const objects = registerSteps(name, renderVpcNetwork(name, args), { parent: this });
    const bySubnet = <T>(
      value: (subnet: VpcNetworkArgs["subnets"][number]) => T,
    ): pulumi.Output<Record<string, T>> =>
      afterObjects(objects, Object.fromEntries(args.subnets.map((subnet) => [subnet.name, value(subnet)])));
    this.vpc = afterObjects(objects, vpcName(name, args));
    this.cidrBlocks = bySubnet((subnet) => subnetAddresses(subnet).cidrBlock);
    this.gateways = bySubnet((subnet) => subnetAddresses(subnet).gateway);
    this.podAnnotations = bySubnet((subnet) => {
      const attachment = attachmentOf(subnet);
      return attachment === undefined
        ? { [interfaceKey("logical_switch")]: subnet.name }
        : attachmentAnnotations(attachment);
    });
    this.registerOutputs({
      vpc: this.vpc,
      cidrBlocks: this.cidrBlocks,
      gateways: this.gateways,
      podAnnotations: this.podAnnotations,
    });
  }
}
