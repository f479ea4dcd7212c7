import { z } from "zod";
import { dnsLabel, isDnsSubdomain, leaf, namespaceName, text, type Problem } from "../problems";
import { checkOneOf } from "../service/oneOf.check";
import type { SinkArgs, SinkReferenceArgs } from "./sink.args";
import { namedSinks } from "./sink.render";

/** Name of a namespaced object. */
export const eventName = text(
  "KN4001",
  "must be the name of a Kubernetes object: lower-case letters, digits, '-' and '.', at most 253 characters",
  isDnsSubdomain,
);

const absoluteUrl = text(
  "KN9011",
  "must be an absolute URL with http:// or https:// and a host",
  (value) => URL.canParse(value) && /^https?:\/\/[^/]+/.test(value),
);

const relativePath = text(
  "KN9011",
  "must be a path below the sink's address, such as /orders, without scheme and host",
  (value) => value.length > 0 && !/^[a-z][a-z0-9+.-]*:|^\/\//i.test(value) && !/\s/.test(value),
);

/** Certificates in PEM. */
export const certificates = text(
  "KN3107",
  "must be certificates in PEM, each between BEGIN CERTIFICATE and END CERTIFICATE, and no private key",
  (value) =>
    /-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----/.test(value) && !/PRIVATE KEY/.test(value),
);

export const apiVersion = text(
  "KN1006",
  "must be a version such as v1, or a group and a version such as messaging.knative.dev/v1",
  (value) => /^([a-z0-9.-]+\/)?v[0-9][a-z0-9]*$/.test(value),
);

export const kind = text("KN1006", "must be a kind such as Service", (value) =>
  /^[A-Z][A-Za-z0-9]*$/.test(value),
);

export const referenceShape = z.strictObject({
  apiVersion,
  kind,
  name: leaf(eventName),
}) satisfies z.ZodType<SinkReferenceArgs>;

export const sinkShape = z.strictObject({
  service: leaf(dnsLabel).optional(),
  broker: leaf(eventName).optional(),
  channel: leaf(eventName).optional(),
  sequence: leaf(eventName).optional(),
  parallel: leaf(eventName).optional(),
  kafkaSink: leaf(eventName).optional(),
  url: leaf(absoluteUrl).optional(),
  ref: referenceShape.optional(),
  namespace: namespaceName.optional(),
  path: leaf(relativePath).optional(),
  caCerts: leaf(certificates).optional(),
  audience: leaf(z.string().min(1)).optional(),
}) satisfies z.ZodType<SinkArgs>;

/** The properties of which a sink has exactly one. */
export const sinkKinds = [...namedSinks, "url", "ref"] as const;

/** What the properties of a sink say of each other; nothing is said of one whose shape is broken, and that was left out for it. */
export function checkSink(sink: SinkArgs | undefined): Problem[] {
  if (sink === undefined) {
    return [];
  }
  const beside = (["namespace", "path"] as const).filter(
    (property) => sink.url !== undefined && sink[property] !== undefined,
  );
  return [
    ...checkOneOf(sink, sinkKinds, ""),
    ...beside.map((path): Problem => ({
      path,
      code: "KN1008",
      reason: "excludes url, which says it all; put it into the URL, or name the sink by another property",
    })),
  ];
}
