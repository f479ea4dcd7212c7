import { z } from "zod";
import { knownTexts } from "../inputs/maps";
import { leaf, quantity, type Problem } from "../problems";
import type { EnvFromArgs, EnvValueFromArgs, SidecarArgs } from "./container.args";
import { checkOneOf } from "./oneOf.check";

// Names: knative/serving pkg/apis/serving/k8s_validation.go.
const reserved = ["PORT", "K_SERVICE", "K_CONFIGURATION", "K_REVISION"];
/** Only the main container has a port, and so the variable. */
export const reservedBeside = reserved.slice(1);
const sources = ["secret", "configMap", "podField", "resource"] as const;

const reference = {
  secret: leaf(z.string().min(1)).optional(),
  configMap: leaf(z.string().min(1)).optional(),
};
export const envFromShape = z.strictObject({
  ...reference,
  prefix: z.string().optional(),
  optional: z.boolean().optional(),
}) satisfies z.ZodType<EnvFromArgs>;
export const envValueFromShape = z.strictObject({
  ...reference,
  key: z.string().min(1).optional(),
  optional: z.boolean().optional(),
  podField: z.string().min(1).optional(),
  resource: z.string().min(1).optional(),
  container: z.string().min(1).optional(),
  divisor: quantity.optional(),
}) satisfies z.ZodType<EnvValueFromArgs>;

type Variables = Pick<SidecarArgs, "env" | "envFrom" | "envValueFrom">;

/** The problems of a container's environment variables. */
export function checkVariables(
  { env: given, envFrom = [], envValueFrom: single = {} }: Variables,
  taken: readonly string[] = reserved,
): Problem[] {
  const env = knownTexts(given);
  return [
    ...Object.keys(env).flatMap((name) => checkVariable(name, memberPath("env", name), taken)),
    ...envFrom.flatMap((source, index) => checkOneOf(source, ["secret", "configMap"], `envFrom[${index}]`)),
    ...Object.entries(single).flatMap(([name, source]) => {
      const path = memberPath("envValueFrom", name);
      const twice: Problem[] = Object.hasOwn(env, name)
        ? [{ path, code: "KN4017", reason: `"${name}" is set in env, too; keep one of them` }]
        : [];
      return [...checkVariable(name, path, taken), ...twice, ...checkSource(source, path)];
    }),
  ];
}

function checkSource(source: EnvValueFromArgs, path: string): Problem[] {
  const one = checkOneOf(source, sources, path);
  if (one.length > 0) {
    return one;
  }
  const ofObject = source.secret !== undefined || source.configMap !== undefined;
  const needs = (property: keyof EnvValueFromArgs, needed: string, met: boolean): Problem[] =>
    source[property] === undefined || met
      ? []
      : [{ path: `${path}.${property}`, code: "KN1008", reason: `needs ${needed}; remove it` }];
  return [
    ...(ofObject && source.key === undefined
      ? [
          {
            path: `${path}.key`,
            code: "KN1005" as const,
            reason: "is required: the key of the Secret or ConfigMap",
          },
        ]
      : []),
    ...needs("key", "secret or configMap", ofObject),
    ...needs("optional", "secret or configMap", ofObject),
    ...needs("container", "resource", source.resource !== undefined),
    ...needs("divisor", "resource", source.resource !== undefined),
  ];
}

function memberPath(map: string, name: string): string {
  return `${map}${/^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`}`;
}

function checkVariable(name: string, path: string, taken: readonly string[]): Problem[] {
  if (taken.includes(name)) {
    const way = name === "PORT" ? "; set port instead" : "";
    const reason = `is set by Knative itself, as are ${taken.join(", ")}${way}`;
    return [{ path, code: "KN4008", reason }];
  }
  const reason = "is no variable name: letters, digits, '_', '-' and '.', not starting with a digit";
  return /^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(name) ? [] : [{ path, code: "KN1006", reason }];
}
