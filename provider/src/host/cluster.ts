import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { SchemaProperty } from "../inputs/schema";
import { isKnown, type Problem } from "../problems";

/** Inputs and options of a component, as its class takes them. */
export interface ClassInputs {
  readonly inputs: pulumi.Inputs;
  readonly options: pulumi.ComponentResourceOptions;
  readonly problems: readonly Problem[];
}

/** A Cluster that an input refers to, with what is asked of it: the engine tells by the URN. */
class ClusterReference extends pulumi.ComponentResource {
  declare readonly provider: pulumi.Output<k8s.Provider>;

  constructor(name: string, urn: string) {
    super(clusterType, name, { provider: undefined }, { urn }, true);
  }
}

const clusterType = "knative:index:Cluster";
/** What the schema calls an input that takes a Cluster. */
const clusterReference = `#/resources/${clusterType}`;

/** Tells the runtime what to make of the references to resources that inputs hold. */
export function knowReferences(): void {
  pulumi.runtime.registerResourceModule("knative", "index", {
    construct: (name, type, urn) => {
      if (type !== clusterType) {
        throw new Error(`expected a reference to a ${clusterType}, got one to a ${type}: ${urn}`);
      }
      return new ClusterReference(name, urn);
    },
  });
  pulumi.runtime.registerResourcePackage("kubernetes", {
    constructProvider: (name, _, urn) => new k8s.Provider(name, undefined, { urn }),
  });
}

/**
 * Takes the input `cluster` (see tools/schema/cluster.ts) and gives the provider of that cluster as classes take it, by an option.
 * Through the plugin it is an input, for a component's provider is an Output there, and no language's options take one.
 */
export async function withCluster(
  given: pulumi.Inputs,
  options: pulumi.ComponentResourceOptions,
  property: SchemaProperty | undefined,
): Promise<ClassInputs> {
  // A Platform's own input of that name says what its cluster is to be.
  if (property?.$ref !== clusterReference) {
    return { inputs: given, options, problems: [] };
  }
  const { cluster, ...inputs } = given;
  if (cluster === undefined || cluster === null) {
    return { inputs, options, problems: [] };
  }
  if (pulumi.Output.isInstance(cluster) && !(await isKnown(cluster))) {
    return { inputs, options, problems: [{ path: "cluster", code: "KN1009", reason: unknownReason }] };
  }
  const reference = await valueOf(cluster);
  if (!(reference instanceof ClusterReference)) {
    return { inputs, options, problems: [{ path: "cluster", code: "KN1002", reason: wrongReason }] };
  }
  const providers = { ...(options.providers as Providers), kubernetes: await valueOf(reference.provider) };
  return { inputs, options: { ...options, providers: providers as Providers }, problems: [] };
}

type Providers = Record<string, pulumi.ProviderResource>;

/** What is in an Output, as the runtime knows it, else the value itself. */
function valueOf(value: unknown): unknown {
  return pulumi.Output.isInstance(value) ? (value as unknown as Settled).promise() : value;
}

interface Settled {
  promise(): Promise<unknown>;
}

const unknownReason =
  "must be there when this component is made, for nothing can be shown of objects without it; give the Cluster itself";
const wrongReason =
  "must be a Cluster of this package; another package's cluster is given by its Kubernetes provider, with the option `provider`";
