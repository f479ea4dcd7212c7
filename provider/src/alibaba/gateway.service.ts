import { Output, output, type Input } from "@pulumi/pulumi";
import type { GatewayArgs } from "../gateway/gateway";
import { isObject } from "../manifests/manifest";
import { renderSlb, type PendingText } from "./annotations.render";

/** What a gateway's Service carries for its load balancer, whichever cloud's it is. */
export interface GatewayLoadBalancer {
  readonly annotations: Readonly<Record<string, Input<string>>>;
  readonly loadBalancerClass: string | undefined;
  /** Ports of the Service whose requests come without TLS, for it ends at the load balancer. */
  readonly plainPorts: readonly number[];
}

/** The annotations and the class that a gateway asks for: its own, and those of its settings of Alibaba's load balancer. */
export function gatewayLoadBalancer({
  alibaba,
  annotations = {},
  loadBalancerClass,
}: GatewayArgs): GatewayLoadBalancer {
  if (alibaba === undefined) {
    return { annotations, loadBalancerClass, plainPorts: [] };
  }
  const { annotations: pending, plainPorts, ...service } = renderSlb(alibaba);
  const written = Object.entries(pending).map(([name, text]) => [name, settledText(text)] as const);
  // Nothing that is given stands in both, but for what the settings have by default.
  return {
    annotations: { ...Object.fromEntries(written), ...annotations },
    loadBalancerClass: service.loadBalancerClass ?? loadBalancerClass,
    plainPorts,
  };
}

/** The text itself where everything is known, so that a preview shows it. */
export function settledText({ from, write }: PendingText): Input<string> {
  return isPending(from) ? (output(from) as Output<unknown>).apply(write) : write(from);
}

function isPending(value: unknown): boolean {
  if (Output.isInstance(value)) {
    return true;
  }
  return Array.isArray(value)
    ? value.some(isPending)
    : isObject(value) && Object.values(value).some(isPending);
}
