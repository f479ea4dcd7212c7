import type { Problem } from "../problems";
import {
  givenRows,
  listenerKinds,
  problem,
  typeOf,
  when,
  type ServicePort,
  type SlbContext,
} from "./check.support";
import type { AlibabaListenerArgs, AlibabaSlbArgs } from "./loadBalancer.args";
import { problemPath } from "./properties";

const protocols = { clb: ["http", "https", "tcp", "udp"], nlb: ["tcp", "udp", "tcpssl"] } as const;
const datagram = (protocol: string): boolean => protocol === "udp";

/** Listeners, and the settings that hold for all of them or for those of one layer. */
export function checkListeners(args: AlibabaSlbArgs, context: SlbContext): Problem[] {
  const { listeners = [] } = args;
  return [
    ...listeners.flatMap((listener, index) => [
      ...checkListener(args, listener, index, context),
      ...checkRedirect(args, listener, index),
      ...checkRange(args, listener, index, context),
    ]),
    ...checkKinds(args, context),
  ];
}

function checkListener(
  args: AlibabaSlbArgs,
  listener: AlibabaListenerArgs,
  index: number,
  { ports }: SlbContext,
): Problem[] {
  const { port, ...said } = listener;
  const path = `listeners[${index}]`;
  const first = (args.listeners ?? []).findIndex((other) => other.port === port);
  const service = ports?.find((known) => known.port === port);
  return [
    ...when(first < index, `${path}.port`, "KN1007", `${port} is listeners[${first}].port already`),
    ...when(
      Object.values(said).every((value) => value === undefined),
      path,
      "KN1005",
      "says nothing but its port; give it a protocol, or remove it",
    ),
    ...when(
      ports !== undefined && service === undefined,
      `${path}.port`,
      "KN7023",
      `must be a port of the Service, got ${port}; it has ${portsText(ports)}, and nothing listens for others`,
    ),
    ...checkProtocol(args, listener, `${path}.protocol`, service),
  ];
}

function checkProtocol(
  args: AlibabaSlbArgs,
  { protocol, port }: AlibabaListenerArgs,
  path: string,
  service: ServicePort | undefined,
): Problem[] {
  const type = typeOf(args);
  const allowed: readonly string[] = protocols[type];
  if (protocol === undefined) {
    return [];
  }
  return allowed.includes(protocol)
    ? when(
        service !== undefined && datagram(protocol) !== datagram(service.protocol),
        path,
        "KN7022",
        `can't be "${protocol}": the Service's port ${port} is ${service?.protocol ?? ""}, and no listener turns one into the other`,
      )
    : [
        problem(
          path,
          "KN7022",
          `must be one of ${allowed.join(", ")} for ${type.toUpperCase()}, got "${protocol}"${otherProtocol(protocol)}`,
        ),
      ];
}

function otherProtocol(protocol: string): string {
  const instead = { https: "tcpssl", tcpssl: "https", http: "tcp" }[protocol];
  return instead === undefined ? "" : `; what comes nearest is "${instead}"`;
}

function portsText(ports: readonly ServicePort[] = []): string {
  return ports.map(({ port }) => port).join(", ");
}

function checkRedirect(
  { listeners = [] }: AlibabaSlbArgs,
  { protocol, forwardPort }: AlibabaListenerArgs,
  index: number,
): Problem[] {
  const path = `listeners[${index}].forwardPort`;
  if (forwardPort === undefined) {
    return [];
  }
  const target = listeners.find(({ port }) => port === forwardPort);
  return protocol !== "http"
    ? [problem(path, "KN7024", 'is passed over unless protocol is "http"; set it, or remove forwardPort')]
    : when(
        target?.protocol !== "https",
        path,
        "KN7024",
        `must be the port of an https listener, got ${forwardPort}; add { port: ${forwardPort}, protocol: https } to listeners`,
      );
}

function checkRange(
  { listeners = [], backends = {} }: AlibabaSlbArgs,
  listener: AlibabaListenerArgs,
  index: number,
  { ports = [] }: SlbContext,
): Problem[] {
  const { portRange } = listener;
  const path = `listeners[${index}].portRange`;
  if (portRange === undefined) {
    return [];
  }
  const { from, to } = portRange;
  const others = listeners
    .filter((other) => other !== listener)
    .map(({ port, portRange: range }) => range ?? { from: port, to: port });
  const silent = ports
    .filter(({ port }) => !listeners.some((other) => other.port === port))
    .map(({ port }) => ({ from: port, to: port }));
  const clash = [...others, ...silent].find((other) => other.from <= to && from <= other.to);
  return [
    ...when(from >= to, path, "KN7025", `must end above its first port, got ${from} to ${to}`),
    ...when(
      backends.type !== "eni",
      path,
      "KN7025",
      'needs backends.type "eni": pods are attached by their own ports, nodes by one node port alone',
    ),
    ...when(
      clash !== undefined,
      path,
      "KN7025",
      `overlaps with ${clash?.from === clash?.to ? `port ${clash?.from}` : `the ports ${clash?.from} to ${clash?.to}`} of another listener`,
    ),
  ];
}

/** Settings for listeners of a kind that there is none of: they would be sent nowhere. */
function checkKinds(args: AlibabaSlbArgs, context: SlbContext): Problem[] {
  const { kinds, all } = listenerKinds(args, context);
  const isNlb = typeOf(args) === "nlb";
  return givenRows(args).flatMap(({ path, on, listeners }): Problem[] => {
    const wanted = (listeners ?? []).filter((kind) => (isNlb ? kind === "tcpssl" : kind !== "tcpssl"));
    // Ports that nothing is said of are never of these kinds.
    const isCertain = all || wanted.every((kind) => kind !== "tcp" && kind !== "udp");
    const isOther = on !== "both" && on !== typeOf(args);
    if (isOther || path.startsWith("listeners[]") || wanted.length === 0 || !isCertain) {
      return [];
    }
    return when(
      !wanted.some((kind) => kinds.includes(kind)),
      problemPath(path),
      "KN7020",
      `is for listeners of ${wanted.join(" and ")}, and there is none; add { port, protocol: ${wanted[0]} } to listeners, or remove it`,
    );
  });
}
