import { isDeepStrictEqual } from "node:util";
import type { Problem } from "../problems";
import {
  annotationName,
  annotationTable,
  changeFor,
  isListeners,
  isReadBy,
  legacyPrefix,
  nlbClass,
  prefix,
  type AnnotationRow,
} from "./annotations.table";
import { AlibabaSlbType } from "./loadBalancer.enums";

/** What a Service says of its load balancer. */
export interface SlbState {
  readonly annotations: Readonly<Record<string, string>>;
  readonly loadBalancerClass?: string;
}

/** A change of a Service that its load balancer wouldn't follow. */
export interface SlbChange {
  /** Path of the property in `AlibabaSlbArgs`. */
  readonly path: string;
  /** Texts of the annotation; undefined where it isn't there. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  /**
   * Why: only a new load balancer has it, and the controller says so by an event; only a new one has it, and the controller
   * says nothing; or what the annotation did stays once it is gone.
   */
  readonly kind: "replace" | "ignored" | "stays";
  /** What to write instead of removing the annotation. */
  readonly reset?: string;
}

/** What of a change the controller doesn't carry out on the load balancer that is there. */
export function slbChanges(before: SlbState, after: SlbState): SlbChange[] {
  const type = typeOf(after);
  if (typeOf(before) !== type) {
    return [{ path: "type", from: typeOf(before), to: type, kind: "replace" }];
  }
  const recreated = textOf(before, protocols) !== textOf(after, protocols);
  const reused = [before, after].some((state) => textOf(state, reuse) !== undefined);
  return annotationTable
    .filter((row) => isReadBy(row, type))
    .flatMap((row): SlbChange[] => {
      const change = changeFor(row, type);
      const [from, to] = [textOf(before, row), textOf(after, row)];
      const { path, reset } = row;
      if (change === "update") {
        // A listener that is made anew begins with the defaults.
        const stays = !(isListeners(row, type) && recreated) && isUndone(row, from, to);
        return stays ? [{ path, from, to, kind: "stays", ...(reset === undefined ? {} : { reset }) }] : [];
      }
      // Of a load balancer of the user's, the annotations say what it is: one that isn't there says nothing.
      const silent = reused && row !== reuse && (from === undefined || to === undefined);
      return silent || isSame(row, from, to) ? [] : [{ path, from, to, kind: change }];
    });
}

/** What a gateway of this package says of the way out. */
const replacesService =
  "set alibaba.allowReplace: true for this update, which replaces the Service, the load balancer and its address";

/** Tells changes as problems; paths are those of `AlibabaSlbArgs`. */
export function changeProblems(changes: readonly SlbChange[], way = replacesService): Problem[] {
  return changes.map(({ path, from, to, kind, reset }): Problem => {
    if (kind === "stays") {
      const reason = `was ${JSON.stringify(from)} and is gone, which the controller doesn't undo; write ${reset === undefined ? "what is meant" : JSON.stringify(reset)} in its place`;
      return { path, code: "KN7007", reason };
    }
    const how = kind === "replace" ? "the controller refuses that" : "the controller passes over that";
    return {
      path,
      code: "KN7006",
      reason: `can't change from ${said(from)} to ${said(to)} while the load balancer is there (${how}); undo it, or ${way}`,
    };
  });
}

/** Properties of a Service whose change makes a new load balancer, as Pulumi's `replaceOnChanges` names them. */
export function replacingProperties(type: AlibabaSlbType): string[] {
  return [
    "spec.loadBalancerClass",
    ...annotationTable
      .filter((row) => isReadBy(row, type) && changeFor(row, type) !== "update")
      .map((row) => `metadata.annotations[${JSON.stringify(annotationName(row))}]`),
  ];
}

const rowFor = (path: string) => annotationTable.find((row) => row.path === path) as AnnotationRow;
const reuse = rowFor("id");
const protocols = rowFor("listeners[].protocol");

function typeOf({ loadBalancerClass }: SlbState): AlibabaSlbType {
  return loadBalancerClass === nlbClass ? AlibabaSlbType.Nlb : AlibabaSlbType.Clb;
}

function textOf({ annotations }: SlbState, row: AnnotationRow): string | undefined {
  const name = annotationName(row);
  return annotations[name] ?? annotations[name.replace(prefix, legacyPrefix)];
}

/** Whether two texts mean the same; without one, the default holds. */
function isSame({ codec, reset }: AnnotationRow, from = reset, to = reset): boolean {
  const read = (text: string | undefined) => (text === undefined ? undefined : (codec.read(text) ?? text));
  return isDeepStrictEqual(read(from), read(to));
}

/** Whether an annotation is gone whose work remains. */
function isUndone(row: AnnotationRow, from: string | undefined, to: string | undefined): boolean {
  return row.reset !== undefined && from !== undefined && to === undefined && !isSame(row, from, row.reset);
}

function said(text: string | undefined): string {
  return text === undefined ? "nothing" : JSON.stringify(text);
}
