import * as pulumi from "@pulumi/pulumi";
import { defined } from "../manifests/defined";
import type { Manifest } from "../manifests/manifest";
import { configOf } from "./config.render";
import { namespaceOf, instancesOf, serviceHost, type Instance } from "./instances";
import {
  RegistryAccessMode,
  RegistryIssuerKind,
  type RegistryArgs,
  type RegistryTlsArgs,
  type RegistryVolumeArgs,
} from "./registry.args";

const defaultSize = "20Gi";
export const caSecretName = "registry-ca";
export const ownSecret = "registry-secrets";
const usersSecret = "registry-users";
const certificateSecret = "registry-tls";

export const tlsSecretOf = ({ secretName = certificateSecret }: RegistryTlsArgs): string => secretName;
export const usersSecretOf = ({ users }: RegistryArgs): string => users?.secretName ?? usersSecret;
export const mirrorSecret = ({ name }: Instance): string => `${name}-upstream`;

/** What must be there before the pods: namespace, configuration, Secrets, volumes, the certificate. */
export function renderPrerequisites(args: RegistryArgs): Manifest[] {
  const instances = instancesOf(args);
  return [
    ...(args.createNamespace === false ? [] : [home(namespaceOf(args))]),
    ...instances.map((instance) => settings(instance, args)),
    ...secrets(args),
    ...authorities(args.tls),
    ...instances.flatMap((instance) => volumes(instance, args)),
    ...(args.tls?.issuer === undefined ? [] : [certificate(args.tls, args)]),
  ];
}

function home(name: string): Manifest {
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name, labels: { "pod-security.kubernetes.io/enforce": "restricted" } },
  };
}

function settings(instance: Instance, args: RegistryArgs): Manifest {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: instance.name, namespace: namespaceOf(args) },
    data: { "config.yml": configOf(instance, args) },
  };
}

/** Keys of the bucket, and what pods know each other's uploads by, under the names of the program's environment. */
export function ownSecrets({ storage, httpSecret }: RegistryArgs): Record<string, pulumi.Input<string>> {
  return defined({
    REGISTRY_STORAGE_S3_ACCESSKEY: storage?.s3?.accessKey,
    REGISTRY_STORAGE_S3_SECRETKEY: storage?.s3?.secretKey,
    REGISTRY_HTTP_SECRET: httpSecret,
  });
}

function secrets(args: RegistryArgs): Manifest[] {
  const namespace = namespaceOf(args);
  const own = ownSecrets(args);
  return [
    ...(Object.keys(own).length === 0 ? [] : [secret(ownSecret, namespace, asYaml(own))]),
    ...(args.users?.htpasswd === undefined
      ? []
      : [secret(usersSecret, namespace, { htpasswd: args.users.htpasswd })]),
    ...instancesOf(args).flatMap((instance) => {
      const credentials = instance.mirror?.credentials;
      return credentials === undefined
        ? []
        : [
            secret(
              mirrorSecret(instance),
              namespace,
              asYaml({
                REGISTRY_PROXY_USERNAME: credentials.username,
                REGISTRY_PROXY_PASSWORD: credentials.password,
              }),
            ),
          ];
    }),
  ];
}

/** The program reads values of its environment as YAML: as they are, "0123" would be a number, and "@x" keep it from starting. */
function asYaml(texts: Record<string, pulumi.Input<string>>): Record<string, pulumi.Input<string>> {
  const quoted = (text: pulumi.Input<string>) =>
    typeof text === "string"
      ? JSON.stringify(text)
      : pulumi.output(text).apply((known) => JSON.stringify(known));
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, quoted(text)]));
}

function secret(name: string, namespace: string, texts: Record<string, pulumi.Input<string>>): Manifest {
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name, namespace },
    type: "Opaque",
    stringData: Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, pulumi.secret(text)])),
  };
}

/** A certificate is for all to see; Knative's controller reads it from a Secret as from a ConfigMap. */
function authorities({ ca, caNamespaces = [] }: RegistryTlsArgs = {}): Manifest[] {
  return caNamespaces.map((namespace) => ({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: caSecretName, namespace },
    type: "Opaque",
    stringData: { "ca.crt": ca },
  }));
}

/** The claim of an instance, and for NFS the volume that it is bound to. */
function volumes({ name, mirror }: Instance, args: RegistryArgs): Manifest[] {
  const { nfs, s3, volume = {} } = args.storage ?? {};
  const namespace = namespaceOf(args);
  if (mirror !== undefined) {
    return [claim(name, namespace, mirror)];
  }
  if (s3 !== undefined) {
    return [];
  }
  if (nfs === undefined) {
    return [claim(name, namespace, volume)];
  }
  const { server, path, size = defaultSize } = nfs;
  const volumeName = `${namespace}-${name}`;
  const accessMode = RegistryAccessMode.ReadWriteMany;
  return [
    {
      apiVersion: "v1",
      kind: "PersistentVolume",
      metadata: { name: volumeName },
      spec: {
        capacity: { storage: size },
        accessModes: [accessMode],
        persistentVolumeReclaimPolicy: "Retain",
        storageClassName: "",
        claimRef: { namespace, name },
        nfs: { server, path },
      },
    },
    // An empty class keeps the cluster's default one from making another volume.
    claim(name, namespace, { size, accessMode, storageClass: "" }, volumeName),
  ];
}

function claim(
  name: string,
  namespace: string,
  { size = defaultSize, storageClass, accessMode = RegistryAccessMode.ReadWriteOnce }: RegistryVolumeArgs,
  volumeName?: string,
): Manifest {
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    // Many classes make the volume only when a pod wants it, which comes later.
    metadata: { name, namespace, annotations: { "pulumi.com/skipAwait": "true" } },
    spec: defined({
      accessModes: [accessMode],
      storageClassName: storageClass,
      volumeName,
      resources: { requests: { storage: size } },
    }),
  };
}

function certificate(tls: RegistryTlsArgs, args: RegistryArgs): Manifest {
  const instances = instancesOf(args);
  const addresses = instances.flatMap(({ clusterIp }) => clusterIp ?? []);
  return {
    apiVersion: "cert-manager.io/v1",
    kind: "Certificate",
    metadata: { name: "registry", namespace: namespaceOf(args) },
    spec: {
      secretName: tlsSecretOf(tls),
      issuerRef: {
        group: "cert-manager.io",
        kind: tls.issuerKind ?? RegistryIssuerKind.ClusterIssuer,
        name: tls.issuer,
      },
      dnsNames: [...new Set(instances.flatMap(({ name, host }) => [host, serviceHost(name, args)]))],
      ...(addresses.length === 0 ? {} : { ipAddresses: addresses }),
    },
  };
}
