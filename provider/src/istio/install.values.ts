import type * as pulumi from "@pulumi/pulumi";
import { istioMinor } from "../release/catalog/istio";
import { given, mergedValues } from "../helm/values";
import { relocateImage } from "../manifests/images";
import { pullSecretsOf } from "../release/images";
import type { ServingImagesArgs } from "../serving/registry.args";
import { AccessLogEncoding, type IstioArgs, type IstioInstallArgs, type IstioPilotArgs } from "./istio.args";
import { clusterDomainOf, istioNamespace, leadingRevision, unnamedRevision } from "./istio.names";

/** Values of the chart `base`: definitions, and the webhook that checks Istio's objects. */
export interface BaseValues {
  /** Revision that checks Istio's objects; "default" is the one without a name. */
  readonly defaultRevision: string;
  readonly global: { readonly istioNamespace: string; readonly imagePullSecrets?: readonly string[] };
}

/** Values of the chart `istiod`, as far as they are set here. */
export interface IstiodValues {
  readonly revision?: string;
  readonly autoscaleEnabled: boolean;
  readonly replicaCount?: number;
  readonly autoscaleMin?: number;
  readonly autoscaleMax?: number;
  readonly cpu?: { readonly targetAverageUtilization: number };
  readonly resources: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly tolerations?: readonly unknown[];
  readonly env?: Readonly<Record<string, pulumi.Input<string>>>;
  /** A least number that must stay would block drains with one pod. */
  readonly pdb: { readonly maxUnavailable: 1 };
  readonly telemetry: { readonly enabled: boolean };
  readonly meshConfig: {
    readonly trustDomain?: string;
    readonly accessLogFile?: string;
    readonly accessLogEncoding?: AccessLogEncoding;
    readonly discoverySelectors?: readonly unknown[];
    readonly defaultConfig: { readonly terminationDrainDuration: string };
  };
  readonly global: {
    readonly istioNamespace: string;
    readonly hub?: string;
    readonly tag?: string;
    readonly imagePullSecrets?: readonly string[];
    readonly priorityClassName?: string;
    readonly proxy: { readonly clusterDomain: string };
  };
}

/** A control plane among those that run side by side. */
export interface PlannedRevision {
  /** "default" for the one without a name. */
  readonly revision: string;
  readonly version: string;
  readonly tag?: string;
}

export function baseValues(args: IstioArgs, images: ServingImagesArgs = {}): BaseValues {
  return {
    defaultRevision: leadingRevision(args),
    global: { istioNamespace: istioNamespace(args), ...pullSecrets(args.install ?? {}, images) },
  };
}

export function istiodValues(
  args: IstioArgs,
  plane: PlannedRevision,
  images: ServingImagesArgs = {},
): IstiodValues {
  const { install = {} } = args;
  const { pilot = {} } = install;
  const values: IstiodValues = {
    ...(plane.revision === unnamedRevision ? {} : { revision: plane.revision }),
    ...pilotValues(pilot),
    pdb: { maxUnavailable: 1 },
    telemetry: { enabled: install.telemetry ?? true },
    meshConfig: meshConfig(install),
    global: {
      istioNamespace: istioNamespace(args),
      ...given("hub", istioHub(install, images, plane.version)),
      ...given("tag", plane.tag),
      ...pullSecrets(install, images),
      ...given("priorityClassName", pilot.priorityClassName),
      proxy: { clusterDomain: clusterDomainOf(args) },
    },
  };
  return mergedValues(values, install.values ?? {}) as IstiodValues;
}

/**
 * Registry and path of Istio's images: what is said, else where `images.registry` would hold upstream's under its layout,
 * else undefined, and the charts' own is used.
 */
export function istioHub(
  install: IstioInstallArgs,
  images: ServingImagesArgs,
  version: string,
): string | undefined {
  if (install.hub !== undefined || images.registry === undefined) {
    return install.hub;
  }
  // An unknown version comes from where the newest known one does.
  const upstream = istioMinor(version)?.hub ?? "registry.istio.io/release";
  return relocateImage(`${upstream}/pilot`, { registry: images.registry, layout: images.layout }).replace(
    /\/pilot$/,
    "",
  );
}

/** Secrets that Istio's own pods and all proxies are pulled with. */
export function istioPullSecrets(
  install: IstioInstallArgs,
  images: ServingImagesArgs = {},
): readonly string[] {
  return install.imagePullSecrets ?? pullSecretsOf(images);
}

function pullSecrets(install: IstioInstallArgs, images: ServingImagesArgs) {
  const secrets = istioPullSecrets(install, images);
  return secrets.length === 0 ? {} : { imagePullSecrets: secrets };
}

function pilotValues(pilot: IstioPilotArgs) {
  const { replicas, minReplicas, maxReplicas, targetCpuUtilization, resources = {} } = pilot;
  const scale =
    replicas === undefined
      ? { autoscaleEnabled: true, autoscaleMin: minReplicas ?? 1, autoscaleMax: maxReplicas ?? 5 }
      : { autoscaleEnabled: false, replicaCount: replicas };
  return {
    ...scale,
    ...(targetCpuUtilization === undefined
      ? {}
      : { cpu: { targetAverageUtilization: targetCpuUtilization } }),
    resources: {
      requests: { cpu: "100m", memory: "256Mi", ...resources.requests },
      ...(resources.limits === undefined ? {} : { limits: resources.limits }),
    },
    ...given("nodeSelector", pilot.nodeSelector),
    ...given("tolerations", pilot.tolerations),
    ...given("env", pilot.env),
  };
}

function meshConfig(install: IstioInstallArgs): IstiodValues["meshConfig"] {
  const { accessLog = {}, terminationDrainDuration = "20s" } = install;
  const log =
    accessLog.enabled === false
      ? {}
      : {
          accessLogFile: accessLog.file ?? "/dev/stdout",
          accessLogEncoding: accessLog.encoding ?? AccessLogEncoding.Json,
        };
  return {
    ...log,
    ...given("trustDomain", install.trustDomain),
    ...given("discoverySelectors", install.discoverySelectors),
    defaultConfig: { terminationDrainDuration },
  };
}
