import type { Manifest } from "../manifests/manifest";
import { containerPort } from "./config.render";
import { renderPrerequisites } from "./prerequisites.render";
import { namespaceOf, instancesOf, portOf, type Instance } from "./instances";
import { configMark, labelsOf, podOf, selectorOf } from "./pods.render";
import { RegistryAccessMode, type RegistryArgs, type RegistryRetentionArgs } from "./registry.args";

/** What is made, in the order in which it is. */
export interface RegistryPlan {
  readonly prerequisites: readonly Manifest[];
  readonly programs: readonly Manifest[];
}

/** What is made. The inputs have passed `checkRegistry`. */
export function planRegistry(args: RegistryArgs): RegistryPlan {
  const instances = instancesOf(args);
  const { retention, replicas = 1 } = args;
  return {
    prerequisites: [
      ...renderPrerequisites(args),
      ...(args.networkPolicy === undefined ? [] : [policy(args)]),
      ...(replicas > 1 ? [budget(instances[0], args)] : []),
    ],
    programs: [
      ...instances.flatMap((instance) => [service(instance, args), deployment(instance, args)]),
      ...(retention === undefined ? [] : [collector(instances[0], retention, args)]),
    ],
  };
}

const metadata = (instance: Instance, args: RegistryArgs) => ({
  name: instance.name,
  namespace: namespaceOf(args),
  labels: labelsOf(instance),
});

function service(instance: Instance, args: RegistryArgs): Manifest {
  const name = args.tls === undefined ? "http" : "https";
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: metadata(instance, args),
    spec: {
      type: "ClusterIP",
      ...(instance.clusterIp === undefined ? {} : { clusterIP: instance.clusterIp }),
      selector: selectorOf(instance),
      ports: [{ name, port: portOf(args), targetPort: containerPort }],
    },
  };
}

function deployment(instance: Instance, args: RegistryArgs): Manifest {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: metadata(instance, args),
    spec: {
      replicas: instance.mirror === undefined ? (args.replicas ?? 1) : 1,
      // A volume of one node can't be attached to the new pod's before the old one has let go of it.
      strategy: { type: isOfOneNode(instance, args) ? "Recreate" : "RollingUpdate" },
      selector: { matchLabels: selectorOf(instance) },
      template: {
        metadata: { labels: labelsOf(instance), annotations: configMark(instance, args) },
        spec: podOf(instance, args),
      },
    },
  };
}

/** Whether the instance's storage can be used on one node at a time only. */
export function isOfOneNode({ mirror }: Pick<Instance, "mirror">, { storage = {} }: RegistryArgs): boolean {
  const isShared = storage.nfs !== undefined || storage.s3 !== undefined;
  return (
    mirror !== undefined || (!isShared && storage.volume?.accessMode !== RegistryAccessMode.ReadWriteMany)
  );
}

/** Pods of its own labels: the Service must not send requests to it. */
function collector(instance: Instance, given: RegistryRetentionArgs, args: RegistryArgs): Manifest {
  const name = `${instance.name}-retention`;
  const command = ["garbage-collect", ...(given.untagged === true ? ["--delete-untagged"] : [])];
  const beside = {
    topologyKey: "kubernetes.io/hostname",
    labelSelector: { matchLabels: selectorOf(instance) },
  };
  return {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: { ...metadata(instance, args), name },
    spec: {
      schedule: given.schedule ?? "0 3 * * 0",
      concurrencyPolicy: "Forbid",
      jobTemplate: {
        spec: {
          backoffLimit: 1,
          template: {
            metadata: { labels: labelsOf({ ...instance, name }) },
            spec: {
              ...podOf(instance, args, command),
              restartPolicy: "Never",
              ...(isOfOneNode(instance, args)
                ? { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [beside] } } }
                : {}),
            },
          },
        },
      },
    },
  };
}

function budget(instance: Instance, args: RegistryArgs): Manifest {
  return {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: metadata(instance, args),
    spec: { maxUnavailable: 1, selector: { matchLabels: selectorOf(instance) } },
  };
}

function policy(args: RegistryArgs): Manifest {
  const { cidrs = [], namespaces = ["knative-serving"] } = args.networkPolicy ?? {};
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: "registry", namespace: namespaceOf(args) },
    spec: {
      podSelector: { matchLabels: { "app.kubernetes.io/part-of": "registry" } },
      policyTypes: ["Ingress"],
      ingress: [
        {
          from: [
            ...cidrs.map((cidr) => ({ ipBlock: { cidr } })),
            ...namespaces.map((name) => ({
              namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } },
            })),
          ],
          ports: [{ protocol: "TCP", port: containerPort }],
        },
      ],
    },
  };
}
