import type { ProblemKind } from "./kind";

/** Problems of several clusters with the same services. */
export const multiClusterProblems = {
  KN9501: {
    title: "one cluster under two names",
    help: "Each entry of `clusters` is a cluster of its own: what the second one installs would be the first one's already. Give each its `kubeconfig` or its `context`.",
  },
  KN9502: {
    title: "nobody takes requests",
    help: "With all clusters drained or of weight 0, names would lead nowhere. Keep one of them.",
  },
  KN9503: {
    title: "override of a service that isn't there",
    help: "`overrides.services` changes services that all clusters have. A service of one cluster alone stands in `services` of that cluster.",
  },
  KN9504: {
    title: "no names that lead to all clusters",
    help: "Requests can be shared out only if services answer to the same names in each cluster. Give `serving` one `domain` as plain text, or say the names in `hosts`, such as those of domain mappings.",
  },
  KN9505: {
    title: "gateway that a cluster doesn't have",
    help: "`gateway` names the gateway that requests come in by, in each cluster that gets any. Gateways for requests from inside don't count.",
  },
  KN9506: {
    title: "gateway that isn't reached from outside",
    help: 'A record or a gateway in another cluster leads to an address that others reach: `exposure` "LoadBalancer", or the gateway\'s `address`. Records know no ports, so that with them it must be reached by 80 and 443.',
  },
  KN9507: {
    title: "unequal weights in Alibaba Cloud DNS",
    help: "Records of Alibaba Cloud DNS are made without weights here, for the cloud's package for Pulumi has none, and the cloud itself takes none for wildcards: all that lead somewhere get the same share. Give the clusters one weight, or 0, or set weights from the output `records` by other means.",
  },
  KN9508: {
    title: "no such hub",
    help: "`front.hub` is the name of one of the `clusters`: the one with the Istio gateway that requests come to first.",
  },
  KN9509: {
    title: "front by Knative's own gateway",
    help: "Knative routes the same names at its own gateways. Requests that come to one of those go to that cluster's services, and others would never get any. Put the front on a gateway of its own.",
  },
  KN9510: {
    title: "one provider for several clusters",
    help: "The option `provider` leads all to one cluster. Here each entry of `clusters` says which cluster it is.",
  },
  KN9511: {
    title: "cluster not healthy after its changes",
    help: "Changes reach one cluster after the other, and stop at the first that isn't healthy: those behind it still run what they ran. Mend it (`pulumi-knative diagnose`), or drain it and go on.",
  },
} as const satisfies Record<string, ProblemKind>;
