import { expect } from "chai";
import fc from "fast-check";
import { parse } from "yaml";
import { gatewayLabels } from "../../../provider/src/gateway/choice";
import type { GatewayArgs } from "../../../provider/src";
import { istioConfig } from "../../../provider/src/istio/gateways.config";
import { checkIstioGateways } from "../../../provider/src/istio/gateways.check";
import { planIstioGateways } from "../../../provider/src/istio/gateways.plan";
import { servingGateways } from "../../../provider/src/istio/selection";

interface Entry {
  readonly name: string;
  readonly namespace: string;
  readonly service: string;
  readonly labelSelector?: {
    readonly matchLabels?: Readonly<Record<string, string>>;
    readonly matchExpressions?: readonly { key: string; operator: string; values?: string[] }[];
  };
}
type Labels = Readonly<Record<string, string>>;

/** Kubernetes' label selectors, written anew from their documentation. */
function fits(
  { matchLabels = {}, matchExpressions = [] }: NonNullable<Entry["labelSelector"]>,
  labels: Labels,
) {
  const requirements = [
    ...Object.entries(matchLabels).map(([key, value]) => ({ key, operator: "In", values: [value] })),
    ...matchExpressions,
  ];
  return requirements.every(({ key, operator, values = [] }) => {
    const has = Object.hasOwn(labels, key);
    const isOneOf = has && values.includes(labels[key] ?? "");
    return { In: isOneOf, NotIn: !isOneOf, Exists: has, DoesNotExist: !has }[operator];
  });
}

/** What net-istio reads of config-istio and does with it: pkg/reconciler/ingress/config/istio.go, in its order. */
function netIstio(config: Readonly<Record<string, string>>, labels: Labels): string[] {
  const entries = parse(config["external-gateways"] ?? "") as readonly Entry[];
  const open = entries.filter(({ labelSelector }) => labelSelector === undefined);
  expect(open, "exactly one gateway with no selector, unless there is none at all").to.have.length(
    entries.length === 0 ? 0 : 1,
  );
  for (const { name, namespace, service } of entries) {
    expect(name).to.match(/^[a-z0-9-]{1,63}$/);
    expect(service).to.equal(`${name}.${namespace}.svc.cluster.local`);
  }
  const fitting = entries.filter(
    ({ labelSelector }) => labelSelector !== undefined && fits(labelSelector, labels),
  );
  return [...new Set((fitting.length > 0 ? fitting : open).map(({ name }) => name))].toSorted();
}

const object = (name: string) => `knative-gateway-${name}`;
const names = ["a", "b", "c", "d"];
const teams = ["red", "blue", "green"];

/** Gateways of distinct names and teams, one of them the default. */
const someGateways = fc
  .tuple(fc.uniqueArray(fc.constantFrom(...names), { minLength: 1 }), fc.shuffledSubarray(teams), fc.nat(3))
  .map(([chosen, selectors, last]) =>
    chosen.map((name, index): GatewayArgs => ({
      name,
      default: index === last % chosen.length,
      ...(selectors[index] === undefined ? {} : { services: { matchLabels: { team: selectors[index] } } }),
    })),
  );
const someService = fc.record({
  asks: fc.subarray(names),
  team: fc.option(fc.constantFrom(...teams), { nil: undefined }),
});

describe("istio: which gateways serve a service", () => {
  it("N3: are those that it asks for and those that ask for it, and the default one only where there is none", () => {
    fc.assert(
      fc.property(someGateways, fc.array(someService, { maxLength: 5 }), (gateways, services) => {
        expect(checkIstioGateways(gateways)).to.deep.equal([]);
        const planned = planIstioGateways(gateways);
        const config = istioConfig(planned);
        for (const { asks, team } of services) {
          const known = asks.filter((name) => gateways.some((gateway) => gateway.name === name));
          const meant = gateways.filter(
            ({ name = "", services: wanted }) =>
              known.includes(name) || (team !== undefined && wanted?.matchLabels?.["team"] === team),
          );
          const intended = meant.length > 0 ? meant : gateways.filter((gateway) => gateway.default === true);
          const labels = { ...gatewayLabels(known), ...(team === undefined ? {} : { team }) };
          expect(netIstio(config, labels)).to.deep.equal(
            intended.map(({ name = "" }) => object(name)).toSorted(),
          );
          expect(servingGateways(planned, labels).map(object).toSorted()).to.deep.equal(
            netIstio(config, labels),
          );
        }
      }),
    );
  });

  it("are the same for every choice among up to three gateways", () => {
    const subsets = (all: readonly string[]): string[][] =>
      all.reduce<string[][]>((sets, one) => [...sets, ...sets.map((set) => [...set, one])], [[]]);
    for (const present of subsets(["a", "b", "c"]).filter(({ length }) => length > 0)) {
      for (const standard of present) {
        const planned = planIstioGateways(present.map((name) => ({ name, default: name === standard })));
        for (const asks of subsets(present)) {
          const intended = asks.length > 0 ? asks : [standard];
          expect(netIstio(istioConfig(planned), gatewayLabels(asks))).to.deep.equal(intended.map(object));
        }
      }
    }
  });

  it("follow conditions as Kubernetes does", () => {
    const condition = (operator: "In" | "NotIn" | "Exists" | "DoesNotExist", values?: string[]) =>
      planIstioGateways([
        { name: "a", default: true },
        { name: "b", services: { matchExpressions: [{ key: "tier", operator, values }] } },
      ]);
    const cases = [
      [condition("In", ["x", "y"]), { tier: "y" }, { tier: "z" }],
      [condition("NotIn", ["x"]), { tier: "y" }, { tier: "x" }],
      [condition("NotIn", ["x"]), {}, { tier: "x" }],
      [condition("Exists"), { tier: "" }, {}],
      [condition("DoesNotExist"), {}, { tier: "x" }],
    ] as const;
    for (const [gateways, inside, outside] of cases) {
      expect(servingGateways(gateways, inside)).to.deep.equal(["b"]);
      expect(servingGateways(gateways, outside)).to.deep.equal(["a"]);
      expect(netIstio(istioConfig(gateways), inside)).to.deep.equal([object("b")]);
    }
  });

  it("are none at all in a mesh without gateways", () => {
    expect(istioConfig(planIstioGateways([]))).to.deep.equal({
      "external-gateways": "[]\n",
      "local-gateways": "[]\n",
    });
  });
});
