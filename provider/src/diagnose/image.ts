import { parseImage, type ProblemCode } from "../problems";
import { kubectl } from "./finding";

/** Why an image can't be had, and what to do. */
export interface ImageTrouble {
  readonly code: ProblemCode;
  readonly cause: string;
  readonly next: readonly string[];
}

interface Rule {
  readonly code: ProblemCode;
  readonly pattern: RegExp;
  readonly cause: string;
  readonly next: (image: string, namespace: string) => readonly string[];
}

// The first that matches: texts of Knative's tag resolution and of containerd, most specific first.
const rules: readonly Rule[] = [
  {
    code: "KN5011",
    pattern: /InvalidImageName|invalid reference format|could not parse reference|couldn't parse image/i,
    cause: "the image's name isn't one: registry/path:tag or registry/path@sha256:…, in lower case",
    next: (_, namespace) => [kubectl(namespace, "get", "ksvc", "-o", "wide")],
  },
  {
    code: "KN5010",
    pattern: /x509|certificate signed by unknown|tls: |HTTP response to HTTPS client/i,
    cause:
      "the registry's certificate isn't trusted, or it speaks plain HTTP. Knative's controller resolves tags and needs the CA " +
      "(SSL_CERT_DIR), or the registry among those whose tags aren't resolved; the nodes need it for pulling",
    next: (image) => [
      kubectl("knative-serving", "get", "cm", "config-deployment", "-o", "yaml"),
      `skopeo inspect docker://${image}`,
    ],
  },
  {
    code: "KN5010",
    pattern:
      /no such host|connection refused|i\/o timeout|deadline exceeded|no route to host|network is unreachable|connection reset|EOF|server misbehaving|50[0234] |TOOMANYREQUESTS|429/i,
    cause:
      "the registry doesn't answer: its host name, a proxy, a firewall or network policy, or the registry itself",
    next: (image) => [
      `skopeo inspect docker://${image}`,
      kubectl("knative-serving", "logs", "deploy/controller"),
    ],
  },
  {
    code: "KN5009",
    pattern:
      /401|403|unauthorized|forbidden|denied|authentication required|no basic auth|insufficient_scope|authorization failed/i,
    cause:
      "the registry wants credentials: imagePullSecrets of the service or of its service account are missing or wrong. Some " +
      "registries answer the same for an image that isn't there",
    next: (image, namespace) => [
      kubectl(namespace, "get", "secrets", "--field-selector", "type=kubernetes.io/dockerconfigjson"),
      kubectl(namespace, "get", "serviceaccounts", "-o", "yaml"),
      `skopeo inspect docker://${image}`,
    ],
  },
  {
    code: "KN5008",
    pattern: /not found|404|MANIFEST_UNKNOWN|NAME_UNKNOWN|manifest unknown|does not exist/i,
    cause: "the registry has no such image or tag: its name is misspelt, or it was not pushed",
    next: (image, namespace) => [
      `skopeo list-tags docker://${repositoryOf(image)}`,
      kubectl(namespace, "get", "revisions"),
    ],
  },
];

const unknownReason: Omit<Rule, "pattern"> = {
  code: "KN5010",
  cause: "the registry didn't give the image; the message is all that is known",
  next: (image) => [`skopeo inspect docker://${image}`],
};

/** Reads what Knative or the node says of an image that it couldn't get. */
export function imageTrouble(text: string, image: string, namespace: string): ImageTrouble {
  const { host } = parseImage(image);
  // The image's own name must not be taken for the reason (an image "denied:404").
  const reason = text.replaceAll(image, "").replaceAll(host === undefined ? image : `//${host}`, "");
  const { code, cause, next } = rules.find(({ pattern }) => pattern.test(reason)) ?? unknownReason;
  return { code, cause, next: next(image, namespace) };
}

function repositoryOf(image: string): string {
  const { host, path } = parseImage(image);
  return host === undefined ? path : `${host}/${path}`;
}

/** The image that Knative's message names. */
export function imageIn(message: string): string | undefined {
  return /[Uu]nable to fetch image "([^"]+)"/.exec(message)?.[1];
}
