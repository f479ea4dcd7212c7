import ipaddr from "ipaddr.js";
import { z } from "zod";
import { image, isDnsSubdomain, leaf, text, under, type Problem } from "../problems";
import { ImageLayout, type RegistryCaArgs, type ServingImagesArgs } from "./registry.args";

/** Name of an object in the cluster. */
export const objectName = text("KN4001", "must be the name of a Kubernetes object", isDnsSubdomain);

/** A registry's host with an optional port and path. */
export const registry = text(
  "KN4009",
  "must be a registry's host with an optional port and path, such as registry.example.com/knative",
  (value) => /^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._/-]+)*$/.test(value) && !value.endsWith("/"),
);

const certificates = text(
  "KN3107",
  "must be certificates in PEM, each between BEGIN CERTIFICATE and END CERTIFICATE, and no private key",
  (value) =>
    /-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----/.test(value) && !/PRIVATE KEY/.test(value),
);

const proxyUrl = z.string().refine(isProxyUrl, {
  // The URL may hold a password: it isn't repeated.
  error: "must be a URL such as http://proxy.example.com:3128, with http:// or https://",
  params: { problem: "KN3108" },
});

const directHost = text(
  "KN3108",
  "must be one host: a name such as .example.com, an address, or a network such as 10.0.0.0/8, with an optional port",
  isDirectHost,
);

const namedBy = ["pem", "configMapName", "secretName"] as const satisfies (keyof RegistryCaArgs)[];

export const imagesShape = z.strictObject({
  registry: registry.optional(),
  layout: z.enum(ImageLayout).optional(),
  overrides: z.record(z.string(), image).optional(),
  pullSecrets: z.array(objectName).optional(),
  credentials: z
    .strictObject({ username: leaf(z.string().min(1)), password: leaf(z.string().min(1)) })
    .optional(),
  ca: z
    .strictObject({
      pem: leaf(certificates).optional(),
      configMapName: objectName.optional(),
      secretName: objectName.optional(),
    })
    .optional(),
  proxy: z
    .strictObject({
      httpProxy: leaf(proxyUrl).optional(),
      httpsProxy: leaf(proxyUrl).optional(),
      noProxy: z.array(directHost).optional(),
    })
    .optional(),
}) satisfies z.ZodType<ServingImagesArgs>;

/** Settings of images that contradict each other, or that nothing would come of. */
export function checkImages(images: ServingImagesArgs = {}): Problem[] {
  const { credentials, layout, registry: home, ca, proxy } = images;
  const homeless = Object.entries({ credentials, layout }).flatMap(([path, value]): Problem[] =>
    value !== undefined && home === undefined
      ? [{ path, code: "KN3106", reason: "has no effect without registry; set registry or remove it" }]
      : [],
  );
  return under("images", [...homeless, ...checkCa(ca), ...checkProxy(proxy)]);
}

function checkCa(ca: RegistryCaArgs | undefined): Problem[] {
  const given = namedBy.filter((name) => ca?.[name] !== undefined);
  const reason = `needs exactly one of ${namedBy.join(", ")}, got ${given.length === 0 ? "none" : given.join(" and ")}`;
  return ca === undefined || given.length === 1 ? [] : [{ path: "ca", code: "KN3107", reason }];
}

function checkProxy(proxy: ServingImagesArgs["proxy"]): Problem[] {
  return proxy === undefined || proxy.httpProxy !== undefined || proxy.httpsProxy !== undefined
    ? []
    : [{ path: "proxy", code: "KN3108", reason: "needs httpProxy, httpsProxy or both" }];
}

function isProxyUrl(value: string): boolean {
  return URL.canParse(value) && ["http:", "https:"].includes(new URL(value).protocol);
}

function isDirectHost(value: string): boolean {
  const host = value.replace(/:\d+$/, "");
  const name = host.replace(/^\*?\./, "");
  return ipaddr.isValidCIDR(value) || ipaddr.isValid(value) || ipaddr.isValid(host) || isDnsSubdomain(name);
}
