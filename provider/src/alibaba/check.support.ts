import type { GatewayArgs } from "../gateway/gateway";
import { portsOf } from "../gateway/ports.check";
import type { Problem, ProblemCode } from "../problems";
import { annotationTable, type AnnotationRow, type ListenerKind } from "./annotations.table";
import type { AlibabaSlbArgs } from "./loadBalancer.args";
import { AlibabaSlbType } from "./loadBalancer.enums";
import { problemPath, valueAt } from "./properties";

/** What is known of the Service that a load balancer is for. */
export interface SlbContext {
  /** Its ports. Default: not known, and then nothing is said about them. */
  readonly ports?: readonly ServicePort[];
  /** Its `loadBalancerSourceRanges`. Default: none. */
  readonly sourceRanges?: readonly string[];
}

export interface ServicePort {
  readonly port: number;
  readonly protocol: "tcp" | "udp";
}

/** Ports of a gateway of this package, whichever ingress layer makes it. */
export function gatewayPorts(gateway: GatewayArgs): readonly ServicePort[] {
  const { http, https } = portsOf(gateway);
  return [http, https].map((port) => ({ port, protocol: "tcp" }));
}

export function problem(path: string, code: ProblemCode, reason: string): Problem {
  return { path, code, reason };
}

/** A list of one problem where something holds, of none where it doesn't. */
export function when(wrong: boolean, path: string, code: ProblemCode, reason: string): Problem[] {
  return wrong ? [{ path, code, reason }] : [];
}

export function typeOf({ type }: AlibabaSlbArgs): AlibabaSlbType {
  return type ?? AlibabaSlbType.Clb;
}

/** The kinds of listeners that there are, and whether those are all. Ports that nothing is said of have the Service's protocol. */
export function listenerKinds(
  { listeners = [] }: AlibabaSlbArgs,
  { ports }: SlbContext,
): { readonly kinds: readonly ListenerKind[]; readonly all: boolean } {
  const of = (port: number): ListenerKind | undefined =>
    listeners.find((listener) => listener.port === port)?.protocol;
  return ports === undefined
    ? { kinds: listeners.map(({ protocol }) => protocol ?? "tcp"), all: false }
    : { kinds: ports.map(({ port, protocol }) => of(port) ?? protocol), all: true };
}

/** The rows that args say something by. */
export function givenRows(args: AlibabaSlbArgs): readonly AnnotationRow[] {
  return annotationTable.filter(({ path }) => valueAt(args, path) !== undefined);
}

/** Problems of properties that are given, by the paths of their rows. */
export function eachGiven(
  args: AlibabaSlbArgs,
  paths: readonly string[],
  code: ProblemCode,
  reason: string,
): Problem[] {
  return paths
    .filter((path) => valueAt(args, path) !== undefined)
    .map((path) => problem(problemPath(path), code, reason));
}

/** Problems that are told once though several settings bring them up. */
export function once(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ path, code, reason }) => {
    const key = JSON.stringify([path, code, reason]);
    return !seen.has(key) && seen.add(key);
  });
}
