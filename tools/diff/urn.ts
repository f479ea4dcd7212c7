/** The parts of `urn:pulumi:<stack>::<project>::<types of parents and itself>::<name>`. */
export interface UrnParts {
  readonly stack: string;
  readonly project: string;
  readonly type: string;
  readonly name: string;
}

/** Takes a URN apart; what is missing is empty. A name may hold `::` itself. */
export function parseUrn(urn: string): UrnParts {
  const [prefix = "", project = "", types = "", ...name] = urn.split("::");
  return {
    stack: prefix.replace(/^urn:pulumi:/, ""),
    project,
    type: types.split("$").at(-1) ?? "",
    name: name.join("::"),
  };
}

/** The last part of a type: `Deployment` of `kubernetes:apps/v1:Deployment`, `kubernetes` of a provider. */
export function shortType(type: string): string {
  return type.startsWith("pulumi:providers:") ? "Provider" : (type.split(":").at(-1) ?? type);
}

export function isStack(type: string): boolean {
  return type === "pulumi:pulumi:Stack";
}

/** The providers that the engine makes by itself. Nobody plans them, and Pulumi doesn't count them either. */
export function isDefaultProvider(urn: string): boolean {
  const { type, name } = parseUrn(urn);
  return type.startsWith("pulumi:providers:") && /^default(_|$)/.test(name);
}
