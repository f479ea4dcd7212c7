import { didYouMean, pathText, type Problem, type ProblemCode } from "../problems";
import {
  annotationName,
  annotationTable,
  isReadBy,
  legacyPrefix,
  nlbClass,
  prefix,
  type AnnotationRow,
} from "./annotations.table";
import type { AlibabaSlbArgs } from "./loadBalancer.args";
import { AlibabaAddressType, AlibabaSlbType } from "./loadBalancer.enums";
import { withValue } from "./properties";

/** What annotations say, as far as it can be read. */
export interface ParsedSlb {
  readonly args: AlibabaSlbArgs;
  /** Paths begin with `annotations`. */
  readonly problems: readonly Problem[];
  /** Names of the annotations that properties came from, by the rows' paths. */
  readonly names: ReadonlyMap<string, string>;
}

/** An annotation of the controller as it stands on a Service. */
export interface FoundAnnotation {
  readonly name: string;
  readonly row: AnnotationRow;
}

/** Annotations that have the controller pass over the Service, or do what it is not asked for here. */
const misleading: Readonly<Record<string, string>> = {
  "service.beta.kubernetes.io/class":
    "hands the Service over to another controller, so that no CLB is made; remove it",
  [`${prefix}type`]:
    "is read only where the controller runs with the alpha feature LoadBalancerTypeAnnotation, and then not for a CLB; use the type instead (spec.loadBalancerClass)",
  [`${prefix}tunnel-type`]: "has the controller make no CLB; remove it",
};

/** How a problem calls an annotation. */
export function annotationPath(name: string): string {
  return pathText(["annotations", name]);
}

/** Whether an annotation is meant for the controller, right or wrong. */
export function isAlibabas(name: string): boolean {
  return name.startsWith(prefix) || name.startsWith(legacyPrefix) || rowNamed(name) !== undefined;
}

/** The row of an annotation, also by its name of before 2019. */
export function rowNamed(name: string): AnnotationRow | undefined {
  const current = name.startsWith(legacyPrefix) ? prefix + name.slice(legacyPrefix.length) : name;
  return annotationTable.find((row) => annotationName(row) === current);
}

/** Sorts the names of a Service's annotations: those that the controller reads, and what is wrong with the others. */
export function findAnnotations(names: readonly string[]): {
  readonly found: readonly FoundAnnotation[];
  readonly problems: readonly Problem[];
} {
  const alibabas = names.filter((name) => isAlibabas(name) || misleading[name] !== undefined);
  const problems: Problem[] = [];
  const found = alibabas.flatMap((name): FoundAnnotation[] => {
    const row = rowNamed(name);
    const problem = row === undefined ? nameProblem(name) : shadowProblem(name, row, names);
    if (problem !== undefined) {
      problems.push(problem);
      return [];
    }
    return row === undefined ? [] : [{ name, row }];
  });
  // The class belongs to no cloud: alone, it is not ours to judge.
  return { found, problems: alibabas.some(isAlibabas) ? problems : [] };
}

function nameProblem(name: string): Problem {
  const reason = misleading[name];
  if (reason !== undefined) {
    return problemOf(name, "KN7004", reason);
  }
  const key = name.slice(name.startsWith(prefix) ? prefix.length : legacyPrefix.length);
  const keys = annotationTable.map((row) => row.key).filter((known) => !known.includes("/"));
  return problemOf(
    name,
    "KN7000",
    `is not read by the controller${didYouMean(key, keys)}; correct it, or give it in alibaba.furtherAnnotations if a newer controller has it`,
  );
}

function shadowProblem(name: string, row: AnnotationRow, names: readonly string[]): Problem | undefined {
  const current = annotationName(row);
  return name !== current && names.includes(current)
    ? problemOf(name, "KN7001", `is passed over, for ${current} is there, too; remove it`)
    : undefined;
}

/** Reads the annotations of a Service as the controller does. What it takes for something else than it says is a problem. */
export function parseAnnotations(
  annotations: Readonly<Record<string, string>>,
  loadBalancerClass?: string,
): ParsedSlb {
  const type = loadBalancerClass === nlbClass ? AlibabaSlbType.Nlb : AlibabaSlbType.Clb;
  const { found, problems } = findAnnotations(Object.keys(annotations));
  const start: ParsedSlb = {
    args: type === AlibabaSlbType.Nlb ? { type } : {},
    problems,
    names: new Map(),
  };
  // In the order of the table, so that args come out alike whatever order the annotations stand in.
  const ordered = found.toSorted((a, b) => annotationTable.indexOf(a.row) - annotationTable.indexOf(b.row));
  const parsed = ordered.reduce(
    (so, { name, row }) => read(so, row, name, annotations[name] ?? "", type),
    start,
  );
  const { args } = parsed;
  return args.addressType === undefined && args.id === undefined
    ? { ...parsed, args: { ...args, addressType: AlibabaAddressType.Internet } }
    : parsed;
}

function read(
  so: ParsedSlb,
  row: AnnotationRow,
  name: string,
  text: string,
  type: AlibabaSlbType,
): ParsedSlb {
  const fail = (code: ProblemCode, reason: string): ParsedSlb => ({
    ...so,
    problems: [...so.problems, problemOf(name, code, reason)],
  });
  if (!isReadBy(row, type)) {
    return fail("KN7003", `is not read for ${type.toUpperCase()}; remove it`);
  }
  const value = row.codec.read(text);
  if (value === undefined) {
    return fail("KN7002", `must be of the form ${row.codec.values}, got ${JSON.stringify(text)}`);
  }
  const written = (row.codec.write as (value: unknown) => string | undefined)(value);
  if (type === AlibabaSlbType.Clb && written !== text && written?.toLowerCase() === text.toLowerCase()) {
    return fail("KN7002", `must be ${JSON.stringify(written)} in this case, got ${JSON.stringify(text)}`);
  }
  return {
    args: withValue(so.args, row.path, value),
    problems: so.problems,
    names: new Map([...so.names, [row.path, name]]),
  };
}

function problemOf(name: string, code: ProblemCode, reason: string): Problem {
  return { path: annotationPath(name), code, reason };
}
