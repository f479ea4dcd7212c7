import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import ts from "typescript";
import { components } from "../../../provider/src/components";
import { planServing } from "../../../provider/src/serving/serving.plan";
import { renderService } from "../../../provider/src/service/service.render";
import { inferSchema } from "../../../tools/schema/analyze";
import { facts } from "../../../tools/schema/facts";
import {
  committedSchema,
  componentNames,
  freshSchema,
  providerDocs,
  schemaDrift,
} from "../../../tools/schema/generate";
import { interfacesOf, literalDefault, type SchemaProperty } from "../../../tools/schema/overlay";
import { allowedTexts, innermost, isOptional, isWhole, pairShapes } from "../../../tools/schema/shapes";
import { publicName, typeName } from "../../../tools/schema/names";

type Properties = Readonly<Record<string, SchemaProperty>>;

interface SchemaType {
  readonly description: string;
  readonly properties?: Properties;
  readonly required?: readonly string[];
  readonly enum?: readonly { readonly name: string; readonly value: string }[];
}

interface SchemaResource {
  readonly description: string;
  readonly properties: Properties;
  readonly inputProperties: Properties;
  readonly requiredInputs: readonly string[];
}

interface PackageSchema {
  readonly types: Readonly<Record<string, SchemaType>>;
  readonly resources: Readonly<Record<string, SchemaResource>>;
}

const schema = JSON.parse(committedSchema()) as PackageSchema;
const part = (token: string) => token.split(":").at(-1) ?? "";

/** Names of the types that properties lead to, however deep. */
function reached(properties: Properties, seen = new Set<string>()): Set<string> {
  for (const property of Object.values(properties)) {
    const name = typeName(innermost(property));
    if (name !== undefined && !seen.has(name)) {
      seen.add(name);
      reached(schema.types[`knative:index:${name}`]?.properties ?? {}, seen);
    }
  }
  return seen;
}

const resources = Object.entries(schema.resources);
const inputTypes = new Set(resources.flatMap(([, { inputProperties }]) => [...reached(inputProperties)]));
const outputTypes = new Set(resources.flatMap(([, { properties }]) => [...reached(properties)]));

/** Every input, nested ones included: where it is, its schema, whether it must be given. */
const inputs = [
  ...resources.map(([token, { inputProperties, requiredInputs }]) => ({
    owner: part(token),
    properties: inputProperties,
    required: requiredInputs,
  })),
  ...[...inputTypes].map((name) => {
    const { properties = {}, required = [] } = schema.types[`knative:index:${name}`] ?? {};
    return { owner: name, properties, required };
  }),
].flatMap(({ owner, properties, required }) =>
  Object.entries(properties).map(([name, property]) => ({
    path: `${owner}.${name}`,
    property,
    required: required.includes(name),
  })),
);

describe("provider/schema.json", () => {
  it("is what the sources say", function () {
    this.timeout(120_000);
    expect(schemaDrift(committedSchema(), freshSchema())).to.deep.equal([]);
  });

  it("holds the components of components.ts", () => {
    expect(Object.keys(components).toSorted()).to.deep.equal([...componentNames].toSorted());
    expect(resources.map(([token]) => token)).to.deep.equal(
      [...componentNames].toSorted().map((name) => `knative:index:${name}`),
    );
  });

  it("describes every component, type, enum, input and output", () => {
    const described = [
      ...resources.map(([token, { description }]) => ({ path: token, description })),
      ...Object.entries(schema.types).map(([token, { description }]) => ({ path: token, description })),
      ...resources.flatMap(([token, { properties }]) =>
        Object.entries(properties).map(([name, { description }]) => ({
          path: `${token}.${name}`,
          description,
        })),
      ),
      ...inputs.map(({ path, property: { description } }) => ({ path, description })),
      ...[...outputTypes].flatMap((name) =>
        Object.entries(schema.types[`knative:index:${name}`]?.properties ?? {}).map(
          ([key, { description }]) => ({ path: `${name}.${key}`, description }),
        ),
      ),
    ];
    expect(described.filter(({ description = "" }) => description.length < 10)).to.deep.equal([]);
    expect(described.filter(({ description = "" }) => description.includes("[object Object]"))).to.deep.equal(
      [],
    );
  });

  it("says the default of every input that can be left out, and of no other", () => {
    const wrong = inputs.filter(
      ({ property: { description = "" }, required }) => /Default: \S/.test(description) === required,
    );
    expect(wrong.map(({ path }) => path)).to.deep.equal([]);
  });

  it("refers to no other package", () => {
    const refs = [...committedSchema().matchAll(/"\$ref": "([^"]*)"/g)].map(([, ref = ""]) => ref);
    expect(refs).not.to.deep.equal([]);
    expect(
      refs.filter((ref) => !/^(#\/types\/knative:index:\w+|pulumi\.json#\/Any)$/.test(ref)),
    ).to.deep.equal([]);
  });

  it("takes no outputs from fields that are not public", () => {
    for (const [token, { properties }] of resources) {
      const fields = publicFields(part(token));
      expect(Object.keys(properties).filter((name) => !fields.includes(name))).to.deep.equal([]);
    }
  });

  it("keeps the types of inputs and of outputs apart, for plainness is an input's matter", () => {
    const both = [...inputTypes].filter(
      (name) => outputTypes.has(name) && schema.types[`knative:index:${name}`]?.enum === undefined,
    );
    expect(both).to.deep.equal([]);
  });

  it("marks kubeconfigs as secrets wherever they are", () => {
    const outputs = resources.flatMap(([token, { properties }]) =>
      Object.entries(properties).map(([name, property]) => ({ path: `${part(token)}.${name}`, property })),
    );
    const found = [...inputs, ...outputs].filter(({ path }) => path.endsWith(".kubeconfig"));
    expect(found.map(({ path }) => path).toSorted()).to.deep.equal([
      "Cluster.kubeconfig",
      "Cluster.kubeconfig",
      "Platform.kubeconfig",
      "PlatformCluster.kubeconfig",
    ]);
    expect(found.filter(({ property: { secret } }) => secret !== true)).to.deep.equal([]);
  });
});

/** Names of the public fields of a component's class, as its source declares them. */
function publicFields(component: string): string[] {
  const file = join(
    __dirname,
    "../../../provider/src",
    component.toLowerCase(),
    `${component.toLowerCase()}.ts`,
  );
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  const declared = source.statements.find(
    (statement) => ts.isClassDeclaration(statement) && statement.name?.text === component,
  ) as ts.ClassDeclaration;
  return declared.members.filter(ts.isPropertyDeclaration).flatMap((field) => {
    const modifiers = ts.getModifiers(field)?.map(({ kind }) => kind) ?? [];
    return modifiers.includes(ts.SyntaxKind.PublicKeyword) &&
      modifiers.includes(ts.SyntaxKind.ReadonlyKeyword)
      ? [field.name.getText()]
      : [];
  });
}

describe("the interfaces of the args", () => {
  let inferred: ReturnType<typeof inferSchema>;
  before(function () {
    this.timeout(120_000);
    inferred = inferSchema(componentNames);
  });

  it("have names of their own, for the analyzer takes the first of a name for all", () => {
    const { types } = providerDocs();
    const names = Object.keys(inferred.types).map(part);
    const known = [...names, ...componentNames.map((name) => `${name}Args`)];
    expect(known.filter((name) => types[name]?.declared !== 1)).to.deep.equal([]);
    const shown = names.map((name) => publicName(name, componentNames));
    expect(new Set(shown).size).to.equal(shown.length);
    expect(shown.filter((name) => componentNames.includes(name))).to.deep.equal([]);
  });

  it("have the keys of the shapes that check them, with the same ones optional", () => {
    const pairs = pairShapes(interfacesOf(inferred));
    const lacking = pairs.filter(
      ({ property, schema: shape }) => property === undefined || shape === undefined,
    );
    expect(lacking.map(({ owner, name }) => `${owner}.${name}`)).to.deep.equal([]);
    const unequal = pairs.filter(
      ({ property, schema: shape }) =>
        shape !== undefined && (isOptional(shape) !== (property as { optional?: boolean }).optional) === true,
    );
    expect(unequal.map(({ owner, name }) => `${owner}.${name}`)).to.deep.equal([]);
  });

  it("are all checked, nested ones too", () => {
    const checked = new Set(
      pairShapes(interfacesOf(inferred)).map(({ owner }) => publicName(owner, componentNames)),
    );
    const objects = [...inputTypes].filter(
      (name) => schema.types[`knative:index:${name}`]?.enum === undefined,
    );
    expect(objects.filter((name) => !checked.has(name))).to.deep.equal([]);
  });

  it("have enums with the values that the shapes allow, and whole numbers where those take whole numbers", () => {
    for (const { owner, name, property, schema: shape } of pairShapes(interfacesOf(inferred))) {
      if (property === undefined || shape === undefined) {
        continue;
      }
      const values = inferred.types[`knative:index:${typeName(innermost(property)) ?? ""}`]?.enum;
      const allowed = allowedTexts(shape)?.toSorted();
      expect(values?.map(({ value }) => String(value)).toSorted(), `${owner}.${name}`).to.deep.equal(allowed);
      const shown = schema.types[`knative:index:${publicName(owner, componentNames)}`]?.properties?.[name];
      const type = shown && "type" in shown ? shown.type : undefined;
      expect(type === "integer", `${owner}.${name}`).to.equal(shown !== undefined && isWhole(shape));
    }
  });

  it("have everything that the visible lists name", () => {
    const known = {
      ...interfacesOf(inferred),
      ...Object.fromEntries(
        Object.entries(inferred.resources).map(([token, { properties = {} }]) => [part(token), properties]),
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
    const interfaces = interfacesOf(inferred);
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
    const { args: _, ...plan } = planServing({ gateways: [{}] });
    const { args: __, ...filled } = planServing({
      gateways: [{ name: "default", exposure: "ClusterIP" }],
      magicDns: "sslip.io",
    });
    expect(filled).to.deep.equal(plan);
  });

  it("makes the same Knative Service as one left out", () => {
    const image = "registry.example.com/app:1";
    const traffic = [{ percent: 100 }, { tag: "old", revisionName: "app-1" }];
    expect(
      renderService("app", {
        image,
        namespace: "default",
        readyTimeoutSeconds: 300,
        visibility: "external",
        traffic: traffic.map((target) => ({ percent: 0, ...target })),
      }),
    ).to.deep.equal(renderService("app", { image, traffic }));
  });
});
