import type * as pulumi from "@pulumi/pulumi";
import { AlibabaLoadBalancer } from "./alibaba/alibabaLoadBalancer";
import { Cluster } from "./cluster/cluster";
import { ApiServerAccess } from "./kubeovn/apiServerAccess";
import { KubeOvn } from "./kubeovn/kubeOvn";
import { VpcNetwork } from "./kubeovn/vpcNetwork";
import { Observability } from "./observability/observability";
import { Platform } from "./platform/platform";
import { Service } from "./service/service";
import { Serving } from "./serving/serving";

type ComponentClass = new (
  name: string,
  args: never,
  opts?: pulumi.ComponentResourceOptions,
) => pulumi.ComponentResource;

/** The whole package on one page: every component by the last part of its token `knative:index:<Name>`. */
export const components = {
  AlibabaLoadBalancer,
  ApiServerAccess,
  Cluster,
  KubeOvn,
  Observability,
  Platform,
  Service,
  Serving,
  VpcNetwork,
} as const satisfies Record<string, ComponentClass>;
