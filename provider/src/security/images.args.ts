import type { SecurityMode } from "./mode";

/** What looks at signatures. It must be in the cluster. */
export const SignatureEngine = {
  /** Sigstore's policy-controller (policy.sigstore.dev/v1beta1). */
  Sigstore: "sigstore",
  /** Kyverno, from 1.13 on (kyverno.io/v1). */
  Kyverno: "kyverno",
} as const;
export type SignatureEngine = (typeof SignatureEngine)[keyof typeof SignatureEngine];

/** Who signs without a key of their own, as a certificate of Sigstore's Fulcio names them. */
export interface KeylessIdentityArgs {
  /** Who vouched for them: an OIDC issuer such as "https://token.actions.githubusercontent.com". */
  issuer: string;
  /** Their name there, such as "release@example.com"; excludes `subjectRegExp`. Default: what that says. */
  subject?: string;
  /** What their name there matches, anchored by yourself: "^https://github.com/acme/.+$". Default: what `subject` says. */
  subjectRegExp?: string;
}

/** Images that must be signed, and by whom: one of `publicKey` and `keyless`. */
export interface SignedImagesArgs {
  /** Name of the rule. */
  name: string;
  /** Patterns of images such as "registry.example.com/team/**"; "**" stands for any number of parts of the path. */
  images: string[];
  /** Public key, in PEM. Default: none. */
  publicKey?: string;
  /** Who signs without a key. Default: nobody. */
  keyless?: KeylessIdentityArgs;
}

/** Images are run only where they are signed. */
export interface SecurityImagesArgs {
  /** Whether signatures are looked at; false is the same as leaving `images` out. Default: true. */
  enabled?: boolean;
  /** "permissive" lets images pass and warns (Sigstore) or reports (Kyverno). Default: the component's. */
  mode?: SecurityMode;
  /** What looks at them. Default: "sigstore". */
  engine?: SignatureEngine;
  /** Namespaces in which it looks. */
  namespaces: string[];
  /** Your own images. Default: none. */
  rules?: SignedImagesArgs[];
  /** Whether Knative's images must have Knative's signature. Default: true. */
  knative?: boolean;
  /** Patterns of Knative's images, where they are copied to a registry of yours together with their signatures. Default: upstream's. */
  knativeImages?: string[];
  /** Patterns of images that pass without a signature. Sigstore refuses all others that no rule is for; Kyverno lets them pass. Default: none. */
  unsigned?: string[];
}
