import * as pulumi from "@pulumi/pulumi";
import { handedDown } from "../manifests/handDown";
import { findKubeOvn } from "../release/catalog/kubeovn";
import { chartDirectory, locateChart } from "../helm/charts";
import { HelmRelease, type PlannedRelease } from "../helm/release";
import { registerPatch } from "../manifests/objects";
import { warnAbout, refuse, type Problem } from "../problems";
import type { KubeOvnArgs } from "./kubeOvn.args";
import { checkKubeOvn, isInstalledHere, kubeOvnNotices } from "./kubeOvn.check";
import { checkInstalledKubeOvn, installedKubeOvnNotices } from "./kubeOvn.gate";
import { planKubeOvn, type KubeOvnPlan } from "./kubeOvn.plan";
import { registerSteps } from "./network.register";
import { defaultRanges } from "./ranges.check";

/** Kube-OVN, the network of a cluster: checked where it is there, else installed. */
export class KubeOvn extends pulumi.ComponentResource {
  /** Version that is installed, or that was found; undefined where neither is known. */
  public readonly version: pulumi.Output<string | undefined>;
  /** Range of the default subnet's pods. */
  public readonly podCidr: pulumi.Output<string>;
  /** Range of Services. */
  public readonly serviceCidr: pulumi.Output<string>;
  /** Range of the network that joins nodes and pods. */
  public readonly joinCidr: pulumi.Output<string>;

  constructor(name: string, args: KubeOvnArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("knative:index:KubeOvn", name, {}, handedDown(opts));
    refuse("KubeOvn", checkKubeOvn(args));
    const { plan, problems } = located(planKubeOvn(args), args);
    refuse("KubeOvn", problems);
    kubeOvnNotices(args).forEach((notice) => warnAbout(this, notice));
    const found = pulumi
      .all([args.installedKubeOvn, args.serverVersion])
      .apply(([installed, serverVersion]) => {
        refuse("KubeOvn", checkInstalledKubeOvn(args, installed, serverVersion));
        installedKubeOvnNotices(args, installed).forEach((notice) => warnAbout(this, notice));
        return installed;
      });
    const made = this.install(name, plan, found);
    const after = pulumi
      .all([found, pulumi.all(made.map(({ urn }) => urn))])
      .apply(([installed]) => installed);
    const here = isInstalledHere(args);
    this.version = after.apply((installed) => (here ? findKubeOvn(args.version) : installed?.version));
    const range = (key: "pods" | "services" | "join") =>
      after.apply((installed) => args.ranges?.[key] ?? installed?.[key] ?? defaultRanges[key]);
    this.podCidr = range("pods");
    this.serviceCidr = range("services");
    this.joinCidr = range("join");
    this.registerOutputs({
      version: this.version,
      podCidr: this.podCidr,
      serviceCidr: this.serviceCidr,
      joinCidr: this.joinCidr,
    });
  }

  /** Labels of nodes, Kube-OVN, Multus, and what name servers of VPCs need; taken down in the reverse order. */
  private install(name: string, plan: KubeOvnPlan, gate: pulumi.Output<unknown>): readonly pulumi.Resource[] {
    const nodes = plan.nodes.map((node) => registerPatch(name, node, { parent: this, after: gate }));
    const release = (planned: PlannedRelease | undefined, before: readonly pulumi.Resource[]) =>
      planned === undefined
        ? []
        : [
            new HelmRelease(`${name}:Release/${planned.namespace}/${planned.name}`, planned, {
              parent: this,
              dependsOn: before.length === 0 ? gate.apply((): pulumi.Resource[] => []) : [...before],
            }),
          ];
    const kubeOvn = release(plan.release, nodes);
    const multus = release(plan.multus, kubeOvn);
    const before = [...kubeOvn, ...multus];
    const dns = registerSteps(name, plan.dns, { parent: this, after: gate, dependsOn: before });
    return [...nodes, ...before, ...dns.values()];
  }
}

/** The plan with the places of charts on this machine, and what is wrong with those. */
function located(
  plan: KubeOvnPlan,
  { install, multus }: KubeOvnArgs,
): { readonly plan: KubeOvnPlan; readonly problems: readonly Problem[] } {
  const kubeOvn = locate(plan.release, install?.charts, "kube-ovn-v2", "install.charts");
  const second = locate(plan.multus, multus?.charts, multus?.chart ?? "multus", "multus.charts");
  return {
    plan: {
      ...plan,
      ...(kubeOvn.release === undefined ? {} : { release: kubeOvn.release }),
      ...(second.release === undefined ? {} : { multus: second.release }),
    },
    problems: [kubeOvn.problem, second.problem].filter((problem) => problem !== undefined),
  };
}

function locate(
  release: PlannedRelease | undefined,
  charts: string | undefined,
  chart: string,
  path: string,
): { readonly release: PlannedRelease | undefined; readonly problem?: Problem } {
  const directory = chartDirectory(charts);
  if (release === undefined || directory === undefined) {
    return { release };
  }
  const found = locateChart(directory, chart, release.version);
  return "place" in found
    ? { release: { ...release, place: found.place } }
    : { release, problem: { path, code: "KN8032", reason: found.reason } };
}
