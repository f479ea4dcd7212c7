import type * as pulumi from "@pulumi/pulumi";

/** A domain for the services whose labels match. */
export interface ServingDomainArgs {
  /** The domain, such as "apps.example.com"; "svc.cluster.local" keeps services inside the cluster. */
  name: pulumi.Input<string>;
  /** Labels that a service must carry, all of them. Default: none, the domain of all services that match no other. */
  selector?: Record<string, string>;
}
