import type { Manifest } from "../manifests/manifest";
import { SignatureEngine, type SecurityImagesArgs, type SignedImagesArgs } from "./images.args";

/** Patterns of the images that Knative's releases name. */
export const upstreamImages = ["gcr.io/knative-releases/**"];
/** Kourier's gateway: an image of Envoy's project, which Knative doesn't sign. */
export const envoyImage = "docker.io/envoyproxy/envoy";

// https://knative.dev/docs/reference/security/verifying-images/
const knativeSigner = {
  issuer: "https://accounts.google.com",
  subject: "signer@knative-releases.iam.gserviceaccount.com",
} as const;

/** The rules with that of Knative's own images among them. */
export function allRules({
  rules = [],
  knative = true,
  knativeImages = upstreamImages,
}: SecurityImagesArgs): readonly SignedImagesArgs[] {
  return knative ? [{ name: "knative", images: knativeImages, keyless: knativeSigner }, ...rules] : rules;
}

/** The policies of the engine, one for each rule. */
export function renderImagePolicies(args: SecurityImagesArgs, isStrict: boolean): Manifest[] {
  return args.engine === SignatureEngine.Kyverno
    ? allRules(args).map((rule) => kyvernoPolicy(rule, args.namespaces, isStrict))
    : [...allRules(args).map((rule) => sigstorePolicy(rule, isStrict)), ...passes(args.unsigned ?? [])];
}

const nameOf = (rule: string): string => `knative-signed-${rule}`;

function imagePolicy(name: string, spec: object): Manifest {
  return {
    apiVersion: "policy.sigstore.dev/v1beta1",
    kind: "ClusterImagePolicy",
    metadata: { name },
    spec,
  };
}

function sigstorePolicy({ name, images, publicKey, keyless }: SignedImagesArgs, isStrict: boolean): Manifest {
  const authority =
    keyless === undefined
      ? { name, key: { data: publicKey } }
      : {
          name,
          keyless: { url: "https://fulcio.sigstore.dev", identities: [{ ...keyless }] },
          ctlog: { url: "https://rekor.sigstore.dev" },
        };
  return imagePolicy(nameOf(name), {
    mode: isStrict ? "enforce" : "warn",
    images: globs(images),
    authorities: [authority],
  });
}

/** Without a policy that is for it, an image is refused in the namespaces that policy-controller looks at. */
function passes(unsigned: readonly string[]): Manifest[] {
  return unsigned.length === 0
    ? []
    : [
        imagePolicy("knative-unsigned", {
          images: globs(unsigned),
          authorities: [{ name: "unsigned", static: { action: "pass" } }],
        }),
      ];
}

const globs = (patterns: readonly string[]) => patterns.map((glob) => ({ glob }));

/** In Kyverno's patterns one star stands for anything, further parts of the path included. */
const starred = (pattern: string): string => pattern.replaceAll("**", "*");

function kyvernoPolicy(
  { name, images, publicKey, keyless }: SignedImagesArgs,
  namespaces: readonly string[],
  isStrict: boolean,
): Manifest {
  const entry =
    keyless === undefined
      ? { keys: { publicKeys: publicKey } }
      : { keyless: { ...keyless, rekor: { url: "https://rekor.sigstore.dev" } } };
  return {
    apiVersion: "kyverno.io/v1",
    kind: "ClusterPolicy",
    metadata: { name: nameOf(name) },
    spec: {
      webhookConfiguration: { failurePolicy: isStrict ? "Fail" : "Ignore", timeoutSeconds: 30 },
      background: false,
      rules: [
        {
          name,
          match: { any: [{ resources: { kinds: ["Pod"], namespaces } }] },
          verifyImages: [
            {
              imageReferences: images.map(starred),
              failureAction: isStrict ? "Enforce" : "Audit",
              // Kyverno refuses to change images, and to demand digests, where it only reports.
              mutateDigest: isStrict,
              verifyDigest: isStrict,
              required: isStrict,
              attestors: [{ count: 1, entries: [entry] }],
            },
          ],
        },
      ],
    },
  };
}
