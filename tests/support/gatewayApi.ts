import type { Context } from "mocha";
import { gatewayApiDown, gatewayApiUp } from "../../lab/gatewayApi";
import { withProgress } from "../../lab/node";
import { needLab } from "./lab";

/** Longest time for it to come up where it has to be built first; for the timeout of a `before`. */
export const gatewayApiTimeoutMs = 20 * 60_000;

export interface GatewayApiInLab {
  /** The running lab's environment. */
  readonly env: Record<string, string>;
  /** Takes the definitions out again, and with them all that is left of their kinds. */
  readonly down: () => Promise<void>;
}

/** A running lab with the Gateway API's definitions, and the images of Knative's layer for it; skips, saying why, where there is no lab. */
export async function needGatewayApi(context: Context): Promise<GatewayApiInLab> {
  const env = await needLab(context);
  context.timeout(gatewayApiTimeoutMs);
  await withProgress((report) => gatewayApiUp(report));
  return { env, down: () => gatewayApiDown() };
}
