import { z } from "zod";
import { checkCluster } from "../cluster/cluster.check";
import { checkShape, under, type Problem } from "../problems";
import { checkService, defaultSkippedRegistries } from "../service/service.check";
import type { ServiceArgs } from "../service/service.args";
import { checkServing } from "../serving/serving.check";
import type { PlatformArgs } from "./platform";

export const platformShape = z.strictObject({
  cluster: z.looseObject({}).optional(),
  serving: z.looseObject({}).optional(),
  services: z.array(z.looseObject({})).optional(),
});

/** Everything that can be said of a platform's inputs before anything is touched: all its parts', at once. */
export function checkPlatform(args: PlatformArgs): Problem[] {
  const shape = checkShape(platformShape, args);
  const broken = new Set(shape.map(({ path }) => path.split(/[.[]/)[0]));
  const services = broken.has("services") ? [] : (args.services ?? []);
  const skipped = args.serving?.deployment?.registriesSkippingTagResolving ?? defaultSkippedRegistries;
  return [
    ...shape,
    ...(broken.has("cluster") ? [] : under("cluster", checkCluster(args.cluster ?? {}))),
    ...(broken.has("serving") ? [] : under("serving", checkServing(args.serving ?? {}))),
    ...services.flatMap((service, index) =>
      under(`services[${index}]`, checkNamed(service, Array.isArray(skipped) ? skipped : [])),
    ),
    ...checkRepeated(services),
  ];
}

function checkNamed(service: ServiceArgs, skippedRegistries: readonly string[]): Problem[] {
  const nameless: Problem[] =
    service.name === undefined ? [{ path: "name", code: "KN1005", reason: "is required: a DNS label" }] : [];
  return [...nameless, ...checkService(service.name ?? "unnamed", service, skippedRegistries)];
}

function checkRepeated(services: readonly ServiceArgs[]): Problem[] {
  const keys = services.map(({ name, namespace = "default" }) => `${namespace}/${name ?? ""}`);
  return services.flatMap(({ name }, index): Problem[] => {
    const first = keys.indexOf(keys[index] ?? "");
    return name !== undefined && first < index
      ? [
          {
            path: `services[${index}].name`,
            code: "KN1007",
            reason: `"${keys[index]}" is the service of services[${first}] already`,
          },
        ]
      : [];
  });
}
