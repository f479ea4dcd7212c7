import { expect } from "chai";
import type { Registration } from "./recorder";

/** The Kubernetes object that was registered by a name. */
export const byName = (registrations: readonly Registration[], name: string): Registration => {
  const found = registrations.find((made) => made.name === name && made.type.startsWith("kubernetes:"));
  expect(found, name).not.to.equal(undefined);
  return found as Registration;
};

/** Everything that a resource depends on, directly or through others: what its component waits for, it waits for, too. */
export function allDependencies(registrations: readonly Registration[], name: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const visit = (each: string): void => {
    for (const next of registrations
      .filter((made) => made.name === each)
      .flatMap(({ dependencies, parent }) => [...dependencies, parent])) {
      if (!seen.has(next)) {
        seen.add(next);
        visit(next);
      }
    }
  };
  visit(name);
  return seen;
}
