import { X509Certificate } from "node:crypto";
import { z } from "zod";
import { leaf, namespaceName, problemIf, text, type Problem } from "../problems";
import { objectName } from "../release/images.check";
import {
  RegistryIssuerKind,
  type RegistryArgs,
  type RegistryTlsArgs,
  type RegistryUsersArgs,
} from "./registry.args";

const certificate = text("KN9408", "must be one certificate in PEM, without a private key", (value) => {
  try {
    return !value.includes("PRIVATE KEY") && new X509Certificate(value).subject !== undefined;
  } catch {
    return false;
  }
});

// What is wrong isn't repeated: it may be a password.
const htpasswd = z.string().refine(isHtpasswd, {
  error: "must be lines name:hash with hashes of bcrypt, as htpasswd -nbB writes them",
  params: { problem: "KN9402" },
});

function isHtpasswd(value: string): boolean {
  const lines = value.split(/\r?\n/).filter((line) => line.trim() !== "" && !line.startsWith("#"));
  return (
    lines.length > 0 &&
    lines.every((line) => /^[^:\s]+:\$2[aby]\$(0[4-9]|[12]\d|3[01])\$[./A-Za-z0-9]{53}$/.test(line))
  );
}

export const credentialsShape = z.strictObject({
  username: leaf(z.string().min(1)),
  password: leaf(z.string().min(1)),
});

export const tlsShape = z.strictObject({
  secretName: objectName.optional(),
  issuer: objectName.optional(),
  issuerKind: z.enum(RegistryIssuerKind).optional(),
  ca: leaf(certificate).optional(),
  caNamespaces: z.array(namespaceName).optional(),
}) satisfies z.ZodType<RegistryTlsArgs>;

export const usersShape = z.strictObject({
  htpasswd: leaf(htpasswd).optional(),
  secretName: objectName.optional(),
  credentials: credentialsShape.optional(),
}) satisfies z.ZodType<RegistryUsersArgs>;

/** Which certificate, and who is told to trust it. */
export function checkTls(given: RegistryTlsArgs | undefined): Problem[] {
  if (given === undefined) {
    return [];
  }
  const { secretName, issuer, issuerKind, ca, caNamespaces = [] } = given;
  const none = secretName === undefined && issuer === undefined;
  const both = secretName !== undefined && issuer !== undefined;
  return [
    ...problemIf(none, "tls", "KN1005", "needs a certificate: secretName or issuer"),
    ...problemIf(both, "tls.issuer", "KN1008", "excludes secretName"),
    ...problemIf(
      issuer === undefined && issuerKind !== undefined,
      "tls.issuerKind",
      "KN1008",
      "has no effect without issuer; remove it",
    ),
    ...problemIf(
      caNamespaces.length > 0 && ca === undefined,
      "tls.ca",
      "KN1005",
      "is required with caNamespaces: the certificate that goes there",
    ),
  ];
}

/** Where users stand, and whether their passwords are safe on the way. */
export function checkUsers({ users: given, tls: encrypted }: RegistryArgs): Problem[] {
  if (given === undefined) {
    return [];
  }
  const forms = [given.htpasswd, given.secretName].filter((form) => form !== undefined).length;
  return [
    ...problemIf(forms === 0, "users", "KN1005", "needs the users: htpasswd or secretName"),
    ...problemIf(forms === 2, "users.secretName", "KN1008", "excludes htpasswd"),
    ...problemIf(
      encrypted === undefined,
      "users",
      "KN9401",
      "needs tls: passwords would be sent in plain text; set tls, or remove users",
    ),
  ];
}
