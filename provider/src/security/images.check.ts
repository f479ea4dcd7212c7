import { createPublicKey } from "node:crypto";
import { z } from "zod";
import { kourierNamespace } from "../policies/roads.kourier";
import { servingNamespace } from "../policies/roads";
import { dnsLabel, namespaceName, text, type Problem } from "../problems";
import { eventingNamespace } from "../release/catalog";
import {
  SignatureEngine,
  type KeylessIdentityArgs,
  type SecurityImagesArgs,
  type SignedImagesArgs,
} from "./images.args";
import { envoyImage } from "./images.render";
import { SecurityMode } from "./mode";
import { isStrict } from "./parts";
import type { SecurityArgs } from "./security.args";

const pattern = text(
  "KN9902",
  'must be a pattern of images with their registry, such as "registry.example.com/team/**"',
  (value) => /^[a-z0-9.-]+(:\d+)?\/[\w./*:@-]+$/.test(value) && !value.includes("***"),
);
const publicKey = text(
  "KN9901",
  "must be a public key in PEM, from -----BEGIN PUBLIC KEY----- on",
  isPublicKey,
);
const expression = text("KN1006", "must be a regular expression", (value) => {
  try {
    return new RegExp(value).source !== "";
  } catch {
    return false;
  }
});

function isPublicKey(value: string): boolean {
  try {
    // A private key would give its public half, and lie in the cluster for all to see.
    return value.includes("BEGIN PUBLIC KEY") && createPublicKey(value).type === "public";
  } catch {
    return false;
  }
}

export const imagesShape = z.strictObject({
  enabled: z.boolean().optional(),
  mode: z.enum(SecurityMode).optional(),
  engine: z.enum(SignatureEngine).optional(),
  namespaces: z.array(namespaceName).min(1),
  rules: z
    .array(
      z.strictObject({
        name: dnsLabel,
        images: z.array(pattern).min(1),
        publicKey: publicKey.optional(),
        keyless: (
          z.strictObject({
            issuer: z.url({ protocol: /^https$/, error: "must be the https URL of an OIDC issuer" }),
            subject: z.string().min(1).optional(),
            subjectRegExp: expression.optional(),
          }) satisfies z.ZodType<KeylessIdentityArgs>
        ).optional(),
      }) satisfies z.ZodType<SignedImagesArgs>,
    )
    .optional(),
  knative: z.boolean().optional(),
  knativeImages: z.array(pattern).min(1).optional(),
  unsigned: z.array(pattern).min(1).optional(),
}) satisfies z.ZodType<SecurityImagesArgs>;

/** Rules between the properties, and what a policy would do to Knative itself. Paths begin below `images`. */
export function checkImageRules(args: SecurityArgs, images: SecurityImagesArgs): Problem[] {
  const { rules = [], knative = true, knativeImages } = images;
  const names = rules.map(({ name }) => name);
  return [
    ...rules.flatMap((rule, index) => checkRule(rule, `rules[${index}]`)),
    ...names.flatMap((name, index): Problem[] =>
      name === "knative" || names.indexOf(name) < index
        ? [{ path: `rules[${index}].name`, code: "KN1007", reason: `"${name}" is the name of another rule` }]
        : [],
    ),
    ...(!knative && knativeImages !== undefined
      ? [
          {
            path: "knativeImages",
            code: "KN1008",
            reason: "has no effect with knative: false; remove it",
          } as const,
        ]
      : []),
    ...(!knative && rules.length === 0
      ? [
          {
            path: "rules",
            code: "KN1005",
            reason: "is required with knative: false: there is nothing to look at",
          } as const,
        ]
      : []),
    ...(images.engine === SignatureEngine.Kyverno ? checkKyverno(images) : checkSigstore(args, images)),
  ];
}

function checkRule({ publicKey: key, keyless }: SignedImagesArgs, path: string): Problem[] {
  const both = key !== undefined && keyless !== undefined;
  const { subject, subjectRegExp } = keyless ?? {};
  const names = [subject, subjectRegExp].filter((name) => name !== undefined).length;
  return [
    ...(both
      ? [
          {
            path: `${path}.keyless`,
            code: "KN1008",
            reason: "excludes publicKey; make a rule for each",
          } as const,
        ]
      : []),
    ...(key === undefined && keyless === undefined
      ? [{ path, code: "KN1005", reason: "needs who signs: publicKey, or keyless" } as const]
      : []),
    ...(keyless !== undefined && names === 0
      ? [
          {
            path: `${path}.keyless`,
            code: "KN1005",
            reason: "needs subject or subjectRegExp: an issuer alone would let everybody sign that it knows",
          } as const,
        ]
      : []),
    ...(names === 2
      ? [{ path: `${path}.keyless.subjectRegExp`, code: "KN1008", reason: "excludes subject" } as const]
      : []),
  ];
}

function checkKyverno({ unsigned }: SecurityImagesArgs): Problem[] {
  return unsigned === undefined
    ? []
    : [
        {
          path: "unsigned",
          code: "KN1008",
          reason: 'has no effect with engine "kyverno", which lets pass what no rule is for; remove it',
        },
      ];
}

/** Sigstore refuses images that no policy is for: those of Knative's own pods would not come back after a restart. */
function checkSigstore(args: SecurityArgs, images: SecurityImagesArgs): Problem[] {
  const { namespaces, knative = true, unsigned = [] } = images;
  const passesEnvoy = unsigned.some((glob) => covers(glob, envoyImage));
  return namespaces.flatMap((name, index): Problem[] => {
    const refused = !isStrict(args, "images")
      ? undefined
      : !knative && [servingNamespace, eventingNamespace, kourierNamespace].includes(name)
        ? "Knative's own images, for knative is false"
        : name === kourierNamespace && !passesEnvoy
          ? `the gateway's image, which Knative doesn't sign: add "${envoyImage}:*" to unsigned`
          : undefined;
    return refused === undefined
      ? []
      : [
          {
            path: `namespaces[${index}]`,
            code: "KN9903",
            reason: `"${name}" would be refused ${refused}; change that, or take the namespace out`,
          },
        ];
  });
}

/** Whether a pattern is for an image of any tag. */
function covers(glob: string, image: string): boolean {
  const source = glob
    .split(/(\*\*|\*)/)
    .map((part) => (part === "**" ? ".*" : part === "*" ? "[^/]*" : part.replaceAll(/[.:@-]/g, "\\$&")))
    .join("");
  return new RegExp(`^${source}$`).test(`${image}:v1`) || new RegExp(`^${source}$`).test(image);
}
