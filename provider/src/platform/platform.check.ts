import { z } from "zod";
import { checkSoleKnative } from "../alibaba/ack.check";
import { checkCluster } from "../cluster/cluster.check";
import { checkShape, under, type Problem } from "../problems";
import { installationCheck } from "../service/installation.check";
import { checkService, defaultSkippedRegistries } from "../service/service.check";
import type { ServiceArgs } from "../service/service.args";
import { checkServing } from "../serving/serving.check";
import { checkFeatures } from "./features";
import { checkPrivateLabels } from "./domains";
import { checkServicesGateways, checkServicesOfLayer } from "./gateways";
import { checkNamespaces, namespaceShape } from "./namespaces.check";
import { inNamespace } from "./namespaces.render";
import { checkNames } from "./names.check";
import type { ServingArgs } from "../serving/serving.args";
import type { PlatformArgs } from "./platform";

export const platformShape = z.strictObject({
  cluster: z.looseObject({}).optional(),
  serving: z.looseObject({}).optional(),
  namespaces: z.array(namespaceShape).optional(),
  services: z.array(z.looseObject({})).optional(),
});

/** Everything that can be said of a platform's inputs before anything is touched: all its parts', at once. `isGiven`: the cluster's provider is the caller's. */
export function checkPlatform(args: PlatformArgs, isGiven = false): Problem[] {
  const shape = checkShape(platformShape, args);
  const broken = new Set(shape.map(({ path }) => path.split(/[.[]/)[0]));
  const namespaces = broken.has("namespaces") ? [] : (args.namespaces ?? []);
  const declared = broken.has("services") ? [] : (args.services ?? []);
  const services = declared.map((service) => inNamespace(service, namespaces));
  const skipped = args.serving?.deployment?.registriesSkippingTagResolving ?? defaultSkippedRegistries;
  const installed = broken.has("serving") ? [] : under("serving", checkServing(args.serving ?? {}));
  const serving = broken.has("serving") || installed.length > 0 ? undefined : (args.serving ?? {});
  const check = serviceCheck(Array.isArray(skipped) ? skipped : [], serving);
  const problems = [
    ...shape,
    ...(broken.has("cluster") ? [] : under("cluster", checkCluster(args.cluster ?? {}, isGiven))),
    ...(broken.has("cluster") ? [] : under("cluster", checkSoleKnative(args.cluster ?? {}))),
    ...installed,
    ...checkNamespaces(namespaces),
    ...services.flatMap((service, index) => under(`services[${index}]`, check(service))),
    ...checkRepeated(services),
    ...(broken.has("serving") ? [] : checkPrivateLabels(services, args.serving ?? {})),
    ...(broken.has("serving") ? [] : checkFeatures(args.serving ?? {}, services)),
    ...(serving === undefined ? [] : checkServicesGateways(services, serving)),
    ...(serving === undefined ? [] : checkServicesOfLayer(services, serving)),
  ];
  const isUnreadable = problems.some(({ code }) => code === "KN1002" || code === "KN1005");
  return [...problems, ...(isUnreadable ? [] : checkNames(args.serving ?? {}, services))];
}

/** Of a Serving that is wrong itself nothing can be said about services. */
function serviceCheck(
  skippedRegistries: readonly string[],
  serving: ServingArgs | undefined,
): (service: ServiceArgs) => Problem[] {
  const checkInstallation = serving === undefined ? () => [] : installationCheck(serving);
  return (service) => {
    const nameless: Problem[] =
      service.name === undefined
        ? [{ path: "name", code: "KN1005", reason: "is required: a DNS label" }]
        : [];
    const own = checkService(service.name ?? "unnamed", service, skippedRegistries);
    return [...nameless, ...own, ...(own.length === 0 ? checkInstallation(service) : [])];
  };
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
