import { ResourceHook, runtime, type CustomResourceOptions, type ResourceHookArgs } from "@pulumi/pulumi";
import { Exposure, type GatewayArgs } from "../gateway/gateway";
import type { PlannedGateway } from "../gateway/layer";
import { problemLine, under } from "../problems";
import { isAlibabas } from "./annotations.parse";
import { changeProblems, replacingProperties, slbChanges, type SlbState } from "./changes";
import { AlibabaSlbType } from "./loadBalancer.enums";

/** The options of the gateways' Services, by the keys that they are registered by. */
export function gatewayServicesOptions(
  component: string,
  gateways: readonly PlannedGateway[],
): Record<string, CustomResourceOptions> {
  return Object.fromEntries(
    gateways.flatMap((gateway) => {
      const key = `Service/${gateway.service}`;
      return gateway.service === undefined
        ? []
        : [[key, gatewayServiceOptions(`${component}:${key}`, gateway)] as const];
    }),
  );
}

/**
 * How Pulumi is to treat a change of a gateway's Service. A component knows nothing of the state before; the engine does. So a hook
 * before each update compares, in previews too, and refuses what the load balancer wouldn't follow. Where that is allowed, the
 * engine replaces the Service instead: the old one goes first, for both have one name.
 */
export function gatewayServiceOptions(resource: string, gateway: GatewayArgs): CustomResourceOptions {
  const { alibaba, annotations = {}, exposure } = gateway;
  if (
    exposure !== Exposure.LoadBalancer ||
    (alibaba === undefined && !Object.keys(annotations).some(isAlibabas))
  ) {
    return {};
  }
  const allowReplace = alibaba?.allowReplace === true;
  const hook = new ResourceHook(
    `${resource}:keepLoadBalancer`,
    (args) => keepLoadBalancer(args, allowReplace),
    { onDryRun: true },
  );
  return {
    hooks: { beforeUpdate: [hook] },
    ...(allowReplace
      ? {
          replaceOnChanges: replacingProperties(alibaba.type ?? AlibabaSlbType.Clb),
          deleteBeforeReplace: true,
        }
      : {}),
  };
}

/**
 * Throws where a Service is about to be changed in a way that its load balancer doesn't follow. Where it may be replaced, the engine
 * has replaced it for all that a new load balancer has, and what remains is what a removal doesn't undo.
 */
export function keepLoadBalancer(
  { name, oldInputs, newInputs }: ResourceHookArgs,
  allowReplace = false,
  { at, way }: { readonly at: string; readonly way?: string } = { at: "alibaba" },
): void {
  const [before, after] = [stateOf(oldInputs), stateOf(newInputs)];
  if (before === undefined || after === undefined) {
    return;
  }
  // What isn't known yet, or is secret, is left to the update, or to the controller.
  const opaque = [...opaqueNames(oldInputs), ...opaqueNames(newInputs)];
  const changes = slbChanges(without(before, opaque), without(after, opaque));
  const problems = changeProblems(
    changes.filter(({ kind }) => !allowReplace || kind === "stays"),
    way,
  );
  if (problems.length > 0) {
    const lines = under(at, problems).map((problem) => `\n  - ${problemLine(problem)}`);
    throw new Error(`${name} would not get the load balancer that is asked for:${lines.join("")}`);
  }
}

export type Inputs = Readonly<Record<string, unknown>> | undefined;

interface ServiceInputs {
  readonly metadata?: { readonly annotations?: Readonly<Record<string, unknown>> };
  readonly spec?: { readonly type?: unknown; readonly loadBalancerClass?: unknown };
}

/** What a Service's inputs say of its load balancer; undefined where it has none. */
export function stateOf(inputs: Inputs): SlbState | undefined {
  const { spec } = (inputs ?? {}) as ServiceInputs;
  if (spec?.type !== Exposure.LoadBalancer) {
    return undefined;
  }
  const { loadBalancerClass } = spec;
  return {
    annotations: Object.fromEntries(
      annotationsOf(inputs).filter((entry): entry is [string, string] => isText(entry[1])),
    ),
    ...(typeof loadBalancerClass === "string" ? { loadBalancerClass } : {}),
  };
}

function opaqueNames(inputs: Inputs): string[] {
  return annotationsOf(inputs).flatMap(([name, value]) => (isText(value) ? [] : [name]));
}

function annotationsOf(inputs: Inputs): [string, unknown][] {
  return Object.entries(((inputs ?? {}) as ServiceInputs).metadata?.annotations ?? {});
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== runtime.unknownValue;
}

function without({ annotations, ...rest }: SlbState, names: readonly string[]): SlbState {
  const kept = Object.entries(annotations).filter(([name]) => !names.includes(name));
  return { ...rest, annotations: Object.fromEntries(kept) };
}
