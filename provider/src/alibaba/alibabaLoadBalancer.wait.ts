import type { Reader } from "../diagnose/reader";
import type { KubeObject } from "../diagnose/facts";
import { ProblemsError } from "../problems";
import type { AlibabaLoadBalancerArgs } from "./alibabaLoadBalancer.args";
import { servicePath } from "./alibabaLoadBalancer.gate";
import { addressIn, balancerId, isServed, type LiveService } from "./alibabaLoadBalancer.live";
import { adoptedService } from "./alibabaLoadBalancer.settings";

/** What a Service's load balancer is. */
export interface Served {
  readonly id: string | undefined;
  readonly address: string | undefined;
}

export function servedOf(live: LiveService): Served {
  return { id: balancerId(live), address: addressIn(live) };
}

const intervalMilliseconds = 1_000;

/** Waits until the controller has told id and address of the Service's load balancer. */
export async function awaitServed(args: AlibabaLoadBalancerArgs, reader: Reader): Promise<Served> {
  const live = await poll(
    args,
    reader,
    (found) => balancerId(found) !== undefined && addressIn(found) !== undefined,
    "has no load balancer yet",
  );
  return servedOf(live);
}

/**
 * Has the controller give up a Service's load balancer, by the only way there is beside deleting the Service: another type. Waits
 * until it did.
 */
export async function giveUp(args: AlibabaLoadBalancerArgs, reader: Reader): Promise<void> {
  await reader.patch(servicePath(args), { spec: { type: "ClusterIP", loadBalancerClass: null } });
  await poll(args, reader, (found) => !isServed(found), "still has its load balancer");
}

async function poll(
  args: AlibabaLoadBalancerArgs,
  reader: Reader,
  isDone: (live: LiveService) => boolean,
  otherwise: string,
): Promise<LiveService> {
  const { readyTimeoutSeconds = 300 } = args;
  const until = Date.now() + readyTimeoutSeconds * 1000;
  for (;;) {
    const live = await reader.get<LiveService & KubeObject>(servicePath(args));
    if (live !== undefined && isDone(live)) {
      return live;
    }
    if (Date.now() > until) {
      const { namespace, name } = adoptedService(args);
      const reason = `${namespace}/${name} ${otherwise} after ${readyTimeoutSeconds} seconds; its events say why: kubectl -n ${namespace} describe service ${name}`;
      throw new ProblemsError("AlibabaLoadBalancer", [{ path: "service", code: "KN7065", reason }]);
    }
    await new Promise((resolve) => setTimeout(resolve, intervalMilliseconds));
  }
}
