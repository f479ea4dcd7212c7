import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { isKind, setAt, updateAt, type Json, type Manifest, type Transform } from "../manifests/manifest";
import { setEnv } from "../manifests/transforms";
import { credentialsFor } from "../release/images";
import type { RegistryCaArgs, RegistryProxyArgs, ServingImagesArgs } from "./registry.args";

/** The program that asks registries which digest a tag means. */
const resolver = "controller";
const namespace = "knative-serving";
const caConfigMap = "knative-registry-ca";
const caVolume = "registry-ca";
const caDirectory = "/etc/knative-registry-ca";
const caChecksum = "pulumi-knative.dev/registry-ca";

/** The objects that a private registry needs beside upstream's: the Secrets of its credentials, the ConfigMap of its authority. */
export function registryObjects(
  images: ServingImagesArgs = {},
  namespaces: readonly string[] = [],
): Manifest[] {
  const authority = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: caConfigMap, namespace },
    data: { "ca.crt": images.ca?.pem },
  };
  return [
    ...namespaces.flatMap((home) => credentialsFor(home, images)),
    ...(images.ca?.pem === undefined ? [] : [authority]),
  ];
}

/** What the program that resolves tags needs in order to reach registries. */
export function resolverSteps({ ca, proxy }: ServingImagesArgs = {}): Transform[] {
  return [...(ca === undefined ? [] : trustSteps(ca)), ...(proxy === undefined ? [] : [proxyStep(proxy)])];
}

/**
 * Go reads the directories of SSL_CERT_DIR beside the image's own file of public authorities, once at its start: hence the
 * checksum, whose change starts new pods.
 */
function trustSteps({ pem, configMapName, secretName }: RegistryCaArgs): Transform[] {
  const source =
    secretName === undefined
      ? { configMap: { name: configMapName ?? caConfigMap } }
      : { secret: { secretName } };
  const spec = ["spec", "template", "spec"];
  const mount = { name: caVolume, mountPath: caDirectory, readOnly: true };
  return [
    forResolver((manifest) => append(manifest, [...spec, "volumes"], { name: caVolume, ...source })),
    forResolver((manifest) =>
      updateAt(manifest, [...spec, "containers"], (containers) =>
        (containers as readonly Json[]).map((container) => append(container, ["volumeMounts"], mount)),
      ),
    ),
    forResolver((manifest) =>
      pem === undefined
        ? manifest
        : setAt(manifest, ["spec", "template", "metadata", "annotations", caChecksum], checksum(pem)),
    ),
    setEnv({ SSL_CERT_DIR: caDirectory }, resolver),
  ];
}

/** The program asks the API server as well, which no proxy outside the cluster could reach. */
function proxyStep({ httpProxy, httpsProxy, noProxy = [] }: RegistryProxyArgs): Transform {
  // Kubernetes fills in the address of its API server.
  const own = ["$(KUBERNETES_SERVICE_HOST)", "localhost", "127.0.0.1", ".svc", ".cluster.local"];
  return setEnv(
    {
      ...(httpProxy === undefined ? {} : { HTTP_PROXY: httpProxy }),
      ...(httpsProxy === undefined ? {} : { HTTPS_PROXY: httpsProxy }),
      NO_PROXY: [...own, ...noProxy].join(","),
    },
    resolver,
  );
}

function forResolver(change: Transform): Transform {
  return (manifest) =>
    isKind(manifest, "Deployment", resolver) && manifest.metadata.namespace === namespace
      ? change(manifest)
      : manifest;
}

function append<T>(whole: T, path: readonly (string | number)[], item: Json): T {
  const before = path.reduce<Json>((at, step) => (at as Record<string, Json> | undefined)?.[step], whole);
  return setAt(whole, path, [...(Array.isArray(before) ? (before as readonly Json[]) : []), item]);
}

function checksum(text: pulumi.Input<string>): pulumi.Input<string> {
  const hash = (known: string) => createHash("sha256").update(known).digest("hex");
  return typeof text === "string" ? hash(text) : pulumi.output(text).apply(hash);
}
