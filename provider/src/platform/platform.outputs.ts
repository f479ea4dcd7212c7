import * as pulumi from "@pulumi/pulumi";
import type { Service } from "../service/service";
import type { ServiceArgs } from "../service/service.args";
import type { Serving } from "../serving/serving";
import type { ServingArgs } from "../serving/serving.args";
import type { PlatformEventing } from "./eventing";
import { namesPorts, withPorts } from "./gateways";

/** URLs with the ports of gateways, only where those have any to name: they may come later than the URLs. */
export function urlsWithPorts(
  told: pulumi.Output<Record<string, string>>,
  { gateways }: Serving,
  declared: readonly ServiceArgs[],
  serving: ServingArgs | undefined,
): pulumi.Output<Record<string, string>> {
  return namesPorts(serving)
    ? pulumi.all([told, gateways]).apply(([urls, known]) => withPorts(urls, known, declared, serving))
    : told;
}

export function imagesOf(serving: Serving, flow: PlatformEventing | undefined): pulumi.Output<string[]> {
  return pulumi
    .all([serving.images, flow?.eventing.images ?? []])
    .apply((images) => [...new Set(images.flat())]);
}

/** Only of those whose users will ask, for each Output that is carried on costs memory, a thousand times over. */
export function revisionsOf(
  services: readonly (readonly [key: string, service: Service])[],
  args: readonly ServiceArgs[],
): pulumi.Output<Record<string, string>> {
  const rolling = services.filter((_, index) => args[index]?.rollout !== undefined);
  return pulumi.output(
    Object.fromEntries(rolling.map(([key, { latestReadyRevision }]) => [key, latestReadyRevision])),
  );
}
