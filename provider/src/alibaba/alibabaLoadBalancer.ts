import * as pulumi from "@pulumi/pulumi";
import { hostEntries } from "../platform/domains";
import { warnAbout, problemLine, refuse } from "../problems";
import { adoptService, servedBy, wantedState, type Adopting } from "./alibabaLoadBalancer.adopt";
import type { AlibabaDnsRecord, AlibabaLoadBalancerArgs } from "./alibabaLoadBalancer.args";
import { alibabaLoadBalancerNotices, checkAlibabaLoadBalancer } from "./alibabaLoadBalancer.check";
import { costDrivers } from "./alibabaLoadBalancer.cost";
import { askThrough, clusterOf, passService, passZones } from "./alibabaLoadBalancer.gate";
import {
  certificateKey,
  FromService,
  planSlb,
  VpcOfZones,
  type PlannedSlb,
} from "./alibabaLoadBalancer.plan";
import { slbPolicy } from "./alibabaLoadBalancer.policy";
import { handedOver, recordType, withCertificates } from "./alibabaLoadBalancer.settings";
import { slbTypes } from "./alibabaLoadBalancer.types";
import type { Served } from "./alibabaLoadBalancer.wait";
import { namedZones, zoneQuestions, type ZoneFacts } from "./alibabaLoadBalancer.zones";
import { registerCloud, type CloudResource } from "./cloud.register";
import { alicloudVersion } from "./cloud.version";
import type { AlibabaSlbArgs } from "./loadBalancer.args";

/** A load balancer of Alibaba Cloud before a gateway that is there already, such as ACK's own. */
export class AlibabaLoadBalancer extends pulumi.ComponentResource {
  /** Where the gateway is reached: the EIP, else what the Service reports; an NLB has a name. */
  public readonly address: pulumi.Output<string>;
  /** Id of the load balancer. */
  public readonly loadBalancerId: pulumi.Output<string>;
  /** The public address, with `eip`. */
  public readonly eip: pulumi.Output<string | undefined>;
  /** Lines for a hosts file that lead `hosts` here; none for an NLB, and none for hosts with "*". */
  public readonly hosts: pulumi.Output<string[]>;
  /** DNS records that were made. */
  public readonly dnsRecords: pulumi.Output<AlibabaDnsRecord[]>;
  /** What is paid for by the month, a line for each. */
  public readonly costDrivers: pulumi.Output<string[]>;
  /** RAM policy, in JSON, with no more than what is asked of the cloud here. A preview knows it before there is anything. */
  public readonly ramPolicy: pulumi.Output<string>;

  constructor(name: string, args: AlibabaLoadBalancerArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("knative:index:AlibabaLoadBalancer", name, {}, opts);
    refuse("AlibabaLoadBalancer", checkAlibabaLoadBalancer(args));
    alibabaLoadBalancerNotices(args).forEach((notice) => warnAbout(this, problemLine(notice)));
    const made = registerAll(name, args, this);
    this.address = made.address;
    this.loadBalancerId = made.loadBalancerId;
    this.eip = made.eip;
    this.hosts = made.address.apply((address) => hostLines(address, args.hosts));
    this.dnsRecords = made.after.apply(() => made.address).apply((value) => recordsOf(args, value));
    this.costDrivers = pulumi.output(costDrivers(args));
    this.ramPolicy = pulumi.output(made.ramPolicy);
    this.registerOutputs({
      address: this.address,
      loadBalancerId: this.loadBalancerId,
      eip: this.eip,
      hosts: this.hosts,
      dnsRecords: this.dnsRecords,
      costDrivers: this.costDrivers,
      ramPolicy: this.ramPolicy,
    });
  }
}

/** Hosts with "*" have no line, for a hosts file knows no such thing. */
function hostLines(address: string, hosts: readonly string[] = []): string[] {
  return hostEntries(
    address,
    hosts.filter((host) => !host.startsWith("*")).map((host) => `http://${host}`),
  );
}

function recordsOf(args: AlibabaLoadBalancerArgs, value: string): AlibabaDnsRecord[] {
  const { dns, hosts = [] } = args;
  return dns === undefined ? [] : hosts.map((host) => ({ host, type: recordType(args), value }));
}

/** A provider of the cloud's package for one region. */
class RegionProvider extends pulumi.ProviderResource {
  constructor(name: string, region: string, parent: pulumi.Resource) {
    super("alicloud", name, { region }, { parent, version: alicloudVersion });
  }
}

function regionProvider(
  name: string,
  { region }: AlibabaLoadBalancerArgs,
  parent: pulumi.Resource,
): pulumi.ProviderResource | undefined {
  if (region === undefined) {
    return undefined;
  }
  if (parent.getProvider(slbTypes.clb) !== undefined) {
    const reason = "is that of the provider that was given; remove region, or give no provider";
    refuse("AlibabaLoadBalancer", [{ path: "region", code: "KN7063", reason }]);
  }
  return new RegionProvider(name, region, parent);
}

interface Made {
  readonly address: pulumi.Output<string>;
  readonly loadBalancerId: pulumi.Output<string>;
  readonly eip: pulumi.Output<string | undefined>;
  /** Once everything is made. */
  readonly after: pulumi.Output<unknown>;
  readonly ramPolicy: string;
}

function registerAll(name: string, args: AlibabaLoadBalancerArgs, parent: pulumi.Resource): Made {
  const { settings = {} } = args;
  const plan = planSlb(name, args);
  const provider = regionProvider(name, args, parent);
  const facts = askZones(args, parent, provider);
  const registered = new Map<string, CloudResource>();
  const register = (planned: PlannedSlb, served?: pulumi.Output<Served>, after: pulumi.Resource[] = []) => {
    const inputs = withFacts(planned.inputs, facts, served) as PlannedSlb["inputs"];
    const context = { parent, zones: facts.apply(() => []), registered, after };
    const resource = registerCloud(
      name,
      { ...planned, inputs },
      provider === undefined ? context : { ...context, provider },
    );
    registered.set(planned.key, resource);
  };
  plan.before.forEach((planned) => register(planned));
  const balancer = registered.get("loadBalancer");
  const said = withCertificates(settings, (certificate) => registered.get(certificateKey(certificate))?.id);
  const handed = balancer === undefined ? said : handedOver(said, balancer.id);
  const adopting = makeAdopting(name, args, handed, { parent, before: [...registered.values()], facts });
  const patch = adoptService(name, args, handed, adopting);
  const served = servedBy(patch, args, adopting);
  plan.after.forEach((planned) => register(planned, served, [patch]));
  const eip = registered.get("eip")?.["ipAddress"] as pulumi.Output<string> | undefined;
  const bound = registered.get("eipAssociation");
  const publicAddress = eip && bound && pulumi.all([eip, bound.id]).apply(([address]) => address);
  return {
    address: publicAddress ?? fromService(served, "address"),
    loadBalancerId: balancer?.id ?? fromService(served, "id"),
    eip: publicAddress ?? pulumi.output(undefined),
    after: pulumi.all([...registered.values()].map(({ id }) => id)),
    ramPolicy: JSON.stringify(slbPolicy([...plan.before, ...plan.after], zoneQuestions(args)), undefined, 2),
  };
}

interface Context {
  readonly parent: pulumi.Resource;
  readonly before: readonly pulumi.Resource[];
  readonly facts: pulumi.Output<ZoneFacts>;
}

function makeAdopting(
  name: string,
  args: AlibabaLoadBalancerArgs,
  settings: AlibabaSlbArgs,
  { parent, before, facts }: Context,
): Adopting {
  const cluster = clusterOf(args, parent);
  const adoption = pulumi
    .all([cluster, facts])
    .apply(([known]) => passService({ component: parent, name }, args, known, wantedState(settings)));
  return { parent, dependsOn: before, cluster, adoption };
}

function askZones(
  args: AlibabaLoadBalancerArgs,
  parent: pulumi.Resource,
  provider: pulumi.ProviderResource | undefined,
): pulumi.Output<ZoneFacts> {
  return namedZones(args.settings).apply((named) =>
    passZones(parent, args, named, askThrough(parent, provider)),
  );
}

/** The inputs of a plan with what the cloud and the Service's load balancer tell. */
function withFacts(
  value: unknown,
  facts: pulumi.Output<ZoneFacts>,
  served: pulumi.Output<Served> | undefined,
): unknown {
  if (value instanceof FromService) {
    return served === undefined ? undefined : fromService(served, value.what);
  }
  if (value instanceof VpcOfZones) {
    return facts.apply(({ vpcId }) => vpcId ?? (pulumi.unknown as unknown as string));
  }
  return value !== null && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype
    ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withFacts(each, facts, served)]))
    : value;
}

/** What the Service's load balancer is; not known in a preview of one that is made. */
function fromService(served: pulumi.Output<Served>, what: keyof Served): pulumi.Output<string> {
  return served.apply((known) => known[what] ?? (pulumi.unknown as unknown as string));
}
