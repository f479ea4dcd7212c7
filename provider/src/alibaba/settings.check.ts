import type { Problem } from "../problems";
import { listenerKinds, problem, typeOf, when, type SlbContext } from "./check.support";
import type { AlibabaSlbArgs } from "./loadBalancer.args";

/** Settings of listeners that need or exclude each other. */
export function checkSettings(args: AlibabaSlbArgs, context: SlbContext): Problem[] {
  return [
    ...checkSession(args),
    ...checkSwitches(args),
    ...checkScheduler(args, context),
    ...checkTimeouts(args),
  ];
}

function checkSession({ session = {} }: AlibabaSlbArgs): Problem[] {
  const { sticky, stickyType, cookie, cookieTimeout } = session;
  const given = Object.entries({ stickyType, cookie, cookieTimeout }).filter(
    ([, value]) => value !== undefined,
  );
  const wrong = (name: string, reason: string) => problem(`session.${name}`, "KN7026", reason);
  if (sticky !== true) {
    return given.map(([name]) =>
      wrong(name, "has no effect without session.sticky: true; set it, or remove this"),
    );
  }
  if (stickyType === undefined) {
    return [
      wrong("stickyType", 'is needed with sticky: "insert" with cookieTimeout, or "server" with cookie'),
    ];
  }
  const [needed, other] =
    stickyType === "insert" ? (["cookieTimeout", "cookie"] as const) : (["cookie", "cookieTimeout"] as const);
  return [
    ...when(
      session[needed] === undefined,
      `session.${needed}`,
      "KN7026",
      `is needed with stickyType "${stickyType}": ${needed === "cookie" ? "the name of the server's cookie" : "from 1 to 86400 seconds"}`,
    ),
    ...when(
      session[other] !== undefined,
      `session.${other}`,
      "KN7026",
      `is for the other stickyType, and this is "${stickyType}"; remove it`,
    ),
  ];
}

/** Settings beside a switch that is off, and switches without what they need. */
function checkSwitches(args: AlibabaSlbArgs): Problem[] {
  const { connectionDrain = {}, acl = {}, proxyProtocol = {} } = args;
  const off = (path: string, by: string) =>
    problem(path, "KN7027", `has no effect without ${by}: true; set it, or remove this`);
  const { enabled: proxied, ...versions } = proxyProtocol;
  return [
    ...(connectionDrain.timeout !== undefined && connectionDrain.enabled !== true
      ? [off("connectionDrain.timeout", "connectionDrain.enabled")]
      : []),
    ...(acl.enabled === true
      ? [
          ...when(acl.ids === undefined, "acl.ids", "KN7028", "is needed with acl.enabled: the lists to ask"),
          ...when(
            acl.type === undefined,
            "acl.type",
            "KN7028",
            'is needed with acl.enabled: "white" lets those in that the lists name, "black" all others',
          ),
        ]
      : [
          ...(acl.ids === undefined ? [] : [off("acl.ids", "acl.enabled")]),
          ...(acl.type === undefined ? [] : [off("acl.type", "acl.enabled")]),
        ]),
    ...(proxied === true
      ? []
      : Object.entries(versions)
          .filter(([, value]) => value === true)
          .map(([name]) => off(`proxyProtocol.${name}`, "proxyProtocol.enabled"))),
  ];
}

function checkScheduler(args: AlibabaSlbArgs, context: SlbContext): Problem[] {
  const { scheduler } = args;
  const hashes = scheduler === "sch" || scheduler === "tch" || scheduler === "qch";
  const { kinds } = listenerKinds(args, context);
  const seventh = kinds.filter((kind) => kind === "http" || kind === "https");
  return when(
    hashes && typeOf(args) === "clb" && seventh.length > 0,
    "scheduler",
    "KN7029",
    `must be rr, wrr or wlc beside listeners of ${[...new Set(seventh)].join(" and ")}, got "${scheduler}"; sessions keep clients at their backends there`,
  );
}

const longestIdle = 60;

function checkTimeouts(args: AlibabaSlbArgs): Problem[] {
  const { timeouts = {} } = args;
  const { idle } = timeouts;
  return when(
    idle !== undefined && idle > longestIdle && typeOf(args) === "clb",
    "timeouts.idle",
    "KN1004",
    `must be at most ${longestIdle} for CLB, got ${idle}`,
  );
}
