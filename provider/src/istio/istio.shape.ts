import { z } from "zod";
import { isChartSource } from "../helm/charts";
import { resourcesShape, tolerationShape } from "../pods/pods.check";
import { namespaceName, domainName, duration, leaf, text, whole } from "../problems";
import { LabelOperator, type NamespaceSelectorArgs } from "../serving/tls.args";
import { objectName, registry } from "../serving/registry.check";
import {
  AccessLogEncoding,
  MutualTls,
  type InstalledIstioArgs,
  type IstioAccessLogArgs,
  type IstioArgs,
  type IstioInstallArgs,
  type IstioMeshArgs,
  type IstioPilotArgs,
} from "./istio.args";

/** Istio derives object names from it (`istiod-<revision>`), and writes it into labels. */
const revision = text(
  "KN6034",
  'must be a revision such as "1-30": lower-case letters, digits and "-", starting and ending with one of the first two, at most 56 characters',
  (value) => /^[a-z0-9]([-a-z0-9]{0,54}[a-z0-9])?$/.test(value),
);

const trustDomain = text(
  "KN6037",
  'must be a trust domain such as "example.com": lower-case letters, digits, ".", "-" and "_", at most 255 characters, without a scheme or a path',
  (value) => /^[a-z0-9._-]{1,255}$/.test(value),
);

const charts = text(
  "KN6040",
  "must be the URL of a chart repository (https://…), of charts in a registry (oci://…, without the chart's name), or a directory",
  (value) => isChartSource(value, ["base", "istiod"]),
);

const imageTag = text("KN4009", "must be the tag of an image", (value) => /^\w[\w.-]{0,127}$/.test(value));

const conditionShape = z
  .strictObject({
    key: z.string().min(1),
    operator: z.enum(LabelOperator),
    values: z.array(z.string()).min(1).optional(),
  })
  .refine(({ operator, values }) => (operator === "In" || operator === "NotIn") === (values !== undefined), {
    error: 'needs values with the operators "In" and "NotIn", and has none with the others',
    params: { problem: "KN1008" },
  });

const namespaceSelectorShape = z.strictObject({
  matchLabels: z.record(z.string(), z.string()).optional(),
  matchExpressions: z.array(conditionShape).optional(),
}) satisfies z.ZodType<NamespaceSelectorArgs>;

const pilotShape = z.strictObject({
  replicas: whole(1, 100).optional(),
  minReplicas: whole(1, 100).optional(),
  maxReplicas: whole(1, 100).optional(),
  targetCpuUtilization: whole(1, 1000).optional(),
  resources: resourcesShape.optional(),
  nodeSelector: z.record(z.string(), z.string()).optional(),
  tolerations: z.array(tolerationShape).optional(),
  priorityClassName: z.string().min(1).optional(),
  env: z.record(z.string(), leaf(z.string())).optional(),
}) satisfies z.ZodType<IstioPilotArgs>;

const accessLogShape = z.strictObject({
  enabled: z.boolean().optional(),
  file: z.string().min(1).optional(),
  encoding: z.enum(AccessLogEncoding).optional(),
}) satisfies z.ZodType<IstioAccessLogArgs>;

const installShape = z.strictObject({
  enabled: z.boolean().optional(),
  charts: charts.optional(),
  hub: registry.optional(),
  tag: imageTag.optional(),
  imagePullSecrets: z.array(objectName).optional(),
  pilot: pilotShape.optional(),
  terminationDrainDuration: duration(0, 3600).optional(),
  trustDomain: trustDomain.optional(),
  discoverySelectors: z.array(namespaceSelectorShape).min(1).optional(),
  revisionTags: z.array(revision).min(1).optional(),
  tagRevision: revision.optional(),
  previousRevision: revision.optional(),
  previousVersion: z.string().optional(),
  previousTag: imageTag.optional(),
  accessLog: accessLogShape.optional(),
  telemetry: z.boolean().optional(),
  values: z.record(z.string(), z.unknown()).optional(),
}) satisfies z.ZodType<IstioInstallArgs>;

const meshShape = z.strictObject({
  injection: z.boolean().optional(),
  namespaces: z.array(namespaceName).min(1).optional(),
  mutualTls: z.enum(MutualTls).optional(),
  plainMetrics: z.boolean().optional(),
}) satisfies z.ZodType<IstioMeshArgs>;

export const istioShape = z.strictObject({
  version: z.string().optional(),
  namespace: namespaceName.optional(),
  revision: revision.optional(),
  clusterDomain: domainName.optional(),
  install: installShape.optional(),
  mesh: meshShape.optional(),
}) satisfies z.ZodType<IstioArgs>;

export const installedIstioShape = z.strictObject({
  apiVersions: z.array(z.string()),
  controlPlanes: z.array(
    z.strictObject({
      revision: z.string(),
      namespace: z.string(),
      version: z.string().optional(),
      release: z.string().optional(),
    }),
  ),
  injectors: z.array(z.string()),
}) satisfies z.ZodType<InstalledIstioArgs>;
