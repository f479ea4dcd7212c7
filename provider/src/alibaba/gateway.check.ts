import { Output } from "@pulumi/pulumi";
import { Exposure, type GatewayArgs } from "../gateway/gateway";
import { portsOf } from "../gateway/ports.check";
import type { Problem } from "../problems";
import { annotationPath, findAnnotations, isAlibabas, parseAnnotations } from "./annotations.parse";
import { annotationName, annotationTable, type AnnotationRow } from "./annotations.table";
import { gatewayPorts, once, problem, when, type SlbContext } from "./check.support";
import type { AlibabaSlbArgs } from "./loadBalancer.args";
import { checkSlb } from "./loadBalancer.check";
import { AlibabaSlbType } from "./loadBalancer.enums";
import { nlbClass } from "./annotations.table";
import { valueAt, withValue } from "./properties";

/** The settings of Alibaba's load balancer at a gateway: typed, as annotations, or some of each. */
export function checkGatewayLoadBalancer(gateway: GatewayArgs): Problem[] {
  const { alibaba, annotations = {}, exposure } = gateway;
  const names = Object.keys(annotations);
  if (exposure !== Exposure.LoadBalancer || (alibaba === undefined && !names.some(isAlibabas))) {
    return [];
  }
  const context: SlbContext = {
    ports: gatewayPorts(gateway),
    sourceRanges: gateway.loadBalancerSourceRanges,
  };
  const isKnown = Object.values(annotations).every((value) => !Output.isInstance(value));
  return [
    ...checkService(gateway),
    ...checkTwice(alibaba, names),
    ...(isKnown
      ? checkTogether(alibaba, annotations as Record<string, string>, gateway.loadBalancerClass, context)
      : [
          // Of texts that nobody knows yet, only the names can be judged.
          ...findAnnotations(names).problems,
          ...(alibaba === undefined ? [] : checkSlb(alibaba, context).map((found) => atTyped(found))),
        ]),
  ];
}

/** Properties of the gateway that the controller doesn't read, or that the settings decide. */
function checkService(gateway: GatewayArgs): Problem[] {
  const { alibaba, loadBalancerClass, loadBalancerIP, tls } = gateway;
  const { https } = portsOf(gateway);
  const terminated = (alibaba?.listeners ?? []).findIndex(
    ({ port, protocol }) => port === https && (protocol === "https" || protocol === "tcpssl"),
  );
  return [
    ...when(
      alibaba !== undefined && loadBalancerClass !== undefined,
      "loadBalancerClass",
      "KN7005",
      "is decided by alibaba.type; remove it",
    ),
    ...when(
      loadBalancerIP !== undefined,
      "loadBalancerIP",
      "KN7005",
      "is not read by Alibaba's controller; give alibaba.network.ip, the address in a vSwitch, or remove it",
    ),
    ...when(
      tls !== undefined && terminated >= 0,
      `alibaba.listeners[${terminated}].protocol`,
      "KN7044",
      "ends TLS at the load balancer, and the gateway's tls ends it at the gateway; use one of them: protocol tcp, or no tls",
    ),
  ];
}

/** What typed settings and annotations both say. */
function checkTwice(alibaba: AlibabaSlbArgs | undefined, names: readonly string[]): Problem[] {
  const further = Object.keys(alibaba?.furtherAnnotations ?? {});
  return [
    ...findAnnotations(names).found.flatMap(({ name, row }) =>
      when(
        alibaba !== undefined && valueAt(alibaba, row.path) !== undefined,
        annotationPath(name),
        "KN7001",
        `says the same as alibaba.${row.path}; remove one of them`,
      ),
    ),
    ...further
      .filter((name) => names.includes(name))
      .map((name) =>
        problem(
          annotationPath(name),
          "KN7001",
          "stands in alibaba.furtherAnnotations, too; remove one of them",
        ),
      ),
  ];
}

function checkTogether(
  alibaba: AlibabaSlbArgs | undefined,
  annotations: Readonly<Record<string, string>>,
  loadBalancerClass: string | undefined,
  context: SlbContext,
): Problem[] {
  if (alibaba === undefined) {
    return annotationProblems(annotations, loadBalancerClass, context);
  }
  const parsed = parseAnnotations(annotations, alibaba.type === AlibabaSlbType.Nlb ? nlbClass : undefined);
  const added = [...parsed.names].filter(([path]) => valueAt(alibaba, path) === undefined);
  const whole = added.reduce((args, [path]) => withValue(args, path, valueAt(parsed.args, path)), alibaba);
  const origins = new Map(added);
  return [...parsed.problems, ...checkSlb(whole, context).map((found) => atTyped(found, origins))];
}

/** Everything that is wrong with a Service's annotations, each problem told by the annotation that it is about. */
export function annotationProblems(
  annotations: Readonly<Record<string, string>>,
  loadBalancerClass: string | undefined,
  context: SlbContext,
): Problem[] {
  const { args, names, problems } = parseAnnotations(annotations, loadBalancerClass);
  const atAnnotation = (found: Problem): Problem => {
    const row = rowOf(found.path, (candidate) => names.has(candidate.path));
    return row === undefined
      ? found
      : { ...found, path: annotationPath(names.get(row.path) ?? annotationName(row)) };
  };
  return once([...problems, ...checkSlb(args, context).map(atAnnotation)]);
}

/** A problem as the gateway's args name it: by the annotation where the setting came from one. */
function atTyped(found: Problem, origins: ReadonlyMap<string, string> = new Map()): Problem {
  const row = rowOf(found.path, (candidate) => origins.has(candidate.path));
  const origin = row === undefined ? undefined : origins.get(row.path);
  const path = found.path === "loadBalancerSourceRanges" ? found.path : `alibaba.${found.path}`;
  return { ...found, path: origin === undefined ? path : annotationPath(origin) };
}

/** The row that a problem's path belongs to; of several, one that is preferred. */
function rowOf(path: string, isPreferred: (row: AnnotationRow) => boolean): AnnotationRow | undefined {
  const plain = path.replace(/^listeners\[\d+\]/, "listeners[]");
  const rows = annotationTable.filter(
    (row) =>
      plain === row.path ||
      plain.startsWith(`${row.path}.`) ||
      plain.startsWith(`${row.path}[`) ||
      (/^listeners(\[\])?(\.port)?$/.test(plain) && row.path.startsWith("listeners[].")),
  );
  return rows.find(isPreferred) ?? rows[0];
}
