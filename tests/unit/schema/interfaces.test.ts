import { expect } from "chai";
import { Exposure } from "../../../provider/src/gateway/gateway";
import { Visibility } from "../../../provider/src/service/service.args";
import { renderService } from "../../../provider/src/service/service.render";
import { MagicDns } from "../../../provider/src/serving/serving.args";
import { planServing } from "../../../provider/src/serving/serving.plan";
import { facts } from "../../../tools/schema/facts";
import { providerDocs } from "../../../tools/schema/generate";
import { componentNames, publicName, typeName } from "../../../tools/schema/names";
import { interfacesOf, literalDefault } from "../../../tools/schema/overlay";
import { allowedTexts, innermost, isOptional, isWhole, pairShapes } from "../../../tools/schema/shapes";
import { analyzerTimeout, inferred, inputTypes, part, schema } from "./schema";

describe("the interfaces of the args", () => {
  let spec: ReturnType<typeof inferred>;
  before(function () {
    this.timeout(analyzerTimeout);
    spec = inferred();
  });

  it("have names of their own, for the analyzer takes the first of a name for all", () => {
    const { types } = providerDocs();
    const names = Object.keys(spec.types).map(part);
    const known = [...names, ...componentNames.map((name) => `${name}Args`)];
    expect(known.filter((name) => types[name]?.declared !== 1)).to.deep.equal([]);
    const shown = names.map((name) => publicName(name, componentNames));
    expect(new Set(shown).size).to.equal(shown.length);
    expect(shown.filter((name) => componentNames.includes(name))).to.deep.equal([]);
  });

  it("have the keys of the shapes that check them, with the same ones optional", () => {
    const pairs = pairShapes(interfacesOf(spec));
    const lacking = pairs.filter(
      ({ property, schema: shape }) => property === undefined || shape === undefined,
    );
    expect(lacking.map(({ owner, name }) => `${owner}.${name}`)).to.deep.equal([]);
    const unequal = pairs.filter(
      ({ property, schema: shape }) =>
        shape !== undefined && isOptional(shape) !== ((property as { optional?: boolean }).optional === true),
    );
    expect(unequal.map(({ owner, name }) => `${owner}.${name}`)).to.deep.equal([]);
  });

  it("are all checked, nested ones too", () => {
    const checked = new Set(
      pairShapes(interfacesOf(spec)).map(({ owner }) => publicName(owner, componentNames)),
    );
    const objects = [...inputTypes].filter(
      (name) => schema.types[`knative:index:${name}`]?.enum === undefined,
    );
    expect(objects.filter((name) => !checked.has(name))).to.deep.equal([]);
  });

  it("have enums with the values that the shapes allow, and whole numbers where those take whole numbers", () => {
    for (const { owner, name, property, schema: shape } of pairShapes(interfacesOf(spec))) {
      if (property === undefined || shape === undefined) {
        continue;
      }
      const values = spec.types[`knative:index:${typeName(innermost(property)) ?? ""}`]?.enum;
      const allowed = allowedTexts(shape)?.toSorted();
      expect(values?.map(({ value }) => String(value)).toSorted(), `${owner}.${name}`).to.deep.equal(allowed);
      const shown = schema.types[`knative:index:${publicName(owner, componentNames)}`]?.properties?.[name];
      const inner = shown && innermost(shown);
      const type = inner && "type" in inner ? inner.type : undefined;
      expect(type === "integer", `${owner}.${name}`).to.equal(shown !== undefined && isWhole(shape));
    }
  });

  it("have everything that the visible lists name", () => {
    const known = {
      ...interfacesOf(spec),
      ...Object.fromEntries(
        Object.entries(spec.resources).map(([token, { properties = {} }]) => [part(token), properties]),
      ),
    };
    const listed = Object.values(facts).flat();
    const stale = listed.filter((key) => {
      const [owner = "", name = ""] = key.split(".");
      return known[owner]?.[name] === undefined;
    });
    expect(stale).to.deep.equal([]);
  });

  it("have a literal in the doc of each default that goes into the schema", () => {
    const interfaces = interfacesOf(spec);
    const defaults = facts.defaulted.map((key) => {
      const [owner = "", name = ""] = key.split(".");
      return [key, literalDefault(interfaces[owner]?.[name]?.description ?? "")];
    });
    expect(Object.fromEntries(defaults)).to.deep.equal({
      "GatewayArgs.exposure": "ClusterIP",
      "GatewayArgs.name": "default",
      "ServiceArgs.namespace": "default",
      "ServiceArgs.readyTimeoutSeconds": 300,
      "ServiceArgs.visibility": "external",
      "ServingArgs.magicDns": "sslip.io",
      "TrafficTargetArgs.percent": 0,
    });
  });
});

describe("a default that SDKs fill in", () => {
  it("makes the same plan of Serving as one left out", () => {
    const filled = {
      gateways: [{ name: "default", exposure: Exposure.ClusterIP }],
      magicDns: MagicDns.Sslip,
    };
    const args = {};
    expect({ ...planServing(filled), args }).to.deep.equal({ ...planServing({ gateways: [{}] }), args });
  });

  it("makes the same Knative Service as one left out", () => {
    const image = "registry.example.com/app:1";
    const traffic = [{ percent: 100 }, { tag: "old", revisionName: "app-1" }];
    expect(
      renderService("app", {
        image,
        namespace: "default",
        readyTimeoutSeconds: 300,
        visibility: Visibility.External,
        traffic: traffic.map((target) => ({ percent: 0, ...target })),
      }),
    ).to.deep.equal(renderService("app", { image, traffic }));
  });
});
