import * as pulumi from "@pulumi/pulumi";
import { Exposure, type GatewayArgs } from "../gateway/gateway";
import type { Problem } from "../problems";
import { askThrough, knownZones } from "./alibabaLoadBalancer.gate";
import { checkZoneFacts, namedZones, zoneQuestions } from "./alibabaLoadBalancer.zones";
import type { AlibabaSlbArgs } from "./loadBalancer.args";

/** The zones that gateways' load balancers name and that the region hasn't. Where the cloud can't be asked, that is said. */
export function gatewayZoneProblems(
  gateways: readonly GatewayArgs[] = [],
  component: pulumi.Resource,
): pulumi.Output<Problem[]> {
  const problems = gateways.flatMap(({ exposure, alibaba }, index) =>
    exposure !== Exposure.LoadBalancer ||
    alibaba === undefined ||
    zoneQuestions({ settings: alibaba }).length === 0
      ? []
      : [zoneProblems(alibaba, `gateways[${index}].alibaba`, component)],
  );
  return pulumi.all(problems).apply((lists) => lists.flat());
}

function zoneProblems(
  settings: AlibabaSlbArgs,
  path: string,
  component: pulumi.Resource,
): pulumi.Output<Problem[]> {
  return namedZones(settings).apply(async (named) => {
    const args = { settings };
    const facts = await knownZones(component, args, named, askThrough(component, undefined), path);
    return checkZoneFacts(args, named, facts).map((problem) => ({
      ...problem,
      path: problem.path.replace(/^settings/, path),
    }));
  });
}
