import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { checkService } from "../../../provider/src/service/service.check";
import { schema } from "./schema";

const examples = join(__dirname, "..", "..", "..", "examples");

interface Project {
  readonly name: string;
  readonly runtime: string | { readonly name: string };
  readonly plugins: { readonly providers: readonly { readonly name: string; readonly path: string }[] };
  readonly config: Readonly<Record<string, { readonly default: string }>>;
  readonly resources: Readonly<
    Record<string, { type: string; properties?: Record<string, unknown>; options?: { providers?: string[] } }>
  >;
  readonly outputs: Readonly<Record<string, string>>;
}

const read = (example: string) =>
  parse(readFileSync(join(examples, example, "Pulumi.yaml"), "utf8")) as Project;

/** Names of resources, variables and outputs that a text refers to. */
const references = (text: string) =>
  [...text.matchAll(/\$\{([^}]+)\}/g)].map(([, name = ""]) => name.split("."));

describe("examples/hello-yaml", () => {
  const { resources, outputs, config } = read("hello-yaml");
  const components = Object.entries(resources).filter(([, { type }]) => type.startsWith("knative:"));

  it("has components of the schema, with properties that they have and all that they need", () => {
    expect(components.map(([name]) => name)).to.deep.equal(["cluster", "hello"]);
    for (const [, { type, properties = {} }] of components) {
      const resource = schema.resources[type];
      expect(Object.keys(resource?.inputProperties ?? {})).to.include.members(Object.keys(properties));
      expect(Object.keys(properties)).to.include.members([...(resource?.requiredInputs ?? ["?"])]);
    }
  });

  it("has properties that the component accepts", () => {
    const services = components.filter(([, { type }]) => type.endsWith(":Service"));
    expect(services).to.have.length(1);
    for (const [name, { properties = {} }] of services) {
      // The plugin takes the cluster out before the component sees its inputs.
      const own = Object.entries(properties).filter(([key]) => key !== "cluster");
      const args = {
        ...Object.fromEntries(own),
        image: String(properties["image"]).replace("${image}", config["image"]?.default ?? ""),
      };
      expect(checkService(name, args)).to.deep.equal([]);
    }
  });

  it("refers to resources, outputs and settings that are there", () => {
    const used = references(JSON.stringify({ resources, outputs }));
    expect(used).not.to.deep.equal([]);
    for (const [name = "", output] of used) {
      expect([...Object.keys(resources), ...Object.keys(config)]).to.include(name);
      if (output !== undefined) {
        expect(schema.resources[resources[name]?.type ?? ""]?.properties).to.have.property(output);
      }
    }
  });
});

describe("the smallest examples", () => {
  const hellos = readdirSync(examples).filter((name) => name.startsWith("hello-"));

  it("are there for every way to write a program", () => {
    expect(hellos.toSorted()).to.deep.equal(["hello-go", "hello-python", "hello-typescript", "hello-yaml"]);
  });

  for (const example of [...hellos, "blue-green", "eventing-python", "eventing-yaml"]) {
    it(`${example} finds the plugin in the repository, is named after its directory, and is explained`, () => {
      const { name, plugins } = read(example);
      expect(name).to.equal(example);
      expect(plugins.providers.map((plugin) => plugin.name)).to.deep.equal(["knative"]);
      const path = join(examples, example, plugins.providers[0]?.path ?? "", "pulumi-resource-knative");
      expect(existsSync(path)).to.equal(true);
      expect(readFileSync(join(examples, example, "README.md"), "utf8")).to.contain("pulumi up");
    });
  }
});
