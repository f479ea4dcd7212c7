import { expect } from "chai";
import ipaddr from "ipaddr.js";
import {
  gatewayPolicy,
  renderAuthorizations,
  type GatewayIdentity,
} from "../../../provider/src/istio/authorization.render";
import { authorizationShape } from "../../../provider/src/istio/authorization.shape";
import { keyOf, type Manifest } from "../../../provider/src/manifests/manifest";
import { checkShape } from "../../../provider/src/problems";

const gateway = (name: string, authorization?: GatewayIdentity["authorization"]): GatewayIdentity => ({
  name,
  objectName: `knative-gateway-${name}`,
  namespace: "istio-ingress",
  serviceAccount: `knative-gateway-${name}`,
  podLabels: { gateway: name },
  localPorts: name === "public" ? [8081, 8444] : [],
  authorization,
});

/** A request as a pod's proxy sees it. */
interface Request {
  readonly to: {
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly port: number;
  };
  readonly principal?: string;
  readonly ip?: string;
  readonly forwarded?: string;
  readonly host?: string;
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

type Terms = Readonly<Record<string, readonly string[]>>;
interface Rule {
  readonly from?: readonly { readonly source: Terms }[];
  readonly to?: readonly { readonly operation: Terms }[];
  readonly when?: readonly {
    readonly key: string;
    readonly values?: string[];
    readonly notValues?: string[];
  }[];
}

/** Istio's patterns: a "*" at one end, or alone for anything that is there. */
function matches(value: string | undefined, pattern: string): boolean {
  if (value === undefined) {
    return false;
  }
  if (pattern === "*") {
    return true;
  }
  if (pattern.startsWith("*")) {
    return value.endsWith(pattern.slice(1));
  }
  return pattern.endsWith("*") ? value.startsWith(pattern.slice(0, -1)) : value === pattern;
}

function inRange(ip: string | undefined, range: string): boolean {
  const [network, bits] = ipaddr.parseCIDR(range);
  const address = ip === undefined ? undefined : ipaddr.process(ip);
  return address?.kind() === network.kind() && address.match(network, bits);
}

const namespaceOf = (request: Request) => /\/ns\/([^/]+)\//.exec(request.principal ?? "")?.[1];

/** Whether one field of a source or operation holds; Istio's own rules, written down again. */
function holds(request: Request, field: string, values: readonly string[]): boolean {
  const any = (value: string | undefined) => values.some((pattern) => matches(value, pattern));
  const tests: Readonly<Record<string, () => boolean>> = {
    notPrincipals: () => !any(request.principal),
    notNamespaces: () => !any(namespaceOf(request)),
    ipBlocks: () => values.some((range) => inRange(request.ip, range)),
    remoteIpBlocks: () => values.some((range) => inRange(request.forwarded, range)),
    hosts: () => any(request.host),
    ports: () => any(String(request.to.port)),
    methods: () => any(request.method),
    paths: () => any(request.path),
  };
  const test = tests[field];
  if (test === undefined) {
    throw new Error(`the model doesn't know ${field}`);
  }
  return test();
}

function fits(request: Request, { from, to, when }: Rule): boolean {
  const all = (terms: Terms) =>
    Object.entries(terms).every(([field, values]) => holds(request, field, values));
  return (
    (from ?? [{ source: {} }]).some(({ source }) => all(source)) &&
    (to ?? [{ operation: {} }]).some(({ operation }) => all(operation)) &&
    (when ?? []).every(({ key, values, notValues }) => {
      const value = request.headers?.[/\[(.*)\]/.exec(key)?.[1] ?? ""];
      return values === undefined
        ? !(notValues ?? []).some((pattern) => matches(value, pattern))
        : values.some((pattern) => matches(value, pattern));
    })
  );
}

/** What Istio makes of all policies that are in force for a pod: denials first, then one of those that allow must. */
function isLetIn(policies: readonly Manifest[], request: Request): boolean {
  const inForce = policies.filter(({ metadata, spec }) => {
    const { selector } = spec as { selector?: { matchLabels: Record<string, string> } };
    return (
      metadata.namespace === request.to.namespace &&
      Object.entries(selector?.matchLabels ?? {}).every(([key, value]) => request.to.labels[key] === value)
    );
  });
  const rules = (action: string) =>
    inForce
      .filter(({ spec }) => (spec as { action: string }).action === action)
      .flatMap(({ spec }) => (spec as { rules: readonly Rule[] }).rules);
  const allowing = inForce.some(({ spec }) => (spec as { action: string }).action === "ALLOW");
  return (
    !rules("DENY").some((rule) => fits(request, rule)) &&
    (!allowing || rules("ALLOW").some((rule) => fits(request, rule)))
  );
}

describe("istio: who may use a gateway", () => {
  const at = (name: string, port = 8080) => ({ namespace: "istio-ingress", labels: { gateway: name }, port });
  const office = gateway("public", {
    sourceRanges: ["192.0.2.0/24", "2001:db8::/32"],
    hosts: ["a.example.com", "*.b.example.com"],
  });
  const policies = gatewayPolicy(office);
  const asked = (more: Partial<Request>) =>
    isLetIn(policies, { to: at("public"), ip: "192.0.2.7", host: "a.example.com", ...more });

  it("lets in sources and hosts that are named, and nobody else", () => {
    expect(asked({})).to.equal(true);
    expect(asked({ host: "a.example.com:31080", ip: "2001:db8::1" })).to.equal(true);
    expect(asked({ host: "x.b.example.com" })).to.equal(true);
    expect(asked({ ip: "198.51.100.1" })).to.equal(false);
    expect(asked({ host: "c.example.com" })).to.equal(false);
    expect(asked({ host: "a.example.com.evil.com" })).to.equal(false);
  });

  it("leaves other gateways, and requests from inside the cluster, alone", () => {
    expect(asked({ to: at("team"), ip: "198.51.100.1" })).to.equal(true);
    expect(asked({ to: at("public", 8081), ip: "10.1.2.3", host: "a.shop" })).to.equal(true);
    const [inner] = gatewayPolicy(gateway("team", { hosts: ["a.example.com"] }));
    expect(isLetIn(inner === undefined ? [] : [inner], { to: at("team", 8081), host: "x" })).to.equal(false);
  });

  it("lets net-istio probe, and only that", () => {
    const probe = {
      "User-Agent": "Knative-Ingress-Probe",
      "K-Network-Probe": "probe",
      "K-Network-Hash": "override",
    };
    const from = { ip: "10.9.9.9", host: "c.example.com", method: "GET", path: "/healthz", headers: probe };
    expect(asked(from)).to.equal(true);
    expect(asked({ ...from, path: "/" })).to.equal(false);
    expect(asked({ ...from, method: "POST" })).to.equal(false);
    expect(asked({ ...from, headers: { ...probe, "K-Network-Probe": "x" } })).to.equal(false);
    expect(asked({ ...from, headers: { "User-Agent": "Knative-Ingress-Probe" } })).to.equal(false);
  });

  it("reads the source from the header where a proxy stands before it", () => {
    const forwarded = gatewayPolicy(
      gateway("team", { sourceRanges: ["192.0.2.0/24"], forwardedSource: true }),
    );
    const request = (client: string) => ({ to: at("team"), ip: "10.0.0.1", forwarded: client });
    expect(isLetIn(forwarded, request("192.0.2.1"))).to.equal(true);
    expect(isLetIn(forwarded, request("192.0.3.1"))).to.equal(false);
  });

  it("makes no policy where nothing is said of sources and hosts", () => {
    expect(gatewayPolicy(gateway("public"))).to.deep.equal([]);
    expect(gatewayPolicy(gateway("public", { namespaces: ["shop"] }))).to.deep.equal([]);
    expect(renderAuthorizations([gateway("public"), gateway("team")])).to.deep.equal([]);
  });

  it("takes ranges and hosts in their form only", () => {
    const codes = (value: object) =>
      checkShape(authorizationShape, value).map(({ path, code }) => `${path} ${code}`);
    expect(
      codes({ sourceRanges: ["10.0.0.1"], hosts: ["https://a", "a*"], namespaces: ["A"] }),
    ).to.deep.equal(["sourceRanges[0] KN1006", "hosts[0] KN1006", "hosts[1] KN1006", "namespaces[0] KN4001"]);
    expect(codes({ sourceRanges: [], hosts: [] })).to.deep.equal(["sourceRanges KN1004", "hosts KN1004"]);
    expect(codes({ hosts: ["*.a.example.com", "a.example.com"] })).to.deep.equal([]);
  });
});

describe("istio: tenants", () => {
  // blue has its own gateway, green shares two, free has none of its own.
  const gateways = [
    gateway("public"),
    gateway("blue", { namespaces: ["blue"] }),
    gateway("green", { namespaces: ["green"] }),
    gateway("both", { namespaces: ["green", "blue"] }),
  ];
  const policies = renderAuthorizations(gateways);
  const by = (namespace: string, account: string) => `cluster.local/ns/${namespace}/sa/${account}`;
  const through = (name: string) => by("istio-ingress", `knative-gateway-${name}`);
  const reach = (namespace: string, principal: string | undefined) =>
    isLetIn(policies, { to: { namespace, labels: { app: "x" }, port: 8012 }, principal });
  const activator = { namespace: "knative-serving", labels: { app: "activator" }, port: 8012 };
  const wake = (principal: string | undefined, headers: Readonly<Record<string, string>>, port = 8012) =>
    isLetIn(policies, { to: { ...activator, port }, principal, headers });
  const asking = (namespace: string, revision = "a-00001") => ({
    "Knative-Serving-Namespace": namespace,
    "Knative-Serving-Revision": revision,
  });

  const own: Readonly<Record<string, readonly string[]>> = {
    blue: ["blue", "both"],
    green: ["green", "both"],
  };

  it("are reached through their own gateways and no other, directly and by way of the activator", () => {
    for (const namespace of ["blue", "green"]) {
      for (const { name } of gateways) {
        const expected = own[namespace]?.includes(name);
        expect(reach(namespace, through(name)), `${name} to ${namespace}`).to.equal(expected);
        expect(wake(through(name), asking(namespace)), `${name} wakes ${namespace}`).to.equal(expected);
      }
    }
    for (const { name } of gateways) {
      expect(reach("free", through(name))).to.equal(true);
      expect(wake(through(name), asking("free"))).to.equal(true);
    }
  });

  it("are reached from their own pods and from Knative, not from each other, nor by anybody without a certificate", () => {
    expect(reach("blue", by("blue", "default"))).to.equal(true);
    expect(reach("blue", by("knative-serving", "activator"))).to.equal(true);
    expect(reach("blue", by("green", "default"))).to.equal(false);
    expect(reach("blue", by("blue-2", "default"))).to.equal(false);
    expect(reach("blue", undefined)).to.equal(false);
    expect(wake(by("blue", "default"), asking("blue"))).to.equal(true);
    expect(wake(by("green", "default"), asking("blue"))).to.equal(false);
    expect(wake(undefined, asking("blue"))).to.equal(false);
    expect(wake(by("knative-serving", "autoscaler"), asking("blue"))).to.equal(true);
  });

  it("can't be asked for by other ways of naming them to the activator", () => {
    const green = by("green", "default");
    expect(wake(green, asking("blue,green")), "twice, the tenant first").to.equal(false);
    expect(
      wake(green, asking("green,blue")),
      "twice, the tenant last: the activator takes the first",
    ).to.equal(true);
    expect(wake(green, {}), "by the host").to.equal(false);
    expect(wake(green, asking("")), "by the host, with an empty header").to.equal(false);
    expect(wake(green, asking("green", "")), "by the host, with an empty revision").to.equal(false);
    expect(wake(by("knative-serving", "autoscaler"), {})).to.equal(true);
  });

  it("leave the activator's other ports alone", () => {
    expect(wake(undefined, {}, 9090)).to.equal(true);
    expect(wake(by("free", "default"), asking("free"))).to.equal(true);
  });

  it("are one policy in each namespace and one at the activator", () => {
    expect(policies.map(keyOf)).to.deep.equal([
      "AuthorizationPolicy/blue/knative-gateways",
      "AuthorizationPolicy/green/knative-gateways",
      "AuthorizationPolicy/knative-serving/knative-gateways",
    ]);
  });
});
