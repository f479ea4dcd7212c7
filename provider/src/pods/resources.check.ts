import type { ResourcesArgs } from "./pods.args";
import { quantityValue, type Problem } from "../problems";

/** Requests above their limits: Kubernetes refuses the pods, after Knative took the service. */
export function checkResources(path: string, { requests = {}, limits = {} }: ResourcesArgs = {}): Problem[] {
  return Object.entries(requests).flatMap(([name, request]): Problem[] => {
    const limit = limits[name];
    const [low, high] = [quantityValue(request), limit === undefined ? undefined : quantityValue(limit)];
    return low === undefined || high === undefined || low <= high
      ? []
      : [
          {
            path: `${path}.requests[${JSON.stringify(name)}]`,
            code: "KN4021",
            reason: `must not be above the limit (${limit}), got ${request}; lower it or raise the limit`,
          },
        ];
  });
}
