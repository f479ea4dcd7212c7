import type { Property } from "@pulumi/pulumi/provider/experimental/schema";

const description =
  "The cluster that this goes to. A TypeScript program that makes the classes in its own process gives the option " +
  "`provider: cluster.provider` instead. Default: that of the Kubernetes provider which the option `provider` or `providers` " +
  "gives, else the one that kubectl would use.";

/**
 * The reference to a package's provider as the package schema wants it. The analyzer refers to a resource by the name of the
 * package, and there is none.
 */
export function providerRef(ref: string): string {
  return ref.replace(/^(\/.*)#\/resources\/[\w-]+$/, "$1#/provider");
}

/**
 * The input by which the plugin's components are put into a cluster. A component gives a cluster's provider out, says itself which
 * clusters there are, or takes a cluster. No class has the input: the plugin makes the option `provider` of it.
 */
export function clusterInput(
  { inputs, outputs }: Readonly<Record<"inputs" | "outputs", Readonly<Record<string, unknown>>>>,
  components: readonly string[],
): Readonly<Record<string, Property>> {
  const hasOwn = outputs["provider"] !== undefined || inputs["clusters"] !== undefined;
  return hasOwn || !components.includes("Cluster")
    ? {}
    : { cluster: { $ref: "#/resources/knative:index:Cluster", description } };
}
