import { isInstalled } from "../istio/istio.names";
import { didYouMean, type Problem } from "../problems";
import type { ServingArgs } from "../serving/serving.args";
import type { InstalledGatewayApiArgs } from "./gatewayApi.args";
import { planApiGateways } from "./gateways.plan";

/** What net-gateway-api's controller watches, and waits for at its start (cmd/controller, pkg/reconciler/ingress/controller.go). */
const needed = ["gateways.v1", "httproutes.v1", "referencegrants.v1beta1"];

/** What the cluster says against the inputs. `found` is undefined where nothing is known. Paths are those of Serving. */
export function checkInstalledGatewayApi(
  args: ServingArgs,
  found: InstalledGatewayApiArgs | undefined,
): Problem[] {
  if (found === undefined) {
    return [];
  }
  const missing = needed.filter((kind) => !found.kinds.includes(kind));
  if (missing.length > 0) {
    const reason = `"gateway-api" needs the Gateway API, and the cluster doesn't serve ${missing.join(", ")}; install its standard channel first, or leave installedGatewayApi out where this program installs it before`;
    return [{ path: "ingress", code: "KN6107", reason }];
  }
  return classesOf(args, found).flatMap(({ path, className, known }): Problem[] => {
    const names = found.classes.map(({ name }) => name);
    const there = names.length === 0 ? "there is none" : `there are ${names.join(", ")}`;
    const reason = `the cluster has no GatewayClass "${className}"${didYouMean(className, names)}; ${there}. Install its implementation first`;
    return known === undefined ? [{ path, code: "KN6108", reason }] : [];
  });
}

/** What the user should know of classes that are there. */
export function gatewayApiNotices(args: ServingArgs, found: InstalledGatewayApiArgs | undefined): string[] {
  return found === undefined
    ? []
    : classesOf(args, found).flatMap(({ path, className, known }) =>
        known?.accepted === false
          ? [
              `${path}: no controller says that it serves the class "${className}" (${known.controller}); until one does, the gateway gets no address [KN6109]`,
            ]
          : [],
      );
}

function classesOf(args: ServingArgs, found: InstalledGatewayApiArgs) {
  // Istio makes its classes itself, once it runs.
  const comes = (className: string) => isInstalled(args.istio) && className.startsWith("istio");
  return planApiGateways(args)
    .all.flatMap(({ args: gateway, className }, index) => {
      const own = gateway.gatewayApi?.className !== undefined;
      const path = own ? `gateways[${index}].gatewayApi.className` : "gatewayApi.className";
      const known = found.classes.find(({ name }) => name === className);
      return known === undefined && comes(className) ? [] : [{ path, className, known }];
    })
    .filter(({ path }, index, all) => all.findIndex((other) => other.path === path) === index);
}
