import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { trustingKubeconfig } from "../ack";
import { callsFor, type Deed } from "./calls";

type Values = Readonly<Record<string, unknown>>;

/** A resource that the cloud has. */
interface Held {
  readonly type: string;
  readonly inputs: Values;
}

/** What the cloud has, and what it was told to do. */
export interface CloudState {
  readonly held: Readonly<Record<string, Held>>;
  /** `create vpc-1`, in the order of what was done. */
  readonly done: readonly string[];
  /** Calls of the cloud's API that this took, of load balancers and what goes with them. */
  readonly calls?: readonly string[];
}

/** What a test decides of the cloud beforehand. */
export interface CloudSettings {
  /** File that the cloud's state is kept in. */
  readonly file: string;
  /** Address of the API server of every cluster. */
  readonly apiServer: string;
  /** Path of the kubeconfig that leads to every cluster. Default: one with a token for `apiServer`. */
  readonly kubeconfig?: string;
}

const prefixes: Readonly<Record<string, string>> = {
  Network: "vpc",
  Switch: "vsw",
  NatGateway: "ngw",
  SnatEntry: "snat",
  EipAddress: "eip",
  EipAssociation: "eipassoc",
  SecurityGroup: "sg",
  SecurityGroupRule: "sgr",
  ManagedKubernetes: "c",
  NodePool: "np",
  AutoscalingConfig: "asc",
  KubernetesAddon: "addon",
  ApplicationLoadBalancer: "lb",
  ControllersLoadBalancer: "lb",
  LoadBalancer: "nlb",
  ServerCertificate: "cert",
  AlidnsRecord: "record",
  ServicePatch: "service",
};

/** Inputs that can't be changed once a resource is there: the cloud's provider calls them ForceNew. */
const fixed: Readonly<Record<string, readonly string[]>> = {
  Network: [],
  Switch: ["cidrBlock", "vpcId", "zoneId"],
  ManagedKubernetes: ["podCidr", "serviceCidr", "nodeCidrMask", "profile"],
  NodePool: ["clusterId", "securityGroupIds"],
  KubernetesAddon: ["clusterId", "name"],
  ApplicationLoadBalancer: [
    "address",
    "addressType",
    "masterZoneId",
    "slaveZoneId",
    "vswitchId",
    "resourceGroupId",
  ],
  LoadBalancer: ["addressIpVersion", "vpcId"],
  ServerCertificate: ["serverCertificate", "privateKey", "alicloudCertificateId"],
  EipAddress: ["internetChargeType", "isp"],
  EipAssociation: ["allocationId", "instanceId"],
  AlidnsRecord: ["domainName"],
};

/**
 * Stands in for Alibaba Cloud and the provider of its resources, as far as a cluster goes: it holds resources by id, takes
 * none that refers to one that isn't there, and lets none go that another refers to. Its state is in a file, for each step
 * of an update may be another process.
 */
export class Cloud {
  constructor(private readonly settings: CloudSettings) {}

  static read(file: string): CloudState {
    return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as CloudState) : { held: {}, done: [] };
  }

  create(type: string, inputs: Values): { readonly id: string; readonly state: Values } {
    const { held, done } = this.state;
    const kind = kindOf(type);
    const id = `${prefixes[kind] ?? "x"}-${done.length + 1}`;
    const missing = idsIn(inputs).filter((other) => held[other] === undefined);
    if (missing.length > 0) {
      throw new Error(`${kind}: ${missing.join(", ")} is not there`);
    }
    if (
      kind === "SnatEntry" &&
      !Object.values(held).some(({ type: other }) => kindOf(other) === "EipAssociation")
    ) {
      throw new Error("SnatEntry: IncorrectStatus, the address is not bound to the gateway");
    }
    this.write({
      held: { ...held, [id]: { type, inputs } },
      done: [...done, `create ${id}`],
      calls: this.callsWith(kind, "create", inputs),
    });
    return { id, state: this.outputs(id, kind, inputs) };
  }

  update(id: string, inputs: Values): Values {
    const { held, done } = this.state;
    const { type } = this.get(id);
    this.write({
      held: { ...held, [id]: { type, inputs } },
      done: [...done, `update ${id}`],
      calls: this.callsWith(kindOf(type), "update", inputs),
    });
    return this.outputs(id, kindOf(type), inputs);
  }

  delete(id: string): void {
    const { held, done } = this.state;
    const { inputs, type } = this.get(id);
    const users = Object.entries(held).filter(([, other]) => idsIn(other.inputs).includes(id));
    if (users.length > 0) {
      throw new Error(`DependencyViolation: ${id} is used by ${users.map(([other]) => other).join(", ")}`);
    }
    if (inputs["deletionProtection"] === true || inputs["deleteProtection"] === "on") {
      throw new Error(`ErrorDeletionProtectionEnabled: ${id}`);
    }
    const rest = Object.entries(held).filter(([other]) => other !== id);
    this.write({
      held: Object.fromEntries(rest),
      done: [...done, `delete ${id}`],
      calls: this.callsWith(kindOf(type), "delete", inputs),
    });
  }

  private callsWith(kind: string, deed: Deed, inputs: Values): readonly string[] {
    return [...(this.state.calls ?? []), ...callsFor(kind, deed, inputs)];
  }

  /** Inputs that differ, and those among them for which there must be a new resource. */
  diff(
    type: string,
    before: Values,
    after: Values,
  ): { readonly changed: string[]; readonly replaces: string[] } {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
      (key) => !key.startsWith("__"),
    );
    const changed = keys.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
    return { changed, replaces: changed.filter((key) => fixed[kindOf(type)]?.includes(key)) };
  }

  ask(question: string, { clusterId }: Values): Values {
    const zones = ["cn-hangzhou-h", "cn-hangzhou-i"];
    this.write({ ...this.state, calls: [...(this.state.calls ?? []), ...callsFor(question, "ask", {})] });
    switch (question) {
      case "alicloud:slb/getZones:getZones":
        return {
          zones: [
            { id: zones[0], slbSlaveZoneIds: [zones[1]] },
            { id: zones[1], slbSlaveZoneIds: [zones[0]] },
          ],
        };
      case "alicloud:nlb/getZones:getZones":
        return { zones: zones.map((zoneId) => ({ zoneId })) };
      case "alicloud:vpc/getSwitches:getSwitches":
        return { vswitches: [{ id: "vsw-bp1h", vpcId: "vpc-bp1" }] };
    }
    switch (question.split(":").at(-1)) {
      case "getZones":
        return { ids: zones };
      case "getEnhancedNatAvailableZones":
        return { zones: zones.map((zoneId) => ({ zoneId })) };
      case "getClusterCredential":
        this.get(String(clusterId));
        // Another one each time, as temporary ones are.
        return { kubeConfig: this.kubeconfig(), expiration: "2999-01-01T00:00:00Z" };
      default:
        throw new Error(`${question} is not known to the stand-in`);
    }
  }

  private kubeconfig(): string {
    if (this.settings.kubeconfig !== undefined) {
      return readFileSync(this.settings.kubeconfig, "utf8");
    }
    const { done } = this.state;
    return trustingKubeconfig(this.settings.apiServer, `t0ken-${done.length}`);
  }

  private outputs(id: string, kind: string, inputs: Values): Values {
    const computed: Readonly<Record<string, Values>> = {
      NatGateway: { snatTableIds: `stb-of-${id}` },
      EipAddress: { ipAddress: "203.0.113.9" },
      LoadBalancer: { dnsName: `${id}.cn-hangzhou.nlb.aliyuncs.com` },
      ManagedKubernetes: {
        connections: {
          apiServerIntranet: this.settings.apiServer,
          apiServerInternet: this.settings.apiServer,
        },
      },
    };
    return { ...inputs, ...computed[kind] };
  }

  private get(id: string): Held {
    const found = this.state.held[id];
    if (found === undefined) {
      throw new Error(`NotFound: ${id}`);
    }
    return found;
  }

  private get state(): CloudState {
    return Cloud.read(this.settings.file);
  }

  private write(state: CloudState): void {
    writeFileSync(this.settings.file, JSON.stringify(state));
  }
}

function kindOf(type: string): string {
  return type.split(":").at(-1) ?? "";
}

/** Ids of the cloud's resources that a value holds. */
function idsIn(value: unknown): string[] {
  if (typeof value === "string") {
    return /^(vpc|vsw|ngw|eip|sg|c|lb|nlb|cert)-\d+$/.test(value) ? [value] : [];
  }
  return value !== null && typeof value === "object" ? Object.values(value).flatMap(idsIn) : [];
}
