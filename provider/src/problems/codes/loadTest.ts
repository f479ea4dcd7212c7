import type { ProblemKind } from "./kind";

/** Problems of a load test. */
export const loadTestProblems = {
  KN9701: {
    title: "plan contradicts itself",
    help: "Two settings of the load test exclude each other; the message names both and the way out.",
  },
  KN9702: {
    title: "target is not a gateway of the installation",
    help: "A load test goes through the gateway that the cluster names for the service, by one of the addresses that it has. Loopback, another host, or another service's gateway are refused: a mistyped address would put somebody else under load.",
  },
  KN9703: {
    title: "no way to the service's gateway",
    help: "The service has no such URL, or its gateway has no address and port that the cluster tells.",
  },
  KN9704: {
    title: "first request not answered",
    help: "Before the load, one request has to be answered with a status below 400. The message tells how it ended: the address can't be reached from here, the path is unknown, or the certificate is not trusted.",
  },
} as const satisfies Record<string, ProblemKind>;
