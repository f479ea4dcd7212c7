import type * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import { AlibabaLoadBalancer } from "./alibaba/alibabaLoadBalancer";
import { alibabaLoadBalancerShape } from "./alibaba/alibabaLoadBalancer.shape";
import { Cluster } from "./cluster/cluster";
import { clusterShape } from "./cluster/cluster.check";
import { ApiServerSource } from "./eventing/apiServerSource";
import { apiServerSourceShape } from "./eventing/apiServerSource.check";
import { Broker } from "./eventing/broker";
import { brokerShape } from "./eventing/broker.check";
import { Channel } from "./eventing/channel";
import { channelShape } from "./eventing/channel.check";
import { ContainerSource } from "./eventing/containerSource";
import { containerSourceShape } from "./eventing/containerSource.check";
import { Eventing } from "./eventing/eventing";
import { eventingShape } from "./eventing/eventing.check";
import { Parallel } from "./eventing/parallel";
import { parallelShape } from "./eventing/parallel.check";
import { KafkaChannel } from "./eventing/kafka/kafkaChannel";
import { kafkaChannelShape } from "./eventing/kafka/kafkaChannel.check";
import { KafkaSink } from "./eventing/kafka/kafkaSink";
import { kafkaSinkShape } from "./eventing/kafka/kafkaSink.check";
import { KafkaSource } from "./eventing/kafka/kafkaSource";
import { kafkaSourceShape } from "./eventing/kafka/kafkaSource.check";
import { PingSource } from "./eventing/pingSource";
import { pingSourceShape } from "./eventing/pingSource.check";
import { Sequence } from "./eventing/sequence";
import { sequenceShape } from "./eventing/sequence.check";
import { SinkBinding } from "./eventing/sinkBinding";
import { sinkBindingShape } from "./eventing/sinkBinding.check";
import { Subscription } from "./eventing/subscription";
import { subscriptionShape } from "./eventing/subscription.check";
import { Trigger } from "./eventing/trigger";
import { triggerShape } from "./eventing/trigger.check";
import { ApiServerAccess } from "./kubeovn/apiServerAccess";
import { apiServerAccessShape } from "./kubeovn/apiServerAccess.check";
import { KubeOvn } from "./kubeovn/kubeOvn";
import { kubeOvnShape } from "./kubeovn/kubeOvn.check";
import { VpcNetwork } from "./kubeovn/vpcNetwork";
import { vpcNetworkShape } from "./kubeovn/vpcNetwork.shape";
import { MultiCluster } from "./multiCluster/multiCluster";
import { multiClusterShape } from "./multiCluster/multiCluster.check";
import { Observability } from "./observability/observability";
import { observabilityShape } from "./observability/observability.check";
import { Platform } from "./platform/platform";
import { platformShape } from "./platform/platform.check";
import type { ProblemArea } from "./problems";
import { Registry } from "./registry/registry";
import { registryShape } from "./registry/registry.check";
import { Security } from "./security/security";
import { securityShape } from "./security/security.check";
import { Service } from "./service/service";
import { serviceShape } from "./service/service.check";
import { Serving } from "./serving/serving";
import { servingShape } from "./serving/serving.check";

/** All that the package, its schema, its documentation and its tests need to know of a component. */
interface Component {
  readonly type: new (
    name: string,
    args: never,
    opts?: pulumi.ComponentResourceOptions,
  ) => pulumi.ComponentResource;
  /** What checks the args, of which the interface is named `<Component>Args`. */
  readonly shape: z.ZodObject;
  /** Its page in docs/, without ending. */
  readonly page: string;
  /** Where problems of its own stand in docs/problems.md. */
  readonly problems?: ProblemArea;
  /** Types of its args that the reference on another page explains. */
  readonly explainedElsewhere?: readonly string[];
}

/** Where events go and what is done for those that aren't taken is explained along with triggers. */
const ofTriggers = ["Sink", "SinkReference", "Delivery"];

/** What containers and pods are made of is explained along with services. */
const ofContainers = [
  "EnvFrom",
  "EnvValueFrom",
  "PodSecurityContext",
  "Resources",
  "SecurityContext",
  "Toleration",
  "Volume",
  "VolumeMount",
];

/** The whole package on one page: every component by the last part of its token `knative:index:<Name>`. */
export const components = {
  AlibabaLoadBalancer: {
    type: AlibabaLoadBalancer,
    shape: alibabaLoadBalancerShape,
    page: "load-balancers",
    problems: "Alibaba Cloud",
    explainedElsewhere: ["AlibabaSlb"],
  },
  ApiServerAccess: {
    type: ApiServerAccess,
    shape: apiServerAccessShape,
    page: "api-server-access",
    problems: "Kube-OVN",
  },
  ApiServerSource: {
    type: ApiServerSource,
    shape: apiServerSourceShape,
    page: "sources",
    problems: "Eventing",
    explainedElsewhere: [...ofTriggers, "TriggerFilter"],
  },
  Broker: { type: Broker, shape: brokerShape, page: "brokers-and-triggers", problems: "Eventing" },
  Channel: {
    type: Channel,
    shape: channelShape,
    page: "channels-and-flows",
    problems: "Eventing",
    explainedElsewhere: ofTriggers,
  },
  Cluster: { type: Cluster, shape: clusterShape, page: "cluster", problems: "Cluster" },
  ContainerSource: {
    type: ContainerSource,
    shape: containerSourceShape,
    page: "sources",
    problems: "Eventing",
    explainedElsewhere: [...ofTriggers, ...ofContainers],
  },
  Eventing: { type: Eventing, shape: eventingShape, page: "eventing", problems: "Eventing" },
  KafkaChannel: {
    type: KafkaChannel,
    shape: kafkaChannelShape,
    page: "kafka",
    problems: "Eventing",
    explainedElsewhere: ["Delivery", "Sink", "SinkReference"],
  },
  KafkaSink: {
    type: KafkaSink,
    shape: kafkaSinkShape,
    page: "kafka",
    problems: "Eventing",
    explainedElsewhere: ["KafkaSecurity", "KafkaSasl", "KafkaTls", "KafkaSecret"],
  },
  KafkaSource: {
    type: KafkaSource,
    shape: kafkaSourceShape,
    page: "kafka",
    problems: "Eventing",
    explainedElsewhere: ["Delivery", "Sink", "SinkReference"],
  },
  KubeOvn: { type: KubeOvn, shape: kubeOvnShape, page: "kube-ovn", problems: "Kube-OVN" },
  MultiCluster: {
    type: MultiCluster,
    shape: multiClusterShape,
    page: "multi-cluster",
    problems: "Multi-cluster",
    explainedElsewhere: ["AlibabaDns", "Namespace", "Resources", "Rollout", "Scale", "TrafficTarget"],
  },
  Observability: {
    type: Observability,
    shape: observabilityShape,
    page: "observability",
    problems: "Observability",
  },
  Parallel: {
    type: Parallel,
    shape: parallelShape,
    page: "channels-and-flows",
    problems: "Eventing",
    explainedElsewhere: [...ofTriggers, "ChannelTemplate"],
  },
  PingSource: { type: PingSource, shape: pingSourceShape, page: "sources", problems: "Eventing" },
  Platform: { type: Platform, shape: platformShape, page: "platform" },
  Registry: {
    type: Registry,
    shape: registryShape,
    page: "registry",
    problems: "Registry",
    explainedElsewhere: ["RegistryCredentials", "Resources"],
  },
  Sequence: {
    type: Sequence,
    shape: sequenceShape,
    page: "channels-and-flows",
    problems: "Eventing",
    explainedElsewhere: [...ofTriggers, "ChannelTemplate"],
  },
  Security: { type: Security, shape: securityShape, page: "security", problems: "Security" },
  Service: { type: Service, shape: serviceShape, page: "service", problems: "Service" },
  Serving: { type: Serving, shape: servingShape, page: "serving", problems: "Serving" },
  SinkBinding: {
    type: SinkBinding,
    shape: sinkBindingShape,
    page: "sources",
    problems: "Eventing",
    explainedElsewhere: [...ofTriggers, "LabelSelector"],
  },
  Subscription: {
    type: Subscription,
    shape: subscriptionShape,
    page: "channels-and-flows",
    problems: "Eventing",
    explainedElsewhere: ["Sink", "Delivery"],
  },
  Trigger: { type: Trigger, shape: triggerShape, page: "brokers-and-triggers", problems: "Eventing" },
  VpcNetwork: { type: VpcNetwork, shape: vpcNetworkShape, page: "vpc-networks", problems: "Kube-OVN" },
} as const satisfies Record<string, Component>;

/** The components by name, where only what they have in common counts. */
export const componentEntries: readonly (readonly [name: string, component: Component])[] =
  Object.entries(components);
