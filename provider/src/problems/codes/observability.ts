import type { ProblemKind } from "./kind";

/** Problems of what watches over Knative. */
export const observabilityProblems = {
  KN9801: {
    title: "chart not in the directory",
    help: "The directory holds neither the archive of the chart nor the chart itself, or another version of it. Fetch it by `helm pull`, or name a repository.",
  },
  KN9802: {
    title: "no host, or no host and port",
    help: "The address goes into another program's configuration as it is: a host name or IPv4 address, with the port where one is asked for, and without a scheme.",
  },
  KN9803: {
    title: "no source of charts",
    help: "Give the URL of a chart repository, of a registry without the chart's name at the end, or a directory.",
  },
  KN9804: {
    title: "probe takes longer than its interval",
    help: "Prometheus refuses a probe whose time limit is no less than the time between two of them.",
  },
  KN9805: {
    title: "several labels for one sidecar",
    help: "Grafana's sidecar finds dashboards by one label. With several, it would find none, or those of others.",
  },
} as const satisfies Record<string, ProblemKind>;
