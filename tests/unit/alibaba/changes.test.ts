import { output, runtime } from "@pulumi/pulumi";
import { expect } from "chai";
import { nlbClass } from "../../../provider/src/alibaba/annotations.table";
import {
  changeProblems,
  replacingProperties,
  slbChanges,
  type SlbState,
} from "../../../provider/src/alibaba/changes";
import { keepLoadBalancer } from "../../../provider/src/alibaba/gateway.options";
import { annotations, named, samples } from "./samples";

const state = (texts: Record<string, string>, loadBalancerClass?: string): SlbState => ({
  annotations: annotations(texts),
  ...(loadBalancerClass === undefined ? {} : { loadBalancerClass }),
});
const told = (before: SlbState, after: SlbState): string[] =>
  changeProblems(slbChanges(before, after)).map(({ path, code }) => `${path} ${code}`);

describe("changes of Alibaba's load balancers", () => {
  for (const [key, on, change, , text] of samples) {
    const kind = on === "nlb" ? nlbClass : undefined;
    it(`${key}: adding it is told where it can't be done, and only there`, () => {
      const problems = told(state({}, kind), state({ [key]: text }, kind));
      // "internet" is what the controller makes of nothing.
      const same = key === "address-type";
      expect(problems.map((problem) => problem.split(" ")[1])).to.deep.equal(
        change === "update" || same ? [] : ["KN7006"],
      );
    });
  }

  it("of the address type are for an NLB alone", () => {
    const [before, after] = [{ "address-type": "intranet" }, { "address-type": "internet" }];
    expect(told(state(before), state(after))).to.deep.equal(["addressType KN7006"]);
    expect(told(state(before, nlbClass), state(after, nlbClass))).to.deep.equal([]);
  });

  it("of the type make another load balancer, and nothing else is said then", () => {
    expect(told(state({ name: "a" }), state({ "zone-maps": "a:vsw-a" }, nlbClass))).to.deep.equal([
      "type KN7006",
    ]);
  });

  it("take a default for what it stands for", () => {
    expect(told(state({}), state({ "address-type": "internet", "ip-version": "ipv4" }))).to.deep.equal([]);
    expect(told(state({}), state({ "address-type": "intranet" }))).to.deep.equal(["addressType KN7006"]);
  });

  it("from the names of before 2019 to today's are none", () => {
    const before = {
      annotations: { "service.beta.kubernetes.io/alicloud-loadbalancer-address-type": "intranet" },
    };
    expect(told(before, state({ "address-type": "intranet" }))).to.deep.equal([]);
  });

  it("between a load balancer of the controller's and one of the user's are told as that", () => {
    expect(told(state({ "address-type": "intranet" }), state({ id: "lb-1" }))).to.deep.equal(["id KN7006"]);
    expect(told(state({ id: "lb-1" }), state({ id: "lb-2" }))).to.deep.equal(["id KN7006"]);
  });

  it("that remove what the controller doesn't undo are told, with what to write instead", () => {
    const before = state({ "acl-status": "on", "acl-id": "acl-1", "sticky-session": "off", cookie: "S" });
    const problems = changeProblems(slbChanges(before, state({})));
    expect(problems.map(({ path, code }) => [path, code])).to.deep.equal([["acl.enabled", "KN7007"]]);
    expect(problems[0]?.reason).to.contain('"off"');
  });

  it("of a listener's protocol make it anew, with its defaults", () => {
    const before = state({ "protocol-port": "http:80", "request-timeout": "90", "delete-protection": "off" });
    expect(told(before, state({ "protocol-port": "tcp:80" }))).to.deep.equal(["deleteProtection KN7007"]);
  });

  it("that need another load balancer are named for the engine", () => {
    expect(replacingProperties("clb")).to.include.members([
      "spec.loadBalancerClass",
      `metadata.annotations["${named("address-type")}"]`,
      `metadata.annotations["${named("vswitch-id")}"]`,
    ]);
    expect(replacingProperties("nlb")).to.not.include(`metadata.annotations["${named("address-type")}"]`);
    expect(replacingProperties("clb")).to.not.include(`metadata.annotations["${named("name")}"]`);
  });
});

describe("the hook before updates of a gateway's Service", () => {
  const service = (texts: Record<string, unknown>, type = "LoadBalancer") => ({
    metadata: { annotations: texts },
    spec: { type },
  });
  const update = (oldInputs: object | undefined, newInputs: object) =>
    keepLoadBalancer({
      urn: "urn",
      id: "id",
      name: "knative:Service/kourier-system/kourier",
      type: "kubernetes:core/v1:Service",
      ...(oldInputs === undefined ? {} : { oldInputs: oldInputs as Record<string, unknown> }),
      newInputs: newInputs as Record<string, unknown>,
    });
  const before = service(annotations({ "address-type": "intranet" }));

  it("refuses what the load balancer wouldn't follow, with the Service, the property and the way out", () => {
    expect(() => update(before, service(annotations({ "address-type": "internet" })))).to.throw(
      /kourier-system\/kourier would not get .*\n {2}- alibaba\.addressType: can't change from "intranet" to "internet" .*allowReplace: true.* \[KN7006\]$/,
    );
  });

  it("leaves to the engine what may be replaced, and still tells what a removal doesn't undo", () => {
    const change = (texts: Record<string, string>) => () =>
      keepLoadBalancer(
        {
          urn: "urn",
          id: "id",
          name: "gateway",
          type: "kubernetes:core/v1:Service",
          oldInputs: service(annotations({ "address-type": "intranet", "acl-status": "on" })),
          newInputs: service(annotations(texts)),
        },
        true,
      );
    expect(change({ "address-type": "internet", "acl-status": "on" })).to.not.throw();
    expect(change({ "address-type": "internet" })).to.throw(/KN7007/);
  });

  it("lets everything else pass", () => {
    expect(() =>
      update(before, service(annotations({ "address-type": "intranet", name: "web" }))),
    ).to.not.throw();
  });

  it("lets pass what makes the first load balancer, or takes the last one away", () => {
    const other = service(annotations({ "address-type": "internet" }));
    expect(() => update(service({}, "ClusterIP"), other)).to.not.throw();
    expect(() => update(before, service({}, "ClusterIP"))).to.not.throw();
    expect(() => update(undefined, other)).to.not.throw();
  });

  it("leaves what isn't known yet, or is secret, to the update", () => {
    for (const unknown of [output("x"), runtime.unknownValue]) {
      expect(() => update(before, service({ [named("address-type")]: unknown }))).to.not.throw();
    }
  });
});
