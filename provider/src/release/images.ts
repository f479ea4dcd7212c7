import * as pulumi from "@pulumi/pulumi";
import type { Manifest, Transform } from "../manifests/manifest";
import { setImagePullSecrets, setImages } from "../manifests/transforms";
import type { ImagesArgs } from "./images.args";

const credentialsSecret = "knative-registry-credentials";

/** Where images come from, and how they are pulled. */
export function imageSteps(images: ImagesArgs = {}): Transform[] {
  return [setImages(images), setImagePullSecrets(pullSecretsOf(images))];
}

/** Names of the Secrets that pods are pulled with. */
export function pullSecretsOf({ credentials, pullSecrets = [] }: ImagesArgs = {}): readonly string[] {
  return [...pullSecrets, ...(credentials === undefined ? [] : [credentialsSecret])];
}

/** The Secret with the credentials of a private registry in one namespace; none without credentials. */
export function credentialsFor(home: string, { registry = "", credentials }: ImagesArgs = {}): Manifest[] {
  return credentials === undefined
    ? []
    : [pullSecret({ name: credentialsSecret, namespace: home }, registry, credentials)];
}

type Credentials = NonNullable<ImagesArgs["credentials"]>;

/** A Secret that pods are pulled with. */
export function pullSecret(
  metadata: { readonly name: string; readonly namespace: string },
  registry: string,
  credentials: Credentials,
): Manifest {
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata,
    type: "kubernetes.io/dockerconfigjson",
    data: { ".dockerconfigjson": dockerConfig(registry, credentials) },
  };
}

/** The text that container runtimes log in by, in base64 as Secrets hold it. */
function dockerConfig(registry: string, { username, password }: Credentials): pulumi.Output<string> {
  const [host = ""] = registry.split("/");
  // Docker's own registry has a second name, by which Knative's controller looks for it.
  const hosts = host === "docker.io" ? [host, "https://index.docker.io/v1/"] : [host];
  return pulumi.secret(
    pulumi.all([username, password]).apply(([user, pass]) => {
      const auth = base64(`${user}:${pass}`);
      const login = { username: user, password: pass, auth };
      return base64(JSON.stringify({ auths: Object.fromEntries(hosts.map((name) => [name, login])) }));
    }),
  );
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
