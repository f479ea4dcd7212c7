import { output } from "@pulumi/pulumi";
import { expect } from "chai";
import fc from "fast-check";
import type { GatewayArgs, ServingArgs } from "../../../provider/src";
import { checkGateways } from "../../../provider/src/gateway/gateway.check";
import { portsOf } from "../../../provider/src/gateway/ports.check";
import { checkIstioGateways } from "../../../provider/src/istio/gateways.check";
import { istioConfig } from "../../../provider/src/istio/gateways.config";
import { planIstioGateways } from "../../../provider/src/istio/gateways.plan";
import { renderIstioGateways } from "../../../provider/src/istio/gateways.render";
import { checkOwnGateways } from "../../../provider/src/istio/gatewayPorts.check";
import { checkProber } from "../../../provider/src/istio/prober.check";
import { getAt, isKind, keyOf, setAt, type Manifest } from "../../../provider/src/manifests/manifest";
import { serviceAddress } from "../../../provider/src/gateway/address";

type Port = Readonly<Record<"port" | "targetPort", number>> & { readonly nodePort?: number };

/** The gateways' objects with Knative's configuration. */
function render(gateways: readonly GatewayArgs[]): readonly Manifest[] {
  const planned = planIstioGateways(gateways);
  const metadata = { name: "config-istio", namespace: "knative-serving" };
  return [
    { apiVersion: "v1", kind: "ConfigMap", metadata, data: istioConfig(planned) },
    ...renderIstioGateways(planned),
  ];
}

const find = (manifests: readonly Manifest[], key: string): Manifest => {
  const found = manifests.find((manifest) => keyOf(manifest) === key);
  expect(found, key).not.to.equal(undefined);
  return found as Manifest;
};
const portsIn = (service: Manifest) => getAt(service, ["spec", "ports"]) as readonly Port[];
const serversIn = (gateway: Manifest) =>
  (getAt(gateway, ["spec", "servers"]) as readonly { readonly port: { readonly number: number } }[]).map(
    ({ port }) => port.number,
  );
const codes = (problems: readonly { readonly path: string; readonly code: string }[]) =>
  problems.map(({ path, code }) => `${path} ${code}`);

/** What istiod makes of a server's port: the pods' port behind the first Service with that port, else the number itself. */
function listens(number: number, services: readonly Manifest[]): number {
  const translating = services.filter(
    ({ metadata }) =>
      metadata.labels?.["experimental.istio.io/disable-gateway-port-translation"] === undefined,
  );
  return translating.flatMap(portsIn).find(({ port }) => port === number)?.targetPort ?? number;
}

const somePort = fc.oneof(
  fc.constantFrom(80, 443, 8080, 8443, 8081, 8444, 15021),
  fc.integer({ min: 1, max: 65535 }),
);
const someGateways = fc
  .uniqueArray(
    fc.record({
      name: fc.constantFrom("a", "b", "c", "d"),
      http: fc.option(somePort, { nil: undefined }),
      https: fc.option(somePort, { nil: undefined }),
      secure: fc.boolean(),
      isLocal: fc.boolean(),
    }),
    { minLength: 1, selector: ({ name }) => name },
  )
  .map((all) =>
    all.map(({ name, http, https, secure, isLocal }, index): GatewayArgs => {
      const isFirst = all.findIndex((one) => one.isLocal === isLocal) === index;
      return isLocal
        ? { name, local: true, default: isFirst }
        : { name, default: isFirst, ports: { http, https }, ...(secure ? { tls: { secretName: "s" } } : {}) };
    }),
  )
  .filter((gateways) => checkGateways(gateways).length + checkIstioGateways(gateways).length === 0);

describe("istio: ports of gateways", () => {
  it("are in the Service whatever they are, so that Knative's prober finds them, and lead to the right ports of the pods", () => {
    fc.assert(
      fc.property(someGateways, (gateways) => {
        const manifests = render(gateways);
        expect(checkProber(manifests)).to.deep.equal([]);
        for (const { name, isLocal, args } of planIstioGateways(gateways).all) {
          const pods = find(manifests, `Deployment/istio-ingress/knative-gateway-${name}`);
          const labels = getAt(pods, ["spec", "template", "metadata", "labels"]) as Record<string, string>;
          const chooses = (selector: unknown) =>
            Object.entries(selector as Record<string, string>).every(([key, value]) => labels[key] === value);
          const services = manifests.filter(
            (one) => isKind(one, "Service") && chooses(getAt(one, ["spec", "selector"])),
          );
          const open = manifests
            .filter(({ kind, spec }) => kind === "Gateway" && chooses(getAt(spec as Manifest, ["selector"])))
            .flatMap(serversIn)
            .map((number) => listens(number, services));
          const { tls } = args;
          const outside = tls === undefined ? [8080] : [8080, 8443];
          const inside = isLocal || services.length > 1 ? [8081] : [];
          expect(open.toSorted()).to.deep.equal([...(isLocal ? [] : outside), ...inside].toSorted());
        }
      }),
    );
  });

  it("differ where gateways share a load balancer, each with the controller's own annotation", () => {
    const annotations = { "metallb.io/allow-shared-ip": "knative" };
    const gateways: GatewayArgs[] = [
      { name: "public", default: true, exposure: "LoadBalancer", annotations },
      { name: "partners", exposure: "LoadBalancer", annotations, ports: { http: 8080, https: 8443 } },
    ];
    expect([...checkGateways(gateways), ...checkIstioGateways(gateways)]).to.deep.equal([]);
    const manifests = render(gateways);
    const services = ["public", "partners"].map((name) =>
      find(manifests, `Service/istio-ingress/knative-gateway-${name}`),
    );
    expect(
      services.map(({ metadata }) => metadata.annotations?.["metallb.io/allow-shared-ip"]),
    ).to.deep.equal(["knative", "knative"]);
    expect(
      services.map((service) => portsIn(service).map(({ port, targetPort }) => [port, targetPort])),
    ).to.deep.equal([
      [
        [80, 8080],
        [443, 8443],
      ],
      [
        [8080, 8080],
        [8443, 8443],
      ],
    ]);
    expect(new Set(services.flatMap(portsIn).map(({ port }) => port)).size).to.equal(4);
  });

  it("are told with the gateway's address", () => {
    const ports = { http: 8080, https: 8443 };
    const shared = [
      { port: 8080, nodePort: 30080 },
      { port: 8443, nodePort: 30443 },
    ];
    const parts = {
      spec: { clusterIP: "10.96.0.1", ports: shared },
      status: { loadBalancer: { ingress: [{ ip: "203.0.113.1" }] } },
    };
    const told = (exposure: "LoadBalancer" | "NodePort") =>
      serviceAddress({ name: "a", exposure, ports }, parts);
    expect(told("LoadBalancer")).to.include({ httpPort: 8080, httpsPort: 8443 });
    expect(told("NodePort")).to.include({ httpPort: 30080, httpsPort: 30443 });
  });

  it("have one meaning each (KN6010), of a gateway, of the nodes, and beside those for the inside", () => {
    const both = checkGateways([
      { name: "a", ports: { http: 443 } },
      { name: "b", ports: { http: 81, https: 81 } },
    ]);
    expect(codes(both)).to.deep.equal(["gateways[0].ports.http KN6010", "gateways[1].ports.https KN6010"]);
    expect(both[0]?.reason).to.contain("443 is the port for HTTPS already").and.contain("such as 80");
    const exposure = "NodePort";
    const nodes = checkGateways([
      { name: "a", exposure, httpNodePort: 30080, httpsNodePort: 30080 },
      { name: "b", exposure, httpNodePort: 30081, httpsNodePort: 30080 },
    ]);
    expect(codes(nodes)).to.deep.equal([
      "gateways[0].httpsNodePort KN6010",
      "gateways[1].httpsNodePort KN6010",
    ]);
    expect(nodes[1]?.reason).to.contain("gateways[0].httpNodePort").and.contain("leave it to the cluster");
    const inside = checkIstioGateways([{ ports: { http: 8081, https: 8444 } }]);
    expect(codes(inside)).to.deep.equal(["gateways[0].ports.http KN6010", "gateways[0].ports.https KN6010"]);
    expect(inside[0]?.reason).to.contain("requests from inside").and.contain("such as 7081");
    expect(portsOf({})).to.deep.equal({ http: 80, https: 443 });
  });

  it("of the nodes are for gateways that the nodes lead to", () => {
    expect(codes(checkGateways([{ httpNodePort: 30080, httpsNodePort: 30443 }]))).to.deep.equal([
      "gateways[0].httpNodePort KN1008",
      "gateways[0].httpsNodePort KN1008",
    ]);
    const service = find(
      render([{ exposure: "NodePort", httpNodePort: 30080, httpsNodePort: 30443 }]),
      "Service/istio-ingress/knative-gateway-default",
    );
    expect(portsIn(service).map(({ nodePort }) => nodePort)).to.deep.equal([30080, 30443]);
  });

  it("are 80 and 443 where the proxy redirects from one to the other (KN6015), unless only to keep plain HTTP shut", () => {
    const ports = { http: 8080, https: 8443 };
    const [problem, ...others] = checkIstioGateways([{ ports, tls: { secretName: "s", redirect: true } }]);
    expect(others).to.deep.equal([]);
    expect(problem).to.include({ path: "gateways[0].tls.redirect", code: "KN6015" });
    expect(problem?.reason)
      .to.contain("8080 and 8443, in place of 80 and 443")
      .and.contain("leave redirect or ports out");
    const codesFor = (gateway: GatewayArgs) => codes(checkIstioGateways([gateway]));
    expect(codesFor({ ports: { https: 8443 }, tls: { secretName: "s", redirect: true } })).to.have.length(1);
    expect(codesFor({ ports, tls: { secretName: "s" } })).to.deep.equal([]);
    expect(
      codesFor({ ports, tls: { secretName: "s", redirect: true, clientCa: output("authorities") } }),
    ).to.deep.equal([]);
  });

  it("are fixed of cluster-local gateways (KN6003)", () => {
    const gateways: GatewayArgs[] = [{ name: "a" }, { name: "b", local: true, ports: { http: 8080 } }];
    expect(codes(checkIstioGateways(gateways))).to.deep.equal(["gateways[1].ports KN6003"]);
  });

  it("are Knative's where it writes the Gateways of services itself (KN6011), which must hold their certificates (KN6012)", () => {
    const own = (args: ServingArgs, ports = { http: 8080, https: 8443 }) =>
      checkOwnGateways({ ingress: "istio", gateways: [{ name: "a" }, { name: "b", ports }], ...args });
    expect(own({})).to.deep.equal([]);
    const external = own({ tls: { externalDomain: true, redirect: true } });
    expect(codes(external)).to.deep.equal([
      "gateways[1].ports.http KN6011",
      "gateways[1].ports.https KN6011",
    ]);
    expect(external[1]?.reason)
      .to.contain("must be 443 with tls.externalDomain")
      .and.contain("gateways[1].tls");
    expect(codes(own({ network: { httpProtocol: "Redirected" } }))).to.deep.equal([
      "gateways[1].ports.http KN6011",
      "network.httpProtocol KN6012",
    ]);
    const config = { "config-network": { "http-protocol": "redirected" } };
    const [redirect] = own({ config }, { http: 80, https: 8443 });
    expect(redirect).to.include({ path: 'config["config-network"]["http-protocol"]', code: "KN6012" });
    expect(redirect?.reason).to.contain("tls.redirect of the gateways");
    expect(
      own({ config: { "config-network": { "external-domain-tls": "Enabled" } } }, { http: 80, https: 443 }),
    ).to.deep.equal([]);
  });
});

describe("N1: what Knative asks of Istio's gateways before a service is ready", () => {
  const gateways: GatewayArgs[] = [{ name: "a", default: true, tls: { secretName: "s" } }, { name: "b" }];
  const patched = (key: string, change: (manifest: Manifest) => Manifest) =>
    checkProber(render(gateways).map((manifest) => (keyOf(manifest) === key ? change(manifest) : manifest)));
  const service = "Service/istio-ingress/knative-gateway-a";

  it("is a port of the Service for each of the Gateway's (KN6013)", () => {
    const [problem, ...others] = patched(service, (manifest) =>
      setAt(manifest, ["spec", "ports", 1, "port"], 8443),
    );
    expect(others).to.deep.equal([]);
    expect(problem).to.include({ path: "patches", code: "KN6013" });
    expect(problem?.reason)
      .to.contain("istio-ingress/knative-gateway-a has no port 443")
      .and.contain("it has 80, 8443")
      .and.contain("the gateway's own properties, such as ports");
  });

  it("is the one Service that carries the Gateway's labels (KN6013)", () => {
    const bare = patched(service, (manifest) => setAt(manifest, ["metadata", "labels"], {}));
    expect(codes(bare)).to.deep.equal(["patches KN6013"]);
    expect(bare[0]?.reason).to.contain("gateways.knative.pulumi.com/name=a").and.contain("there is none");
    const twice = patched("Service/istio-ingress/knative-gateway-b", (manifest) =>
      setAt(manifest, ["metadata", "labels", "gateways.knative.pulumi.com/name"], "a"),
    );
    expect(codes(twice)).to.deep.equal(["patches KN6013", "patches KN6013"]);
    expect(twice[0]?.reason).to.contain("knative-gateway-a, Service/istio-ingress/knative-gateway-b");
  });

  it("is a Gateway that is there (KN6013)", () => {
    const [gone] = patched("Gateway/istio-ingress/knative-gateway-b", (manifest) =>
      setAt(manifest, ["metadata", "namespace"], "elsewhere"),
    );
    expect(gone?.reason).to.contain("config-istio names the Gateway istio-ingress/knative-gateway-b");
  });
});
