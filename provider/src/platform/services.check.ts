import { under, type Problem } from "../problems";
import { installationCheck } from "../service/installation.check";
import { checkService, defaultSkippedRegistries } from "../service/service.check";
import type { ServiceArgs } from "../service/service.args";
import type { ServingArgs } from "../serving/serving.args";

/** What is wrong with each service by itself; paths begin with its place in the list. */
export function checkServices(services: readonly ServiceArgs[], serving: ServingArgs | undefined): Problem[] {
  const given: unknown = serving?.deployment?.registriesSkippingTagResolving ?? defaultSkippedRegistries;
  const skipped = Array.isArray(given) ? (given as readonly string[]) : [];
  return services.flatMap((service, index) =>
    under(`[${index}]`, [
      ...checkNamed(service),
      ...checkService(service.name ?? "unnamed", service, skipped),
    ]),
  );
}

function checkNamed({ name }: ServiceArgs): Problem[] {
  return name === undefined ? [{ path: "name", code: "KN1005", reason: "is required: a DNS label" }] : [];
}

/** What the installation would refuse of services that have no problem by themselves. */
export function checkServicesFit(
  services: readonly ServiceArgs[],
  serving: ServingArgs,
  isFlawless: (path: string) => boolean,
): Problem[] {
  const check = installationCheck(serving);
  return services.flatMap((service, index) => {
    const path = `services[${index}]`;
    return isFlawless(path) ? under(path, check(service)) : [];
  });
}

/** Services that have the name of one before them, in the same namespace. */
export function checkRepeated(services: readonly ServiceArgs[]): Problem[] {
  const keys = services.map(({ name, namespace = "default" }) => `${namespace}/${name ?? ""}`);
  return services.flatMap(({ name }, index): Problem[] => {
    const first = keys.indexOf(keys[index] ?? "");
    const reason = `"${keys[index]}" is the service of services[${first}] already`;
    return name !== undefined && first < index
      ? [{ path: `services[${index}].name`, code: "KN1007", reason }]
      : [];
  });
}
