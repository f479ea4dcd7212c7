import ipaddr from "ipaddr.js";
import { z } from "zod";
import type { ProblemCode } from "./codes";
import { imageReference } from "./imageReference";
import { quantityValue } from "./quantity";
import { leaf } from "./shape";

/** A text that must pass a test; the problem carries `code` and says `reason`. */
export function text(code: ProblemCode, reason: string, test: (value: string) => boolean) {
  return z.string().refine(test, {
    error: ({ input }) => `${reason}, got ${JSON.stringify(input)}`,
    params: { problem: code },
  });
}

/** RFC 1035 label, as Kubernetes wants it for Services and so Knative for everything that becomes one. */
export const isDnsLabel = (value: string): boolean => /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/.test(value);

/** RFC 1123 subdomain: domains, and names of most Kubernetes objects. */
export const isDnsSubdomain = (value: string): boolean =>
  value.length <= 253 &&
  value.split(".").every((label) => /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(label));

export const dnsLabel = text(
  "KN4001",
  "must be a DNS label: lower-case letters, digits and '-', starting with a letter, at most 63 characters",
  isDnsLabel,
);

/** RFC 1123 label, which may begin with a digit: names of namespaces. */
export const namespaceName = text(
  "KN4001",
  "must be the name of a namespace: lower-case letters, digits and '-', at most 63 characters",
  (value) => /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(value),
);

export const domainName = text(
  "KN1006",
  "must be a domain name such as apps.example.com: lower-case labels of letters, digits and '-', with dots between",
  isDnsSubdomain,
);

/** Kubernetes resource quantity. */
export const quantity = text(
  "KN4011",
  "must be a Kubernetes quantity such as 250m, 0.5, 128Mi or 1G",
  (value) => quantityValue(value) !== undefined,
);

const unitSeconds: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 };

/** Seconds of a Go duration such as `1h30m`, or undefined where the text is none. */
export function durationSeconds(value: string): number | undefined {
  const parts = [...value.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  const whole = parts.map((part) => part[0]).join("");
  if (value === "0") {
    return 0;
  }
  return parts.length === 0 || whole !== value
    ? undefined
    : parts.reduce((sum, [, number, unit]) => sum + Number(number) * (unitSeconds[unit ?? ""] ?? NaN), 0);
}

/** A Go duration in whole seconds between two bounds (seconds), or from one on. */
export function duration(minimum: number, maximum = Infinity) {
  const to = maximum === Infinity ? " on" : ` to ${durationText(maximum)}`;
  const bounds = `${durationText(minimum)}${to}`;
  return text("KN4003", `must be a duration in whole seconds from ${bounds}, such as 90s or 5m`, (value) => {
    const seconds = durationSeconds(value);
    return seconds !== undefined && Number.isInteger(seconds) && seconds >= minimum && seconds <= maximum;
  });
}

function durationText(seconds: number): string {
  if (seconds > 0 && seconds % 3600 === 0) {
    return `${seconds / 3600}h`;
  }
  return seconds > 0 && seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}

/** A whole number between two bounds. */
export const whole = (minimum: number, maximum = Number.MAX_SAFE_INTEGER) =>
  z.int().min(minimum).max(maximum);

/** A range of addresses. */
export const cidr = text("KN1006", "must be a range in CIDR notation such as 10.0.0.0/8", (value) =>
  ipaddr.isValidCIDR(value),
);

/** A map from names to texts that may still be Outputs. */
export const texts = z.record(z.string(), leaf(z.string()));

export const image = text(
  "KN4009",
  "must be an image reference such as registry.example.com/team/app:1.0 or …@sha256:<digest>",
  (value) => imageReference(value) !== undefined,
);
