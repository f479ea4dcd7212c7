import type * as pulumi from "@pulumi/pulumi";
import { Cluster } from "./cluster/cluster";
import { Platform } from "./platform/platform";
import { Service } from "./service/service";
import { Serving } from "./serving/serving";

type ComponentClass = new (
  name: string,
  args: never,
  opts?: pulumi.ComponentResourceOptions,
) => pulumi.ComponentResource;

/** The whole package on one page: every component by the last part of its token `knative:index:<Name>`. */
export const components = { Cluster, Platform, Service, Serving } as const satisfies Record<
  string,
  ComponentClass
>;
