import type { Reader } from "../diagnose/reader";
import { idOf, targetOf, targetsBeside } from "./graph";
import { flowKinds, kindOf, pathOf, type FlowKind } from "./kinds";
import type { FlowObject, FlowTarget, Looked } from "./model";

/** What was read of the flow of events. */
export interface FlowFacts {
  readonly objects: readonly FlowObject[];
  /** What lies beside them. */
  readonly looked: Looked;
}

/** From so many on, objects of one kind and namespace are read as a list. */
const many = 5;

/** Reads the flow of events in a namespace, or in all, and what it leads to beside. Kinds that aren't installed have no objects. */
export async function readFlow(reader: Reader, namespace: string | undefined): Promise<FlowFacts> {
  const lists = await Promise.all(
    flowKinds.map(async (kind) => (await reader.list(pathOf(kind, namespace))).map(ofKind(kind))),
  );
  const objects = lists.flat();
  return { objects, looked: await lookAt(reader, targetsBeside(objects)) };
}

/** Lists of Kubernetes' own kinds have the kind once and not in each object. */
function ofKind({ apiVersion, kind }: FlowKind): (object: object) => FlowObject {
  return (object) => ({ ...object, apiVersion, kind }) as FlowObject;
}

interface Group {
  readonly kind: FlowKind;
  readonly targets: readonly FlowTarget[];
}

/** What there is of targets. What may not be read, or is of a kind that nobody knows here, is left out: it isn't known. */
async function lookAt(reader: Reader, targets: readonly FlowTarget[]): Promise<Looked> {
  const groups = new Map<string, Group>();
  for (const target of targets) {
    const kind = kindOf(target.apiVersion, target.kind);
    if (kind !== undefined) {
      const path = pathOf(kind, target.namespace);
      groups.set(path, { kind, targets: [...(groups.get(path)?.targets ?? []), target] });
    }
  }
  const found = await Promise.all(
    [...groups].map(async ([path, group]) =>
      group.targets.length < many ? eachOf(reader, path, group) : listOf(reader, path, group),
    ),
  );
  return new Map(found.flat());
}

type Entry = readonly [id: string, object: FlowObject | undefined];

async function eachOf(reader: Reader, path: string, { kind, targets }: Group): Promise<readonly Entry[]> {
  const entries = await Promise.all(
    targets.map(async (target): Promise<readonly Entry[]> => {
      const own = `${path}/${target.name}`;
      const object = await reader.get(own);
      return reader.denied.includes(own) ? [] : [[idOf(target), object && ofKind(kind)(object)]];
    }),
  );
  return entries.flat();
}

async function listOf(reader: Reader, path: string, { kind, targets }: Group): Promise<readonly Entry[]> {
  const objects = (await reader.list(path)).map(ofKind(kind));
  const byId = new Map(objects.map((object) => [idOf(targetOf(object)), object]));
  return reader.denied.includes(path)
    ? []
    : targets.map((target): Entry => [idOf(target), byId.get(idOf(target))]);
}
