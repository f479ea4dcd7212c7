import { z } from "zod";
import { cidr, namespaceName, text } from "../problems";
import type { GatewayAuthorizationArgs } from "./istio.args";

const host = text(
  "KN1006",
  'must be a host name, or one with a leading "*" such as "*.example.com"',
  (value) => /^(\*\.?|\*$)?[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(value),
);

export const authorizationShape = z.strictObject({
  sourceRanges: z.array(cidr).min(1).optional(),
  forwardedSource: z.boolean().optional(),
  hosts: z.array(host).min(1).optional(),
  namespaces: z.array(namespaceName).min(1).optional(),
}) satisfies z.ZodType<GatewayAuthorizationArgs>;
