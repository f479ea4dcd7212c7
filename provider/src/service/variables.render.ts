import type { Input } from "@pulumi/pulumi";
import type { EnvFromArgs, EnvValueFromArgs } from "./container.args";
import { defined } from "../manifests/defined";

/**
 * Environment variables in an order of their own, by name: a map has none once it came through Pulumi's engine, and each
 * preview would show another. A variable comes after those that it refers to as `$(NAME)`, which Kubernetes demands.
 */
export function renderVariables(
  env: Readonly<Record<string, Input<string>>> = {},
  single: Readonly<Record<string, EnvValueFromArgs>> = {},
) {
  const names = [...new Set([...Object.keys(env), ...Object.keys(single)])].toSorted();
  return inOrder(names, env).map((name) => {
    const source = single[name];
    return source === undefined ? { name, value: env[name] } : { name, valueFrom: renderSource(source) };
  });
}

function inOrder(names: readonly string[], env: Readonly<Record<string, Input<string>>>): string[] {
  const known = new Set(names);
  const placed = new Set<string>();
  const visiting = new Set<string>();
  const place = (name: string): void => {
    if (placed.has(name) || visiting.has(name)) {
      return;
    }
    visiting.add(name);
    references(env[name])
      .filter((other) => known.has(other))
      .forEach(place);
    placed.add(name);
  };
  names.forEach(place);
  return [...placed];
}

function references(value: unknown): string[] {
  return typeof value === "string" ? [...value.matchAll(/\$\(([^)]+)\)/g)].map(([, name = ""]) => name) : [];
}

function renderSource({
  secret,
  configMap,
  key,
  optional,
  podField,
  resource,
  container,
  divisor,
}: EnvValueFromArgs) {
  if (podField !== undefined) {
    return { fieldRef: { fieldPath: podField } };
  }
  if (resource !== undefined) {
    return { resourceFieldRef: defined({ containerName: container, resource, divisor }) };
  }
  return secret === undefined
    ? { configMapKeyRef: defined({ name: configMap, key, optional }) }
    : { secretKeyRef: defined({ name: secret, key, optional }) };
}

/** All keys of a Secret or a ConfigMap. */
export function renderEnvFrom({ secret, configMap, prefix, optional }: EnvFromArgs) {
  return defined({
    prefix,
    secretRef: secret === undefined ? undefined : defined({ name: secret, optional }),
    configMapRef: configMap === undefined ? undefined : defined({ name: configMap, optional }),
  });
}
