import { nameOf } from "../metadata";
import { pluckMaps, pluckString, type ValueMap } from "../value";
import { info, warning, type AwaitSpec, type Verdict, type View } from "./spec";

const noEndpoint = "Ingress has at least one rule with an unavailable target endpoint.";
const noAddress =
  "Ingress .status.loadBalancer field was not updated with a hostname/IP address. " +
  "\n    for more information about this error, see https://pulumi.io/xdv72s";

/** A path of a rule whose Service has no endpoints. */
interface Dangling {
  readonly rule: string;
}

/** An Ingress is ready when it has an address and every Service that its rules name has endpoints, or had time to. */
export function judgeIngress(view: View): Verdict {
  const dangling = danglingPaths(view);
  const targetsReady = view.settled || dangling.length === 0;
  const hasAddress = pluckMaps(view.object, "status", "loadBalancer", "ingress").length > 0;
  const ready = targetsReady && hasAddress;
  return {
    ready,
    status: [
      ...(ready ? [] : [info("[1/3] Finding a matching service for each Ingress path")]),
      ...(view.settled
        ? dangling.map(({ rule }) => warning(`No matching service found for ingress rule: ${rule}`))
        : []),
      ...(ready ? [info("Ingress initialization complete")] : []),
      ...(!ready && targetsReady
        ? [info("[2/3] Waiting for update of .status.loadBalancer with hostname/IP")]
        : []),
    ],
    reasons: [...(targetsReady ? [] : [noEndpoint]), ...(hasAddress ? [] : [noAddress])],
  };
}

function danglingPaths(view: View): Dangling[] {
  const served = new Set((view.related["Endpoints"] ?? []).map(nameOf));
  const outside = new Set(
    (view.related["Service"] ?? [])
      .filter((service) => pluckString(service, "spec", "type") === "ExternalName")
      .map(nameOf),
  );
  return pluckMaps(view.object, "spec", "rules").flatMap((rule) =>
    pluckMaps(rule, "http", "paths").flatMap((path) => {
      const service = serviceOf(path);
      const fine = service === "" || outside.has(service) || served.has(service);
      return fine ? [] : [{ rule: describe(rule, path, service) }];
    }),
  );
}

function serviceOf(path: ValueMap): string {
  return pluckString(path, "backend", "service", "name") || pluckString(path, "backend", "serviceName");
}

function describe(rule: ValueMap, path: ValueMap, service: string): string {
  const place = `${pluckString(rule, "host")}${pluckString(path, "path")}`;
  return `${place === "" ? '"" (default path)' : `"${place}"`} -> "${service}"`;
}

export const ingressAwait: AwaitSpec = {
  related: [
    { group: "", version: "v1", kind: "Endpoints" },
    { group: "", version: "v1", kind: "Service" },
  ],
  settling: { kind: "Endpoints", sameName: false, seconds: 10, graceSeconds: 60 },
  checksRead: true,
  judge: judgeIngress,
};
