import { IssuerKind } from "./settings";
import { z } from "zod";
import { leaf, under, type Problem } from "../problems";
import { checkPair, checkSuites, namesOf, readCertificate, type CertificatePair } from "./certificate";
import type { ServingArgs } from "./serving.args";
import {
  CipherSuite,
  LabelOperator,
  type NamespaceConditionArgs,
  type TlsArgs,
  type TlsCertificateArgs,
} from "./tls.args";
import { checkTlsClashes } from "./tls.clashes";
import { checkDomainsCovered, showsOwnCertificate } from "./tls.coverage";
import { issuerKeys } from "./tls.render";

const issuerShape = z.strictObject({
  kind: z.enum(IssuerKind).optional(),
  name: leaf(z.string().min(1)),
});

export const tlsShape = z.strictObject({
  certificate: z
    .strictObject({
      secretName: leaf(z.string().min(1)).optional(),
      namespace: leaf(z.string().min(1)).optional(),
      certificate: leaf(z.string()).optional(),
      privateKey: leaf(z.string()).optional(),
    })
    .optional(),
  externalDomain: z.boolean().optional(),
  clusterLocalDomain: z.boolean().optional(),
  systemInternal: z.boolean().optional(),
  issuers: z
    .strictObject({
      external: issuerShape.optional(),
      clusterLocal: issuerShape.optional(),
      systemInternal: issuerShape.optional(),
    })
    .optional(),
  wildcardNamespaces: z
    .strictObject({
      matchLabels: z.record(z.string(), z.string()).optional(),
      matchExpressions: z
        .array(
          z.strictObject({
            key: z.string().min(1),
            operator: z.enum(LabelOperator),
            values: z.array(z.string()).optional(),
          }),
        )
        .optional(),
    })
    .optional(),
  redirect: z.boolean().optional(),
  cipherSuites: z.array(z.enum(CipherSuite)).min(1).optional(),
}) satisfies z.ZodType<TlsArgs>;

/** Everything that can be said of encryption without the cluster. */
export function checkTls(args: ServingArgs, now = new Date()): Problem[] {
  const { tls } = args;
  if (tls === undefined) {
    return [];
  }
  const { certificate, privateKey } = tls.certificate ?? {};
  return [
    ...under("tls", [
      ...(tls.certificate === undefined ? [] : under("certificate", checkSource(tls.certificate))),
      ...checkRedirect(tls),
      ...checkIssuers(args, tls),
      ...checkWildcards(tls),
    ]),
    ...(typeof certificate === "string" && typeof privateKey === "string"
      ? checkOwnCertificate(args, { certificate, privateKey }, now)
      : []),
    ...checkTlsClashes(args, tls),
  ];
}

/** What is wrong with a certificate once its text is known, by the paths that it has in ServingArgs. */
export function checkOwnCertificate(args: ServingArgs, pair: CertificatePair, now: Date): Problem[] {
  const unfit = checkPair(pair, now);
  const { leaf: own } = readCertificate(pair.certificate);
  return [
    ...under("tls.certificate", unfit),
    ...(own === undefined || unfit.length > 0
      ? []
      : [
          ...under("tls", checkSuites(own, args.tls?.cipherSuites ?? [])),
          ...(showsOwnCertificate(args) ? checkDomainsCovered(args, namesOf(own)) : []),
        ]),
  ];
}

/** A Secret that is there, or certificate and key: never both, never half. */
function checkSource(source: TlsCertificateArgs): Problem[] {
  const { secretName, namespace, certificate, privateKey } = source;
  if (secretName !== undefined) {
    return (["certificate", "privateKey"] as const).flatMap((path): Problem[] =>
      source[path] === undefined
        ? []
        : [{ path, code: "KN1008", reason: "excludes secretName; give the Secret's name or the texts" }],
    );
  }
  const missing = (path: string, reason: string): Problem => ({ path, code: "KN1005", reason });
  return [
    ...(certificate === undefined && privateKey === undefined
      ? [missing("secretName", "is required: the name of a Secret; or give certificate and privateKey")]
      : []),
    ...(certificate === undefined && privateKey !== undefined
      ? [missing("certificate", "is required: the certificate of privateKey, in PEM")]
      : []),
    ...(certificate !== undefined && privateKey === undefined
      ? [missing("privateKey", "is required: the key of certificate, in PEM")]
      : []),
    ...(namespace === undefined
      ? []
      : [
          {
            path: "namespace",
            code: "KN1008",
            reason:
              "has no effect without secretName: the Secret of a given certificate is made in kourier-system",
          } as const,
        ]),
  ];
}

function checkRedirect({ redirect, certificate, externalDomain }: TlsArgs): Problem[] {
  const reason =
    "would send all requests to a port that nothing answers: set certificate or externalDomain as well";
  return redirect === true && certificate === undefined && externalDomain !== true
    ? [{ path: "redirect", code: "KN3806", reason }]
    : [];
}

const purposes = [
  { issuer: "external", property: "externalDomain" },
  { issuer: "clusterLocal", property: "clusterLocalDomain" },
  { issuer: "systemInternal", property: "systemInternal" },
] as const;

/** Upstream's default issuer is in none of its release files: without one that is named, certificates never come. */
function checkIssuers({ config, ...others }: ServingArgs, tls: TlsArgs): Problem[] {
  const set = new Set([
    ...Object.keys(config?.["config-certmanager"] ?? {}),
    ...Object.keys((others as Readonly<Record<string, object | undefined>>)["certManager"] ?? {}),
  ]);
  return purposes.flatMap(({ issuer, property }): Problem[] => {
    const named = tls.issuers?.[issuer] !== undefined;
    const path = `issuers.${issuer}`;
    if (tls[property] === true && !named && !set.has(issuerKeys[issuer])) {
      const reason = `is needed for ${property}: the name of an issuer of cert-manager, such as { kind: "ClusterIssuer", name: "internal-ca" }`;
      return [{ path, code: "KN3809", reason }];
    }
    return named && tls[property] !== true
      ? [{ path, code: "KN1008", reason: `has no effect without ${property}; remove it or set that` }]
      : [];
  });
}

function checkWildcards({ wildcardNamespaces, externalDomain }: TlsArgs): Problem[] {
  const conditions = wildcardNamespaces?.matchExpressions ?? [];
  return under("wildcardNamespaces", [
    ...(wildcardNamespaces !== undefined && externalDomain !== true
      ? [
          {
            path: "",
            code: "KN1008",
            reason: "has no effect without externalDomain; remove it or set that",
          } as const,
        ]
      : []),
    ...conditions.flatMap((condition, index) =>
      under(`matchExpressions[${index}]`, checkCondition(condition)),
    ),
  ]);
}

// apimachinery pkg/apis/meta/v1/validation: the controllers refuse to start with such a selector.
function checkCondition({ operator, values = [] }: NamespaceConditionArgs): Problem[] {
  const compares = operator === LabelOperator.In || operator === LabelOperator.NotIn;
  return compares === values.length > 0
    ? []
    : [
        compares
          ? { path: "values", code: "KN1005", reason: `is required with "${operator}": a list of values` }
          : { path: "values", code: "KN1008", reason: `has no effect with "${operator}"; remove it` },
      ];
}
