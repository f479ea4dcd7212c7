import type { Problem } from "../problems";
import { listenerKinds, problem, typeOf, when, type SlbContext } from "./check.support";
import type { AlibabaHealthCheckArgs, AlibabaSlbArgs } from "./loadBalancer.args";

const httpOnly = ["uri", "domain", "httpCodes", "method"] as const;
const switches: readonly string[] = ["flag", "layer4Switch"];

/** Health checks: which of them are made, and with what. */
export function checkHealth(args: AlibabaSlbArgs, context: SlbContext): Problem[] {
  const { healthCheck = {} } = args;
  return typeOf(args) === "nlb" ? checkNlb(healthCheck) : checkClb(args, healthCheck, context);
}

function checkNlb(check: AlibabaHealthCheckArgs): Problem[] {
  const { flag, type = "tcp", connectPort } = check;
  if (flag !== true) {
    return settings(check).map((name) =>
      problem(
        `healthCheck.${name}`,
        "KN7031",
        "is not read for NLB without healthCheck.flag: true; set it, or remove this",
      ),
    );
  }
  return [
    ...(type === "http"
      ? []
      : withHttp(check).map((name) =>
          problem(
            `healthCheck.${name}`,
            "KN7030",
            'is for type "http", and the check is "tcp"; set type: http, or remove this',
          ),
        )),
    ...when(
      connectPort === -520,
      "healthCheck.connectPort",
      "KN1004",
      "must be a port from 1 to 65535 for NLB, got -520; leave it out for the backend's port",
    ),
  ];
}

function checkClb(args: AlibabaSlbArgs, check: AlibabaHealthCheckArgs, context: SlbContext): Problem[] {
  const { kinds, all } = listenerKinds(args, context);
  const hasSeventh = kinds.some((kind) => kind === "http" || kind === "https");
  const hasFourth = !all || kinds.some((kind) => kind === "tcp" || kind === "udp");
  const seventh = hasSeventh && check.flag === true;
  const fourth = hasFourth && check.layer4Switch !== false;
  if (!seventh && !fourth) {
    const reason = hasSeventh
      ? "has no effect: http and https listeners check only with healthCheck.flag: true; set it, or remove this"
      : "has no effect with healthCheck.layer4Switch: false; remove one of them";
    return settings(check).map((name) => problem(`healthCheck.${name}`, "KN7031", reason));
  }
  const asksHttp = seventh || (fourth && check.type === "http");
  const way = hasSeventh
    ? "set healthCheck.flag: true for the http and https listeners, or type: http for the tcp ones, or remove this"
    : "set type: http, or remove this";
  return [
    ...withHttp(check)
      .filter((name) => name !== "method" && !asksHttp)
      .map((name) =>
        problem(
          `healthCheck.${name}`,
          "KN7030",
          `is for HTTP checks, and tcp listeners check by "tcp"; ${way}`,
        ),
      ),
    ...when(
      check.method !== undefined && !seventh,
      "healthCheck.method",
      "KN7030",
      "is for http and https listeners with healthCheck.flag: true; a tcp listener has no choice of method: remove it",
    ),
    ...checkWait(check),
  ];
}

const defaultInterval = 2;

/** A wait that is shorter than the interval is no wait: CLB then waits for the interval. */
function checkWait({
  interval = defaultInterval,
  connectTimeout,
  timeout,
}: AlibabaHealthCheckArgs): Problem[] {
  return Object.entries({ connectTimeout, timeout }).flatMap(([name, seconds]) =>
    when(
      seconds !== undefined && seconds < interval,
      `healthCheck.${name}`,
      "KN7032",
      `is passed over below the interval, which is ${interval} s: got ${seconds} s; lower the interval, or raise it`,
    ),
  );
}

function settings(check: AlibabaHealthCheckArgs): string[] {
  return Object.entries(check)
    .filter(([name, value]) => value !== undefined && !switches.includes(name))
    .map(([name]) => name);
}

function withHttp(check: AlibabaHealthCheckArgs): string[] {
  return httpOnly.filter((name) => check[name] !== undefined);
}
