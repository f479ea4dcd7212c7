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
    : [
        {
          apiVersion: "v1",
          kind: "Secret",
          metadata: { name: credentialsSecret, namespace: home },
          type: "kubernetes.io/dockerconfigjson",
          data: { ".dockerconfigjson": dockerConfig(registry, credentials) },
        },
      ];
}

/** The text that container runtimes log in by, in base64 as Secrets hold it. */
function dockerConfig(
  registry: string,
  { username, password }: NonNullable<ImagesArgs["credentials"]>,
): pulumi.Output<string> {
  const [host = ""] = registry.split("/");
  return pulumi.secret(
    pulumi.all([username, password]).apply(([user, pass]) => {
      const auth = base64(`${user}:${pass}`);
      return base64(JSON.stringify({ auths: { [host]: { username: user, password: pass, auth } } }));
    }),
  );
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
