import ipaddr from "ipaddr.js";
import { z } from "zod";
import { isDnsSubdomain, leaf, text, under, type Problem } from "../problems";
import { checkImages as checkOrigin, imagesShape as originShape, objectName } from "../release/images.check";
import type { RegistryCaArgs, ServingImagesArgs } from "./registry.args";

export { objectName, registry } from "../release/images.check";

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
  ...originShape.shape,
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
  return under("images", [...checkOrigin(images), ...checkCa(images.ca), ...checkProxy(images.proxy)]);
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
