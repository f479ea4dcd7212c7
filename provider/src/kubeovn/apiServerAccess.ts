import * as pulumi from "@pulumi/pulumi";
import { handedDown } from "../manifests/handDown";
import { registerPatch } from "../manifests/objects";
import { warnAbout, refuse } from "../problems";
import type { ApiServerAccessArgs } from "./apiServerAccess.args";
import {
  apiServerAccessNotices,
  checkApiServerAccess,
  checkServerVersion,
  familyProblem,
} from "./apiServerAccess.check";
import { apiServerOffset, dnsOffset, planAccess, serviceAddress } from "./apiServerAccess.plan";
import { accessAnnotations, renderApiServerAccess } from "./apiServerAccess.render";
import { annotating, renderNamespacePolicy, renderWorkloadPatch } from "./attach.render";
import { networkOf, providerOf } from "./kubeovn.names";
import { afterObjects, registerSteps } from "./network.register";

/** A route of a pod's interface. */
export interface AccessRoute {
  /** Address that it is for, with the length of its prefix. */
  dst: string;
  /** Gateway of the interface's subnet. */
  gw: string;
}

/** A road from pods in custom VPCs to the Kubernetes API. */
export class ApiServerAccess extends pulumi.ComponentResource {
  /** What a pod's annotations must say to use the road. */
  public readonly podAnnotations: pulumi.Output<Record<string, string>>;
  /** Routes of the interface; the pod's default route stays that of its first one. */
  public readonly routes: pulumi.Output<AccessRoute[]>;
  /** Provider that ties definition and subnet, such as "api-ovn-nad.kube-system.ovn". */
  public readonly networkProvider: pulumi.Output<string>;
  /** Network as pods name it, such as "kube-system/api-ovn-nad". */
  public readonly network: pulumi.Output<string>;
  /** Subnet that the interfaces are in. */
  public readonly subnet: pulumi.Output<string>;

  constructor(name: string, args: ApiServerAccessArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("knative:index:ApiServerAccess", name, {}, handedDown(opts));
    refuse("ApiServerAccess", checkApiServerAccess(args));
    apiServerAccessNotices(args).forEach((notice) => warnAbout(this, notice));
    const { attachment, subnet } = planAccess(args);
    const destinations = destinationsOf(args);
    const gate = pulumi
      .all([args.serverVersion, destinations])
      .apply(([version, found]) =>
        refuse("ApiServerAccess", [
          ...checkServerVersion(args, version),
          ...found.flatMap(({ path, value }) => familyProblem(args, path, value)),
        ]),
      );
    const objects = registerSteps(name, renderApiServerAccess(args), { parent: this, after: gate });
    const access = pulumi.all([afterObjects(objects, undefined), destinations, gate]).apply(([, found]) =>
      accessAnnotations(
        args,
        found.map(({ value }) => value),
      ),
    );
    this.podAnnotations = access.annotations;
    this.routes = access.routes.apply((routes) => routes.map((route) => ({ ...route })));
    this.networkProvider = afterObjects(objects, providerOf(attachment));
    this.network = afterObjects(objects, networkOf(attachment));
    this.subnet = afterObjects(objects, subnet);
    this.attach(name, args, [...objects.values()]);
    this.registerOutputs({
      podAnnotations: this.podAnnotations,
      routes: this.routes,
      networkProvider: this.networkProvider,
      network: this.network,
      subnet: this.subnet,
    });
  }

  /** By patches of programs, and by a policy for whole namespaces; gone before the definition that they name goes. */
  private attach(name: string, args: ApiServerAccessArgs, dependsOn: pulumi.Resource[]): void {
    const { namespaces = [], workloads = [] } = args;
    const options = { parent: this, dependsOn };
    workloads.forEach((workload) =>
      registerPatch(name, renderWorkloadPatch(workload, this.podAnnotations), options),
    );
    if (namespaces.length > 0) {
      const expression = this.podAnnotations.apply(annotating);
      registerSteps(
        name,
        renderNamespacePolicy(planAccess(args).attachment, namespaces, expression),
        options,
      );
    }
  }
}

interface Destination {
  readonly path: string;
  readonly value: string;
}

function destinationsOf(args: ApiServerAccessArgs): pulumi.Output<Destination[]> {
  const wanted = (path: "apiServerClusterIp" | "dnsClusterIp", offset: number) =>
    pulumi.output(args[path] ?? serviceAddress(args, offset) ?? "").apply((value) => ({ path, value }));
  return pulumi.all([
    wanted("apiServerClusterIp", apiServerOffset),
    ...(args.dns === true ? [wanted("dnsClusterIp", dnsOffset)] : []),
  ]);
}
