import { createHash } from "node:crypto";
import { configOf, containerPort, directories } from "./config.render";
import { mirrorSecret, ownSecret, ownSecrets, tlsSecretOf, usersSecretOf } from "./ground.render";
import { imageOf, type Place } from "./places";
import type { RegistryArgs } from "./registry.args";

const part = "app.kubernetes.io/name";
export const labelsOf = ({ name }: Place): Record<string, string> => ({
  [part]: name,
  "app.kubernetes.io/part-of": "registry",
});

/** What pods of a place are known by. */
export const selectorOf = ({ name }: Place): Record<string, string> => ({ [part]: name });

/** The place's pod: it serves, or with arguments of its own does something else with the same storage. */
export function podOf(place: Place, args: RegistryArgs, own?: readonly string[]) {
  const userId = args.userId ?? 1000;
  const mounts = mountsOf(place, args);
  return {
    automountServiceAccountToken: false,
    // Or a Service called registry would set variables that the program takes for its own.
    enableServiceLinks: false,
    ...(args.serviceAccountName === undefined || place.mirror !== undefined
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
        ...environment(place, args),
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

function environment(place: Place, args: RegistryArgs) {
  const hasOwn = place.mirror === undefined && Object.keys(ownSecrets(args)).length > 0;
  const names = [
    ...(hasOwn ? [ownSecret] : []),
    ...(place.mirror?.credentials === undefined ? [] : [mirrorSecret(place)]),
  ];
  return {
    // Release 3 would otherwise look for a collector of traces on its own host.
    env: [{ name: "OTEL_TRACES_EXPORTER", value: "none" }],
    ...(names.length === 0 ? {} : { envFrom: names.map((name) => ({ secretRef: { name } })) }),
  };
}

function mountsOf(place: Place, args: RegistryArgs) {
  const onDisk = place.mirror !== undefined || args.storage?.s3 === undefined;
  const asks = place.mirror === undefined && args.users !== undefined;
  return [
    { name: "config", mountPath: directories.config, source: { configMap: { name: place.name } } },
    { name: "tmp", mountPath: "/tmp", source: { emptyDir: {} } },
    ...(onDisk
      ? [
          {
            name: "data",
            mountPath: directories.data,
            source: { persistentVolumeClaim: { claimName: place.name } },
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
export function configMark(place: Place, args: RegistryArgs): Record<string, string> {
  const mark = createHash("sha256").update(configOf(place, args)).digest("hex");
  return { "pulumi-knative.dev/config": mark };
}
