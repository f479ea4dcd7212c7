import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { expect } from "chai";
import ts from "typescript";
import { committedSchema, freshSchema, schemaDrift } from "../../../tools/schema/generate";
import { componentNames } from "../../../tools/schema/names";
import { analyzerTimeout, inferred, inputTypes, outputTypes, part, resources, schema } from "./schema";

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

const clusterRef = "#/resources/knative:index:Cluster";
const refOf = (property: unknown) => (property as { $ref?: string } | undefined)?.$ref;
const kubernetes = JSON.parse(
  readFileSync(createRequire(__filename).resolve("@pulumi/kubernetes/package.json"), "utf8"),
) as { version: string };

describe("provider/schema.json", () => {
  it("is what the sources say", function () {
    this.timeout(analyzerTimeout);
    expect(schemaDrift(committedSchema(), freshSchema(inferred()))).to.deep.equal([]);
  });

  it("holds the components of components.ts", () => {
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

  it("names no field as Go's generated methods are named, with which the SDK for Go wouldn't compile", () => {
    const taken = ["defaults", "elementType"];
    expect(
      inputs.map(({ path }) => path).filter((path) => taken.includes(path.split(".")[1] ?? "")),
    ).to.deep.equal([]);
  });

  it("refers to nothing of other packages but to the provider of Kubernetes that this package is built with", () => {
    const refs = [...committedSchema().matchAll(/"\$ref": "([^"]*)"/g)].map(([, ref = ""]) => ref);
    const own = /^(#\/types\/knative:index:\w+|#\/resources\/knative:index:Cluster|pulumi\.json#\/Any)$/;
    expect(refs.some((ref) => own.test(ref))).to.equal(true);
    expect([...new Set(refs.filter((ref) => !own.test(ref)))]).to.deep.equal([
      `/kubernetes/v${kubernetes.version}/schema.json#/provider`,
    ]);
  });

  it("gives a cluster's provider out, names several clusters, or takes a Cluster, in every component and in no type", () => {
    const giving = resources.filter(([, { properties }]) => "provider" in properties);
    const naming = resources.filter(([, { inputProperties }]) => "clusters" in inputProperties);
    const taking = resources.filter(
      ([
        ,
        {
          inputProperties: { cluster },
        },
      ]) => refOf(cluster) === clusterRef,
    );
    expect(giving.map(([token]) => part(token))).to.deep.equal(["Cluster", "Platform"]);
    expect(naming.map(([token]) => part(token))).to.deep.equal(["MultiCluster"]);
    expect([...giving, ...naming, ...taking].map(([token]) => token).toSorted()).to.deep.equal(
      resources.map(([token]) => token),
    );
    const types = Object.values(schema.types).flatMap(({ properties = {} }) => Object.values(properties));
    expect(types.filter((property) => refOf(property) === clusterRef)).to.deep.equal([]);
  });

  it("keeps `cluster` free for that in the interfaces of those components", () => {
    const named = Object.entries(inferred().resources)
      .filter(([, { inputProperties = {} }]) => "cluster" in inputProperties)
      .map(([token]) => part(token));
    expect(named).to.deep.equal(["Platform"]);
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
      "AlibabaLoadBalancer.kubeconfig",
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
  const directory = join(__dirname, "../../../provider/src");
  const name = `${component.slice(0, 1).toLowerCase()}${component.slice(1)}.ts`;
  const files = readdirSync(directory, { recursive: true, encoding: "utf8" }).map((each) =>
    join(directory, each),
  );
  const file = files.find(
    (each) =>
      basename(each) === name && readFileSync(each, "utf8").includes(`export class ${component} extends`),
  );
  expect(file, name).not.to.equal(undefined);
  const source = ts.createSourceFile(name, readFileSync(file ?? name, "utf8"), ts.ScriptTarget.Latest, true);
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
