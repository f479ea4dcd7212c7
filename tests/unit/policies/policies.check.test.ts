import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { withApplicationNamespaces } from "../../../provider/src/policies/policies.check";
import type { ServingArgs } from "../../../provider/src/serving/serving.args";
import { checkServing } from "../../../provider/src/serving/serving.check";

const check = (networkPolicies: unknown, rest: ServingArgs = {}) =>
  checkServing({ ...rest, networkPolicies } as ServingArgs).map(({ path, code }) => `${path} ${code}`);

describe("network policies: check", () => {
  it("accepts the switch alone, and everything set", () => {
    expect(check({ enabled: true })).to.deep.equal([]);
    expect(
      check({
        enabled: true,
        applicationNamespaces: ["apps", "shop"],
        apiServerCidrs: ["10.0.0.1/32"],
        apiServerPorts: [6443],
        gatewaySources: ["0.0.0.0/0", "::/0"],
        monitoringNamespace: "monitoring",
        egress: true,
        dnsNamespaceLabels: { "kubernetes.io/metadata.name": "kube-system" },
        registryPorts: [443, 5000],
        egressCidrs: ["10.1.0.0/16"],
      }),
    ).to.deep.equal([]);
  });

  it("refuses values that are no ranges, ports, namespaces or labels", () => {
    expect(
      check({
        enabled: "yes",
        applicationNamespaces: ["Apps"],
        apiServerCidrs: ["10.0.0.1"],
        gatewaySources: [],
        apiServerPorts: [0],
        registryPorts: [70000],
        dnsNamespaceLabels: {},
        monitoringNamespaceLabels: {},
        egresCidrs: ["10.0.0.0/8"],
      }),
    ).to.have.members([
      "networkPolicies.enabled KN1002",
      "networkPolicies.applicationNamespaces[0] KN4001",
      "networkPolicies.apiServerCidrs[0] KN1006",
      "networkPolicies.gatewaySources KN1004",
      "networkPolicies.apiServerPorts[0] KN1004",
      "networkPolicies.registryPorts[0] KN1004",
      "networkPolicies.dnsNamespaceLabels KN1006",
      "networkPolicies.monitoringNamespaceLabels KN1006",
      "networkPolicies.egresCidrs KN1001",
    ]);
  });

  it("refuses Knative's own namespaces and repeated ones", () => {
    expect(
      check({ enabled: true, applicationNamespaces: ["apps", "knative-serving", "kourier-system", "apps"] }),
    ).to.deep.equal([
      "networkPolicies.applicationNamespaces[1] KN3601",
      "networkPolicies.applicationNamespaces[2] KN3601",
      "networkPolicies.applicationNamespaces[3] KN1007",
    ]);
  });

  it("refuses what has no effect without egress, and two answers to one question", () => {
    expect(
      check({
        enabled: true,
        registryPorts: [443],
        egressCidrs: ["10.0.0.0/8"],
        monitoringNamespace: "a",
        monitoringNamespaceLabels: { a: "b" },
      }),
    ).to.deep.equal([
      "networkPolicies.registryPorts KN1008",
      "networkPolicies.egressCidrs KN1008",
      "networkPolicies.monitoringNamespaceLabels KN1008",
    ]);
  });

  it("says nothing of policies that are switched off", () => {
    expect(check({ enabled: false, registryPorts: [443], applicationNamespaces: ["a", "a"] })).to.deep.equal(
      [],
    );
  });

  it("adds the namespaces of a platform's services, each once", () => {
    expect(
      withApplicationNamespaces({ enabled: true, applicationNamespaces: ["shop"] }, [
        "default",
        "shop",
        "apps",
        "apps",
      ]),
    ).to.deep.equal({ enabled: true, applicationNamespaces: ["shop", "apps", "default"] });
    expect(withApplicationNamespaces({ enabled: false }, ["default"])).to.deep.equal({ enabled: false });
    expect(withApplicationNamespaces(undefined, ["default"])).to.equal(undefined);
  });

  it("are on in the stack for production", () => {
    const file = readFileSync(join(__dirname, "..", "..", "..", "Pulumi.prod.yaml"), "utf8");
    const { config } = parse(file) as { config: Record<string, ServingArgs> };
    const serving = config["pulumi-knative:serving"] ?? {};
    expect(serving.networkPolicies).to.have.property("enabled", true);
    expect(checkServing(serving)).to.deep.equal([]);
  });
});
