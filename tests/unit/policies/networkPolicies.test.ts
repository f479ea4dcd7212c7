import { expect } from "chai";
import type { Manifest } from "../../../provider/src/manifests/manifest";
import { allows, readPolicies, type Endpoint } from "../../support/networkPolicies";

const namespace = (name: string, labels = {}) => ({ name, labels });
const server: Endpoint = {
  address: "10.0.0.1",
  namespace: namespace("a"),
  labels: { app: "server" },
  ports: { http: 8080 },
};
const friend: Endpoint = { address: "10.0.0.2", namespace: namespace("a"), labels: { app: "friend" } };
const other: Endpoint = {
  address: "10.0.0.3",
  namespace: namespace("b", { team: "b" }),
  labels: { app: "friend" },
};
const host: Endpoint = { address: "192.0.2.9" };

function ingress(...rules: object[]): Manifest {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: "p", namespace: "a" },
    spec: { podSelector: { matchLabels: { app: "server" } }, policyTypes: ["Ingress"], ingress: rules },
  };
}

const calls = (policies: Manifest[], from: Endpoint, port = 8080, protocol?: "UDP") =>
  allows(readPolicies(policies), { from, to: server, port, protocol });

// The tests of the roads are worth as much as this reading of the rules.
describe("the evaluator of network policies", () => {
  it("lets everything through where no policy selects the pod", () => {
    expect(calls([], host)).to.equal(true);
    const elsewhere = { ...ingress(), metadata: { name: "p", namespace: "b" } };
    expect(calls([elsewhere], host)).to.equal(true);
  });

  it("lets nothing through where one does, but what a rule of any of them names", () => {
    expect(calls([ingress()], friend)).to.equal(false);
    expect(calls([ingress(), ingress({})], host)).to.equal(true);
  });

  it("takes a selector of pods alone for the policy's own namespace, and both selectors together", () => {
    const podSelector = { matchLabels: { app: "friend" } };
    expect([friend, other].map((from) => calls([ingress({ from: [{ podSelector }] })], from))).to.deep.equal([
      true,
      false,
    ]);
    const both = ingress({ from: [{ podSelector, namespaceSelector: { matchLabels: { team: "b" } } }] });
    expect([friend, other, host].map((from) => calls([both], from))).to.deep.equal([false, true, false]);
    const any = ingress({ from: [{ namespaceSelector: {} }] });
    expect([friend, other, host].map((from) => calls([any], from))).to.deep.equal([true, true, false]);
  });

  it("reads expressions over labels", () => {
    const by = (operator: string, values?: string[]) =>
      ingress({ from: [{ podSelector: { matchExpressions: [{ key: "app", operator, values }] } }] });
    expect(calls([by("Exists")], friend)).to.equal(true);
    expect(calls([by("DoesNotExist")], friend)).to.equal(false);
    expect(calls([by("In", ["x", "friend"])], friend)).to.equal(true);
    expect(calls([by("NotIn", ["friend"])], friend)).to.equal(false);
  });

  it("reads ranges of addresses with exceptions, and tells the families apart", () => {
    const block = ingress({ from: [{ ipBlock: { cidr: "192.0.2.0/24", except: ["192.0.2.128/25"] } }] });
    const at = (address: string) => calls([block], { address });
    expect(["192.0.2.9", "192.0.2.200", "198.51.100.1", "2001:db8::1"].map(at)).to.deep.equal([
      true,
      false,
      false,
      false,
    ]);
  });

  it("reads ports by number, name and range, and protocols", () => {
    const open = (port: object) => ingress({ ports: [port] });
    expect(calls([open({ port: 8080 })], host)).to.equal(true);
    expect(calls([open({ port: 8080 })], host, 8081)).to.equal(false);
    expect(calls([open({ port: "http" })], host)).to.equal(true);
    expect(calls([open({ port: "metrics" })], host)).to.equal(false);
    expect(calls([open({ port: 8000, endPort: 8100 })], host)).to.equal(true);
    expect(calls([open({ protocol: "UDP" })], host)).to.equal(false);
    expect(calls([open({ protocol: "UDP" })], host, 53, "UDP")).to.equal(true);
  });

  it("asks both ends", () => {
    const closed = { ...ingress(), spec: { podSelector: {}, policyTypes: ["Egress"] } };
    expect(calls([closed], friend)).to.equal(false);
    expect(calls([closed], other)).to.equal(true);
  });
});
