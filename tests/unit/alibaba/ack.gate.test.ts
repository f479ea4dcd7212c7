import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import type { AckArgs } from "../../../provider/src/alibaba/ack.args";
import {
  askRegion,
  checkRegion,
  chooseZones,
  passRegion,
  questionsFor,
  scarceTypes,
  type AskCloud,
} from "../../../provider/src/alibaba/ack.gate";
import { ProblemsError } from "../../../provider/src/problems";
import { homeOf, inGivenVpc, smallest } from "../../support/ack";

const lines = (problems: readonly { path: string; code: string }[]) =>
  problems.map(({ path, code }) => `${path} ${code}`);
const given = { vpcId: "vpc-1", vSwitchIds: ["vsw-1", "vsw-2"] };

describe("alibaba: what the cloud is asked", () => {
  const region = {
    zones: ["z-a", "z-b", "z-c"],
    natZones: ["z-b", "z-c"],
    types: { "ecs.g7.xlarge": ["z-c"] } as Record<string, string[]>,
    vpc: [{ cidrBlock: "192.168.0.0/17", secondaryCidrBlocks: ["192.168.128.0/17"] }],
    vSwitches: [
      { id: "vsw-1", zoneId: "z-a" },
      { id: "vsw-2", zoneId: "z-b" },
    ],
  };
  const cloud =
    (facts: Partial<typeof region> = {}, asked: string[] = []): AskCloud =>
    (question, args) => {
      const { zones, natZones, types, vpc, vSwitches } = { ...region, ...facts };
      asked.push(question);
      const type = args["availableInstanceType"] as string | undefined;
      const answers: Readonly<Record<string, object>> = {
        "alicloud:index/getZones:getZones": { ids: type === undefined ? zones : (types[type] ?? []) },
        "alicloud:vpc/getEnhancedNatAvailableZones:getEnhancedNatAvailableZones": {
          zones: natZones.map((zoneId) => ({ zoneId })),
        },
        "alicloud:vpc/getNetworks:getNetworks": { vpcs: vpc },
        "alicloud:vpc/getSwitches:getSwitches": { vswitches: vSwitches },
      };
      return Promise.resolve(answers[question]);
    };
  const inZones = (...zones: (string | undefined)[]): AckArgs => ({
    ...smallest,
    network: { zones: zones.map((zone) => ({ zone })) },
  });
  const problemsOf = async (args: AckArgs, facts: Partial<typeof region> = {}) => {
    const home = homeOf(args);
    const vpcId = args.network?.vpcId === undefined ? undefined : given.vpcId;
    return checkRegion(home, await askRegion(home, vpcId, cloud(facts)), given);
  };

  it("is what its policy allows, and no more", async () => {
    const cases = [smallest, { ...smallest, network: { withoutNat: true } }, inGivenVpc];
    for (const args of cases) {
      const asked: string[] = [];
      await askRegion(
        homeOf(args),
        args.network?.vpcId === undefined ? undefined : "vpc-1",
        cloud({}, asked),
      );
      expect([...new Set(asked)]).to.have.members(questionsFor(homeOf(args)));
    }
  });

  it("are zones: those that are not there are refused, with those that are", async () => {
    const [problem] = await problemsOf(inZones("z-b", "z-d"));
    expect(problem).to.deep.include({ path: "network.zones[1].zone", code: "KN7110" });
    expect(problem?.reason).to.contain("there are z-a, z-b, z-c");
    expect(await problemsOf(inZones("z-b", "z-a"))).to.deep.equal([]);
  });

  it("offers what there is where there is no second zone", async () => {
    const [problem] = await problemsOf(smallest, { zones: ["z-b"], natZones: ["z-b"] });
    expect(problem?.reason).to.equal("must be no more than the region has, and 2 are wanted; there are z-b");
    expect(problem).to.deep.include({ path: "network.zones", code: "KN7110" });
  });

  it("are zones of NAT gateways, of which the first must be one", async () => {
    expect(lines(await problemsOf(inZones("z-a", "z-b")))).to.deep.equal(["network.zones[0].zone KN7110"]);
    expect(
      await problemsOf({ ...smallest, network: { zones: [{ zone: "z-a" }], withoutNat: true } }),
    ).to.deep.equal([]);
  });

  it("chooses zones with NAT gateways first, then by the nodes' instance types, and none twice", async () => {
    const choose = async (args: AckArgs) =>
      chooseZones(homeOf(args), await askRegion(homeOf(args), undefined, cloud()));
    expect(await choose(smallest)).to.deep.equal(["z-c", "z-b"]);
    expect(await choose(inZones(undefined, "z-c", undefined))).to.deep.equal(["z-b", "z-c", "z-a"]);
  });

  it("warns of instance types that can't be had there, and doesn't stop an update for them", async () => {
    const home = homeOf(smallest);
    const facts = await askRegion(home, undefined, cloud());
    expect(scarceTypes(home, facts, ["z-c", "z-b"])).to.deep.equal([]);
    const [problem] = scarceTypes(home, facts, ["z-a"]);
    expect(problem).to.deep.include({ path: "nodePools[0].instanceTypes", code: "KN7110" });
    expect(problem?.reason).to.contain("ecs.g7.xlarge: z-c");
    expect(checkRegion(home, facts, given)).to.deep.equal([]);
  });

  it("are the VPC that is given, its ranges and its vSwitches", async () => {
    expect(await problemsOf(inGivenVpc)).to.deep.equal([]);
    expect(lines(await problemsOf(inGivenVpc, { vpc: [] }))).to.deep.equal(["network.vpcId KN7111"]);
    expect(lines(await problemsOf(inGivenVpc, { vSwitches: region.vSwitches.slice(0, 1) }))).to.deep.equal([
      "network.vSwitchIds KN7111",
    ]);
    const half = { ...inGivenVpc, network: { ...inGivenVpc.network, cidr: "192.168.0.0/17" } };
    expect(lines(await problemsOf(half))).to.deep.equal(["network.cidr KN7111"]);
  });

  describe("before anything is made", () => {
    const unreachable: AskCloud = () => Promise.reject(new Error("no credentials for the region"));
    const pass = async (args: AckArgs, ask: AskCloud, preview: boolean) => {
      await pulumi.runtime.setMocks(
        { newResource: ({ inputs }) => ({ id: "id", state: inputs as object }), call: () => ({}) },
        "project",
        "stack",
        preview,
      );
      const component = new pulumi.ComponentResource("test:index:Component", "component");
      return passRegion(homeOf(args), { vpcId: undefined, vSwitchIds: [] }, component, ask);
    };
    const refusal = async (work: Promise<unknown>): Promise<string[]> => {
      const error: unknown = await work.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error).to.be.instanceOf(ProblemsError);
      return lines((error as ProblemsError).problems);
    };

    it("stops for what the cloud has against it", async () => {
      expect(await refusal(pass(inZones("z-x"), cloud(), true))).to.deep.equal([
        "ack.network.zones[0].zone KN7110",
      ]);
      expect(await pass(inZones("z-c"), cloud(), false)).to.deep.equal(["z-c"]);
    });

    it("goes on in a preview that can't ask, and in an update that needs no answer", async () => {
      expect(await pass(smallest, unreachable, true)).to.deep.equal([undefined, undefined]);
      expect(await pass(inZones("z-c"), unreachable, false)).to.deep.equal(["z-c"]);
      expect(await refusal(pass(smallest, unreachable, false))).to.deep.equal(["ack.network.zones KN7112"]);
    });
  });
});
