import { createHash } from "node:crypto";
import { configOf, containerPort, directories } from "./config.render";
import { mirrorSecret, ownSecret, ownSecrets, tlsSecretOf, usersSecretOf } from "./prerequisites.render";
import { imageOf, type Instance } from "./instances";
import type { RegistryArgs } from "./registry.args";

const part = "app.kubernetes.io/name";
export const labelsOf = ({ name }: Instance): Record<string, string> => ({
  [part]: name,
  "app.kubernetes.io/part-of": "registry",
});

/** What pods of an instance are known by. */
export const selectorOf = ({ name }: Instance): Record<string, string> => ({ [part]: name });

/** The instance's pod: it serves, or with arguments of its own does something else with the same storage. */
export function podOf(instance: Instance, args: RegistryArgs, own?: readonly string[]) {
  const userId = args.userId ?? 1000;
  const mounts = mountsOf(instance, args);
  return {
    automountServiceAccountToken: false,
    // Or a Service called registry would set variables that the program takes for its own.
    enableServiceLinks: false,
    ...(args.serviceAccountName === undefined || instance.mirror !== undefined
      ? {}
      : { serviceAccountName: args.serviceAccountName }),
    securityContext: {
      runAsNonRoot: true,
      runAsUser: userId,
      runAsGroup: userId,
      fsGroup: userId,
      fsGroupChangePolicy: "OnRootMismatch",
      seccompProfile: { type: "RuntimeDefault" },
    },
    containers: [
      {
        name: "registry",
        image: imageOf(args),
        args: [...(own ?? ["serve"]), `${directories.config}/config.yml`],
        ...(own === undefined ? serving(args) : {}),
        ...environment(instance, args),
        resources: args.resources ?? { requests: { cpu: "100m", memory: "128Mi" } },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        },
        volumeMounts: mounts.map(({ name, mountPath }) => ({
          name,
          mountPath,
          readOnly: !["data", "tmp"].includes(name),
        })),
      },
    ],
    volumes: mounts.map(({ name, source }) => ({ name, ...source })),
  };
}

/** It answers without a password at its top. */
function serving({ tls }: RegistryArgs) {
  const httpGet = { path: "/", port: "registry", scheme: tls === undefined ? "HTTP" : "HTTPS" };
  return {
    ports: [{ name: "registry", containerPort }],
    readinessProbe: { httpGet, periodSeconds: 5 },
    livenessProbe: { httpGet, periodSeconds: 20, failureThreshold: 6 },
  };
}

function environment(instance: Instance, args: RegistryArgs) {
  const hasOwn = instance.mirror === undefined && Object.keys(ownSecrets(args)).length > 0;
  const names = [
    ...(hasOwn ? [ownSecret] : []),
    ...(instance.mirror?.credentials === undefined ? [] : [mirrorSecret(instance)]),
  ];
  return {
    // Release 3 would otherwise look for a collector of traces on its own host.
    env: [{ name: "OTEL_TRACES_EXPORTER", value: "none" }],
    ...(names.length === 0 ? {} : { envFrom: names.map((name) => ({ secretRef: { name } })) }),
  };
}

function mountsOf(instance: Instance, args: RegistryArgs) {
  const onDisk = instance.mirror !== undefined || args.storage?.s3 === undefined;
  const asks = instance.mirror === undefined && args.users !== undefined;
  return [
    { name: "config", mountPath: directories.config, source: { configMap: { name: instance.name } } },
    { name: "tmp", mountPath: "/tmp", source: { emptyDir: {} } },
    ...(onDisk
      ? [
          {
            name: "data",
            mountPath: directories.data,
            source: { persistentVolumeClaim: { claimName: instance.name } },
          },
        ]
      : []),
    ...(args.tls === undefined
      ? []
      : [
          {
            name: "tls",
            mountPath: directories.tls,
            source: { secret: { secretName: tlsSecretOf(args.tls) } },
          },
        ]),
    ...(asks
      ? [
          {
            name: "users",
            mountPath: directories.users,
            source: { secret: { secretName: usersSecretOf(args) } },
          },
        ]
      : []),
  ];
}

/** Changes with the configuration, which the program reads only at its start. */
export function configMark(instance: Instance, args: RegistryArgs): Record<string, string> {
  const mark = createHash("sha256").update(configOf(instance, args)).digest("hex");
  return { "pulumi-knative.dev/config": mark };
}
