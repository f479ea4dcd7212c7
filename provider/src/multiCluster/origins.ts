import { isObject } from "../manifests/manifest";
import type { Problem } from "../problems";
import type { MultiClusterArgs } from "./multiCluster.args";
import { overrideOf, type Member } from "./multiCluster.plan";

/** The path that a property of a cluster's platform has for the user: in what all have, or in what that cluster has of its own. */
export function originOf(path: string, { index }: Pick<Member, "index">, args: MultiClusterArgs): string {
  const at = `clusters[${index}]`;
  const { overrides = {} } = args.clusters[index] ?? {};
  const [, number, inService = ""] = /^services\[(\d+)\](.*)$/s.exec(path) ?? [];
  if (number !== undefined) {
    return originInService(Number(number), inService, at, { ...args, overrides: overrides.services });
  }
  if (/^cluster\b/.test(path)) {
    return `${at}.${path}`;
  }
  return isOverridden(path, overrides, args) ? `${at}.overrides.${path}` : path;
}

function originInService(
  index: number,
  rest: string,
  at: string,
  {
    services = [],
    overrides = [],
  }: Pick<MultiClusterArgs, "services"> & { overrides?: Parameters<typeof overrideOf>[1] },
): string {
  const common = services[index];
  if (common === undefined) {
    return `${at}.services[${index - services.length}]${rest}`;
  }
  const found = overrideOf(common, overrides);
  // By these the override is found: they are those of the service.
  const own = { ...overrides[found], name: undefined, namespace: undefined };
  return isOverridden(rest, own, common)
    ? `${at}.overrides.services[${found}]${rest}`
    : `services[${index}]${rest}`;
}

/** Whether what stands at a path comes from what lies above, as maps are joined and all else is replaced. */
function isOverridden(path: string, above: unknown, below: unknown): boolean {
  const steps = [...path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/g)];
  const walk = (over: unknown, under: unknown, [step, ...rest]: readonly string[]): boolean => {
    if (step === undefined || !isObject(over)) {
      return over !== undefined;
    }
    const inner = over[step];
    return inner === undefined
      ? under === undefined
      : walk(inner, isObject(under) ? under[step] : undefined, rest);
  };
  return walk(
    above,
    below,
    steps.map(([, quoted, index, name]) => quoted ?? index ?? name ?? ""),
  );
}

/** Problems of one cluster's platform. */
export interface MemberProblems {
  readonly member: Member;
  readonly problems: readonly Problem[];
}

/** Each problem once, where the user can mend it; what is common and wrong in some clusters alone names those. */
export function gathered(all: readonly MemberProblems[], args: MultiClusterArgs): Problem[] {
  const found = all.flatMap(({ member, problems }) =>
    problems.map((problem) => ({ ...problem, path: originOf(problem.path, member, args), member })),
  );
  const keyOf = ({ path, code, reason }: Problem) => [path, code, reason].join("\n");
  const keys = found.map(keyOf);
  return found
    .filter((problem, index) => keys.indexOf(keyOf(problem)) === index)
    .map(({ path, code, reason, member }) => {
      const same = found.filter((problem) => keyOf(problem) === keyOf({ path, code, reason }));
      const names = new Set(same.map((problem) => problem.member.name)).add(member.name);
      const isEverywhere = names.size === all.length || path.startsWith("clusters[");
      return { path, code, reason: isEverywhere ? reason : `${reason} (in ${[...names].join(", ")})` };
    });
}
