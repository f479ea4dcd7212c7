import * as pulumi from "@pulumi/pulumi";
import { ackTypes, ChosenZone, FromResource, type PlannedResource } from "./ack.types";
import { slbTypes } from "./alibabaLoadBalancer.types";
import { alicloudVersion } from "./cloud.version";

/**
 * A resource of Alibaba Cloud, under the type and with the inputs of the cloud package's own class. That package is one of
 * the largest, and none of it is loaded for this.
 */
export class CloudResource extends pulumi.CustomResource {
  /** Outputs that aren't inputs, by name. */
  readonly [output: string]: unknown;

  constructor(
    name: string,
    planned: PlannedResource<string>,
    inputs: pulumi.Inputs,
    opts: pulumi.CustomResourceOptions,
  ) {
    super(
      planned.type,
      name,
      { ...computed[planned.type], ...inputs },
      { ...opts, version: alicloudVersion },
    );
  }
}

/** Outputs that others take values from: the base class makes none that isn't named. */
const computed: Readonly<Record<string, pulumi.Inputs>> = {
  [ackTypes.natGateway]: { snatTableIds: undefined },
  [ackTypes.eip]: { ipAddress: undefined },
  [ackTypes.cluster]: { connections: undefined, rrsaMetadata: undefined },
  [slbTypes.nlb]: { dnsName: undefined },
};

/** What the values of a plan are taken from. */
export interface Resolving {
  /** What was registered before, by the keys of the plan. */
  readonly registered: ReadonlyMap<string, CloudResource>;
  /** Zones that the cloud named. Default: none. */
  readonly zones?: pulumi.Output<readonly (string | undefined)[]>;
}

/** Where a planned resource is registered. */
export interface Registering extends Resolving {
  readonly parent: pulumi.Resource;
  /** What the cloud was asked before anything is made. */
  readonly zones: pulumi.Output<readonly (string | undefined)[]>;
  /** Region's provider. Default: the parent's. */
  readonly provider?: pulumi.ProviderResource;
  /** What else must be there first. Default: nothing. */
  readonly after?: readonly pulumi.Resource[];
}

/** Registers one resource of a plan. */
export function registerCloud(
  component: string,
  planned: PlannedResource<string>,
  context: Registering,
): CloudResource {
  const { parent, zones, registered, provider, after = [] } = context;
  const { dependsOn = [], ignoreChanges = [], protect, deleteBeforeReplace, secretOutputs = [] } = planned;
  const resolved = resolvePlanned(planned.inputs, context) as pulumi.Inputs;
  const secrets = secretOutputs.filter((key) => resolved[key] !== undefined);
  const inputs = {
    ...resolved,
    ...Object.fromEntries(secrets.map((key) => [key, pulumi.secret(resolved[key])])),
  };
  // What the cloud has against it is told before anything is made.
  const asked = zones.apply((): pulumi.Resource[] => []);
  const before = [...after, ...dependsOn.map((key): pulumi.Resource => got(registered, key))];
  return new CloudResource(`${component}:${planned.key}`, planned, inputs, {
    parent,
    dependsOn: before.length === 0 ? asked : before,
    ignoreChanges: [...ignoreChanges],
    additionalSecretOutputs: [...secretOutputs],
    ...(provider === undefined ? {} : { provider }),
    ...(protect === true ? { protect } : {}),
    ...(deleteBeforeReplace === true ? { deleteBeforeReplace } : {}),
  });
}

/** The values of a plan with the outputs that they stand for. */
export function resolvePlanned(value: unknown, context: Resolving): unknown {
  if (value instanceof FromResource) {
    return got(context.registered, value.key)[value.output];
  }
  if (value instanceof ChosenZone) {
    // Unknown in a preview that couldn't ask.
    return context.zones?.apply((zones) => zones[value.index] ?? (pulumi.unknown as unknown as string));
  }
  if (Array.isArray(value)) {
    return value.map((each) => resolvePlanned(each, context));
  }
  if (value !== null && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [key, resolvePlanned(each, context)]),
    );
  }
  return value;
}

/** A resource of the plan that is registered by now. */
export function got(registered: ReadonlyMap<string, CloudResource>, key: string): CloudResource {
  const resource = registered.get(key);
  if (resource === undefined) {
    throw new Error(`${key} is not planned before what takes a value from it`);
  }
  return resource;
}
