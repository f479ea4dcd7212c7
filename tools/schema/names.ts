import type { Property } from "@pulumi/pulumi/provider/experimental/schema";
import { componentEntries } from "../../provider/src/components";

/** Names of the components. */
export const componentNames: readonly string[] = componentEntries.map(([name]) => name);

const typePrefix = "#/types/knative:index:";

/** The name of the type that a property refers to, if it refers to one of this package. */
export function typeName(property: Property): string | undefined {
  return "$ref" in property && property.$ref.startsWith(typePrefix)
    ? property.$ref.slice(typePrefix.length)
    : undefined;
}

export function typeRef(name: string): string {
  return typePrefix + name;
}

/**
 * The name of an interface in the schema. Generators put `Args` behind the names of input types themselves, so it is
 * taken off; what then has the name of a component carries the name of its user, `Platform`, in front: in Go both would
 * be the struct `Cluster`.
 */
export function publicName(interfaceName: string, components: readonly string[]): string {
  const bare = interfaceName.replace(/Args$/, "");
  return components.includes(bare) ? `Platform${bare}` : bare;
}
