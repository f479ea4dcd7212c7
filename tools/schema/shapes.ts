import { z } from "zod";
import type { Property } from "@pulumi/pulumi/provider/experimental/schema";
import { alibabaLoadBalancerShape } from "../../provider/src/alibaba/alibabaLoadBalancer.shape";
import { clusterShape } from "../../provider/src/cluster/cluster.check";
import { apiServerAccessShape } from "../../provider/src/kubeovn/apiServerAccess.check";
import { kubeOvnShape } from "../../provider/src/kubeovn/kubeOvn.check";
import { vpcNetworkShape } from "../../provider/src/kubeovn/vpcNetwork.shape";
import { observabilityShape } from "../../provider/src/observability/observability.check";
import { platformShape } from "../../provider/src/platform/platform.check";
import { serviceShape } from "../../provider/src/service/service.check";
import { servingShape } from "../../provider/src/serving/serving.check";
import { typeName } from "./names";

/** The shapes that components check their args with, by the interface of the args. */
export const argsShapes: Readonly<Record<string, z.ZodObject>> = {
  AlibabaLoadBalancerArgs: alibabaLoadBalancerShape,
  ApiServerAccessArgs: apiServerAccessShape,
  ClusterArgs: clusterShape,
  KubeOvnArgs: kubeOvnShape,
  ObservabilityArgs: observabilityShape,
  PlatformArgs: platformShape,
  ServiceArgs: serviceShape,
  ServingArgs: servingShape,
  VpcNetworkArgs: vpcNetworkShape,
};

/** The properties of each interface that args are made of, by the interface's name. */
export type Interfaces = Readonly<Record<string, Readonly<Record<string, Property>>>>;

/** One property of an interface beside what the shape says of it. */
export interface PropertyShape {
  readonly owner: string;
  readonly name: string;
  /** Undefined where the interface has no such property. */
  readonly property: Property | undefined;
  /** Undefined where the shape has no such key. */
  readonly schema: z.core.$ZodType | undefined;
}

/** Goes through shapes and interfaces side by side, nested ones included, each interface once. */
export function pairShapes(
  interfaces: Interfaces,
  roots: Readonly<Record<string, z.ZodObject>> = argsShapes,
): PropertyShape[] {
  const seen = new Map<string, PropertyShape[]>();
  const visit = (owner: string, shape: z.ZodObject): void => {
    const properties = interfaces[owner] ?? {};
    if (seen.has(owner)) {
      return;
    }
    const names = new Set([...Object.keys(properties), ...Object.keys(shape.shape)]);
    const pairs = [...names].map((name) => ({
      owner,
      name,
      property: properties[name],
      schema: (shape.shape as Record<string, z.core.$ZodType | undefined>)[name],
    }));
    seen.set(owner, pairs);
    for (const { property, schema } of pairs) {
      const nested = property && typeName(innermost(property));
      const object = schema && objectIn(schema);
      if (
        nested !== undefined &&
        interfaces[nested] !== undefined &&
        object !== undefined &&
        roots[nested] === undefined
      ) {
        visit(nested, object);
      }
    }
  };
  for (const [owner, shape] of Object.entries(roots)) {
    visit(owner, shape);
  }
  return [...seen.values()].flat();
}

/** Whether a shape takes whole numbers only. */
export function isWhole(schema: z.core.$ZodType): boolean {
  return unwrapped(schema).some((inner) => inner instanceof z.ZodNumber && inner.format === "safeint");
}

/** The texts that a shape allows, or undefined where it allows any. */
export function allowedTexts(schema: z.core.$ZodType): readonly string[] | undefined {
  return unwrapped(schema)
    .filter((inner) => inner instanceof z.ZodEnum)
    .map((inner) => inner.options.map(String))
    .at(0);
}

export function isOptional(schema: z.core.$ZodType): boolean {
  return schema instanceof z.ZodOptional;
}

/** What lists and maps hold, else the property itself. */
export function innermost(property: Property): Property {
  const inner = property.items ?? property.additionalProperties;
  return inner === undefined ? property : innermost(inner);
}

function objectIn(schema: z.core.$ZodType): z.ZodObject | undefined {
  return unwrapped(schema).find((inner) => inner instanceof z.ZodObject);
}

function unwrapped(schema: z.core.$ZodType): z.core.$ZodType[] {
  if (schema instanceof z.ZodOptional) {
    return unwrapped(schema.unwrap());
  }
  if (schema instanceof z.ZodArray) {
    return unwrapped(schema.element);
  }
  if (schema instanceof z.ZodRecord) {
    return unwrapped(schema.valueType);
  }
  return schema instanceof z.ZodUnion ? schema.options.flatMap(unwrapped) : [schema];
}
