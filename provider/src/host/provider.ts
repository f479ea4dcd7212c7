import * as pulumi from "@pulumi/pulumi";
import { componentEntries } from "../components";
import { refuse } from "../problems";
import { stateOf } from "../inputs/outputState";
import { plainInputs } from "../inputs/plainInputs";
import type { Schema } from "../inputs/schema";
import { withCluster } from "./cluster";
import { errorForEngine } from "./errors";
import { isolated } from "./isolation";

/** A component's class, as the engine's requests see it: inputs are checked by the class itself. */
type Component = new (
  name: string,
  args: pulumi.Inputs,
  opts: pulumi.ComponentResourceOptions,
) => pulumi.ComponentResource;

const classesByName = Object.fromEntries(componentEntries.map(([name, { type }]) => [name, type]));

/** The provider that makes this package's components for programs in other processes. */
export function makeProvider(
  schemaText: string,
  classes: Readonly<Record<string, unknown>> = classesByName,
): pulumi.provider.Provider {
  const schema = JSON.parse(schemaText) as Schema;
  return {
    version: schema.version,
    schema: schemaText,
    async construct(name, type, inputs, options) {
      const token = /^knative:index:(\w+)$/.exec(type)?.[1] ?? "";
      const resource = schema.resources[type];
      if (resource === undefined || !Object.hasOwn(classes, token)) {
        throw new Error(unknownType(type, schema));
      }
      const { inputProperties: properties = {}, properties: outputs = {} } = resource;
      const request = { inputs, properties, types: schema.types };
      try {
        return await isolated(async () => {
          const plain = await plainInputs(request);
          const placed = await withCluster(plain.inputs, options, properties["cluster"]);
          refuse(token, [...plain.problems, ...placed.problems]);
          const component = new (classes[token] as Component)(name, placed.inputs, placed.options);
          return settled({ urn: component.urn, state: outputsOf(component, Object.keys(outputs)) });
        });
      } catch (error) {
        throw await errorForEngine(error, request);
      }
    },
  };
}

/** The result once all is registered and known, so that what fails on the way still belongs to this request. */
async function settled(result: pulumi.provider.ConstructResult): Promise<pulumi.provider.ConstructResult> {
  const outputs = Object.values(result.state ?? {}).filter((output) => pulumi.Output.isInstance(output));
  await Promise.all(outputs.map((output) => stateOf(output).promise()));
  await (pulumi.runtime as unknown as { waitForRPCs(): Promise<void> }).waitForRPCs();
  return result;
}

function unknownType(type: string, { version, resources }: Schema): string {
  const known = Object.keys(resources).join(", ");
  return `pulumi-resource-knative ${version} has no component ${type}; it has ${known}. The program's SDK may be of another version: use the same for both`;
}

/** What the schema calls outputs; a class may have more fields, for programs in its own process. */
function outputsOf(component: pulumi.ComponentResource, names: readonly string[]): pulumi.Inputs {
  const fields = component as unknown as pulumi.Inputs;
  return Object.fromEntries(names.map((name) => [name, fields[name] as unknown]));
}
