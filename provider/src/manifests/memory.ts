import type * as pulumi from "@pulumi/pulumi";

/** What components of a kind tell those who build upon them in the same program, beside their outputs. */
export interface Memory<Told> {
  readonly remember: (component: pulumi.Resource, told: Told) => void;
  readonly recall: (component: pulumi.Resource) => Told;
}

/** A memory of its own for each kind of component. Fields of a component's class would become outputs in the schema. */
export function memoryOf<Told>(): Memory<Told> {
  const known = new WeakMap<pulumi.Resource, Told>();
  return {
    remember: (component, told) => void known.set(component, told),
    recall: (component) => {
      const told = known.get(component);
      if (told === undefined) {
        throw new Error("this component has told nothing"); // every constructor does so that knows the memory
      }
      return told;
    },
  };
}
