import type { ResourceState, Step } from "./events";
import type { Change, Group } from "./model";
import { compareTexts } from "./path";
import { isStack, parseUrn } from "./urn";

/** A component as it is told to people and to programs. */
export interface ComponentName {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
}

type Resource = Pick<ResourceState, "type" | "custom" | "parent">;

/** All resources that a preview tells of, by URN. */
export type ResourceIndex = ReadonlyMap<string, Resource>;

export function resourceIndex(steps: readonly Step[]): ResourceIndex {
  // The state after a step comes last: an alias may have moved the resource to another parent.
  const states = [...steps.map(({ old }) => old), ...steps.map((step) => step.new)];
  return new Map(states.flatMap((state) => (state === undefined ? [] : [[state.urn, state]])));
}

/**
 * Groups changes by the nearest component of this project (a type in `knative:`), by the nearest component of any other
 * kind where there is none, else as the stack's own. A component is part of its own group.
 */
export function groupByComponent(changes: readonly Change[], index: ResourceIndex): Group[] {
  const groups = new Map<string, Group>();
  for (const change of changes) {
    const component = componentOf(change.urn, index);
    const key = component?.urn ?? "";
    groups.set(key, { component, changes: [...(groups.get(key)?.changes ?? []), change] });
  }
  return [...groups.entries()].toSorted(([a], [b]) => compareTexts(a, b)).map(([, group]) => group);
}

function componentOf(urn: string, index: ResourceIndex): ComponentName | undefined {
  const components = lineage(urn, index).filter((own) => isComponent(own, index));
  const found = components.find((own) => parseUrn(own).type.startsWith("knative:")) ?? components[0];
  if (found === undefined) {
    return undefined;
  }
  const { type, name } = parseUrn(found);
  return { type, name, urn: found };
}

/** A resource and its parents, nearest first. Parents that no event tells of are known by their URN alone. */
function lineage(urn: string, index: ResourceIndex): string[] {
  const line: string[] = [];
  for (let next = urn; next !== "" && !line.includes(next); next = index.get(next)?.parent ?? "") {
    line.push(next);
  }
  return line;
}

function isComponent(urn: string, index: ResourceIndex): boolean {
  const { type } = parseUrn(urn);
  const custom = index.get(urn)?.custom ?? !type.startsWith("knative:");
  return !custom && !isStack(type);
}
