import type * as pulumi from "@pulumi/pulumi";

// Fields of the component's class would become outputs in the schema.
const installations = new WeakMap<pulumi.Resource, readonly pulumi.Resource[]>();

/** Remembers the objects of an installation that come last: whatever waits for them has waited for all. */
export function rememberEventing(eventing: pulumi.Resource, last: readonly pulumi.Resource[]): void {
  installations.set(eventing, last);
}

/** The objects of an installation that come last. */
export function lastOf(eventing: pulumi.Resource): readonly pulumi.Resource[] {
  return installations.get(eventing) ?? [];
}
