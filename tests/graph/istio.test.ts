import { expect } from "chai";
import { Serving } from "../../provider/src/serving/serving";
import type { ServingArgs } from "../../provider/src/serving/serving.args";
import { neededBy, record, valueOf, type Recording, type Respond } from "../support/recorder";
import { needReleases } from "../support/releases";

const addresses: Readonly<Record<string, string>> = { public: "203.0.113.1", private: "10.0.0.1" };
const use = (name: string) => `gateways.knative.pulumi.com/use-${name}`;

/** A cluster that gives each gateway an address. */
const respond: Respond = (_, name, inputs) => {
  const gateway = /^knative:Service\/istio-ingress\/knative-gateway-(\w+)$/.exec(name)?.[1];
  return gateway === undefined
    ? inputs
    : {
        ...inputs,
        spec: { ...(inputs.spec as object), clusterIP: `10.96.0.${gateway.length}` },
        status: { loadBalancer: { ingress: [{ ip: addresses[gateway] }] } },
      };
};

describe("graph: istio", () => {
  let mirror: string;

  before(function () {
    mirror = needReleases(this);
  });

  const gateways: NonNullable<ServingArgs["gateways"]> = [
    { name: "private", exposure: "LoadBalancer" },
    { name: "public", default: true, exposure: "LoadBalancer" },
  ];
  const install = (args: ServingArgs = {}): Promise<Recording<Serving>> =>
    record(() => new Serving("knative", { source: { mirror }, ingress: "istio", gateways, ...args }), {
      respond,
    });
  const named = ({ registrations }: Recording<unknown>, name: string) => {
    const found = registrations.find((one) => one.name === name);
    expect(found, name).not.to.equal(undefined);
    return found as NonNullable<typeof found>;
  };
  const domains = (recording: Recording<unknown>) =>
    named(recording, "knative:ConfigMap/knative-serving/config-domain").inputs.data;

  it("gives the services of each gateway a domain that leads to it", async () => {
    const recording = await install();
    expect(domains(recording)).to.deep.equal({
      "203.0.113.1.sslip.io": "",
      "10.0.0.1.sslip.io": `selector:\n  ${use("private")}: "true"\n`,
    });
    expect(await valueOf(recording.result.domain)).to.equal("203.0.113.1.sslip.io");
    const ports = { httpPort: 80, httpsPort: 443 };
    expect(await valueOf(recording.result.gateways)).to.deep.equal([
      { name: "public", address: "203.0.113.1", ...ports, domain: "203.0.113.1.sslip.io" },
      { name: "private", address: "10.0.0.1", ...ports, domain: "10.0.0.1.sslip.io" },
    ]);
    expect(await valueOf(recording.result.ingressClass)).to.equal("istio.ingress.networking.knative.dev");
  });

  it("lets gateways start while their load balancers wait for an address", async () => {
    const recording = await install();
    const programs = recording.registrations
      .filter(({ type, name }) => type === "kubernetes:apps/v1:Deployment" && !name.endsWith("/controller"))
      .map(({ name }) => name);
    const services = ["public", "private"].map(
      (name) => `knative:Service/istio-ingress/knative-gateway-${name}`,
    );
    expect(programs.filter((name) => name.includes("/istio-ingress/"))).to.have.length(2);
    for (const service of services) {
      expect(programs.filter((name) => neededBy(recording, name).has(service))).to.deep.equal([]);
      expect(neededBy(recording, "knative:Deployment/knative-serving/controller")).to.include(service);
    }
  });

  it("keeps the domains that are given, the installation's for all gateways that have none", async () => {
    const given = await install({ domain: "apps.example.com" });
    expect(domains(given)).to.deep.equal({ "apps.example.com": "" });
    const own = gateways.map((gateway) =>
      gateway.name === "private" ? { ...gateway, domain: "in.example.com" } : gateway,
    );
    const both = await install({ domain: "apps.example.com", gateways: own });
    expect(domains(both)).to.deep.equal({
      "apps.example.com": "",
      "in.example.com": `selector:\n  ${use("private")}: "true"\n`,
    });
    expect((await valueOf(both.result.gateways))?.map(({ domain }) => domain)).to.deep.equal([
      "apps.example.com",
      "in.example.com",
    ]);
  });

  it("teaches the cluster's CoreDNS each gateway's domain with the address that it has inside", async () => {
    const recording = await install({ offlineDns: {} });
    const patch = named(recording, "knative:ConfigMapPatch/kube-system/coredns-custom");
    const lines = (patch.inputs.data as Readonly<Record<string, string>>)["knative.override"] ?? "";
    const answers = [...lines.matchAll(/template IN A (\S+) \{\s+answer "\S+ \S+ \S+ \d+ IN A ([\d.]+)"/g)];
    expect(answers.map(([, domain, address]) => [domain, address])).to.deep.equal([
      ["203.0.113.1.sslip.io", "10.96.0.6"],
      ["10.0.0.1.sslip.io", "10.96.0.7"],
    ]);
  });

  it("never teaches CoreDNS the cluster's own domain", async () => {
    const recording = await install({ offlineDns: {}, visibility: "cluster-local" });
    const patch = named(recording, "knative:ConfigMapPatch/kube-system/coredns-custom");
    expect(patch.inputs.data).to.deep.equal({ "knative.override": "" });
  });

  it("gives gateways that share an address one domain, the default one's", async () => {
    const ports = { http: 8080, https: 8443 };
    const [one, other] = gateways;
    const shared = (list: ServingArgs["gateways"]) =>
      record(() => new Serving("knative", { source: { mirror }, ingress: "istio", gateways: list }), {
        respond: (type, name, inputs) => {
          const made = respond(type, name, inputs);
          return /Service\/istio-ingress/.test(name)
            ? { ...made, status: { loadBalancer: { ingress: [{ ip: "203.0.113.9" }] } } }
            : made;
        },
      });
    const recording = await shared([{ ...one, ports }, { ...other }]);
    expect(domains(recording)).to.deep.equal({ "203.0.113.9.sslip.io": "" });
    expect(
      (await valueOf(recording.result.gateways))?.map(({ httpPort, httpsPort, domain }) => [
        httpPort,
        httpsPort,
        domain,
      ]),
    ).to.deep.equal([
      [80, 443, "203.0.113.9.sslip.io"],
      [8080, 8443, "203.0.113.9.sslip.io"],
    ]);
  });

  it("tells https in URLs where every gateway shows a certificate, unless told otherwise", async () => {
    const tls = { secretName: "s" };
    const scheme = async (args: ServingArgs) =>
      (
        named(await install(args), "knative:ConfigMap/knative-serving/config-network").inputs
          .data as Readonly<Record<string, string>>
      )["default-external-scheme"];
    const all = gateways.map((gateway) => ({ ...gateway, tls }));
    expect(await scheme({ gateways: all })).to.equal("https");
    expect(await scheme({ gateways: all, network: { defaultExternalScheme: "http" } })).to.equal("http");
    expect(await scheme({ gateways: [...all, { name: "third" }] })).to.equal(undefined);
  });

  it("asks cert-manager for a gateway's certificate before any service", async () => {
    const tls = { issuer: { name: "ca" }, hosts: ["*.default.example.com"], redirect: true };
    const recording = await install({
      domain: "example.com",
      gateways: [{ name: "public", exposure: "LoadBalancer", tls }],
    });
    const request = named(recording, "knative:Certificate/istio-ingress/knative-gateway-public-issued");
    expect(request.type).to.equal("kubernetes:cert-manager.io/v1:Certificate");
    expect(request.deletedWith).to.equal("knative:Namespace/istio-ingress");
  });

  it("leaves the objects of other gateways alone when one comes or goes", async () => {
    const [one, two] = [
      await install({ gateways: [{ name: "public", default: true, exposure: "LoadBalancer" }] }),
      await install(),
    ];
    const objects = ({ registrations }: Recording<unknown>) =>
      new Map(registrations.map(({ name, inputs }) => [name, JSON.stringify(inputs)]));
    const before = objects(one);
    const after = objects(two);
    const changed = [...before].filter(([name, inputs]) => after.get(name) !== inputs).map(([name]) => name);
    expect(changed.filter((name) => name.startsWith("knative:"))).to.deep.equal([
      "knative:ConfigMap/knative-serving/config-istio",
      "knative:ConfigMap/knative-serving/config-domain",
    ]);
    const added = [...after.keys()].filter((name) => !before.has(name));
    expect(added.every((name) => name.includes("knative-gateway-private"))).to.equal(true);
  });

  it("lets nobody in where there are no gateways", async () => {
    const recording = await install({ gateways: [] });
    expect(domains(recording)).to.deep.equal({ "svc.cluster.local": "" });
    expect(await valueOf(recording.result.gateways)).to.deep.equal([]);
  });
});
