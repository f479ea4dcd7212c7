import * as fc from "fast-check";

export const digest = `sha256:${"0".repeat(64)}`;

const part = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,6}[a-z0-9])?$/);
export const host = fc.oneof(
  fc.constant("localhost"),
  fc.tuple(part, fc.integer({ min: 1, max: 65535 })).map(([name, port]) => `${name}:${port}`),
  fc.tuple(part, part).map(([name, domain]) => `${name}.${domain}`),
);
export const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
const version = fc.constantFrom("", ":v1.2-latest", `@${digest}`, `:v1@${digest}`);
/** References that are valid. */
export const image = fc
  .tuple(fc.option(host), path, version)
  .map(([registry, name, suffix]) => `${registry === null ? "" : `${registry}/`}${name}${suffix}`);
