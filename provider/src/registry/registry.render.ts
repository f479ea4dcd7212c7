import type { Manifest } from "../manifests/manifest";
import { containerPort } from "./config.render";
import { renderGround } from "./ground.render";
import { namespaceOf, placesOf, portOf, type Place } from "./places";
import { configMark, labelsOf, podOf, selectorOf } from "./pods.render";
import { RegistryAccessMode, type RegistryArgs, type RegistryRetentionArgs } from "./registry.args";

/** What is made, in the order in which it is. */
export interface RegistryPlan {
  readonly ground: readonly Manifest[];
  readonly programs: readonly Manifest[];
}

/** What is made. The inputs have passed `checkRegistry`. */
export function planRegistry(args: RegistryArgs): RegistryPlan {
  const places = placesOf(args);
  const { retention, replicas = 1 } = args;
  return {
    ground: [
      ...renderGround(args),
      ...(args.networkPolicy === undefined ? [] : [policy(args)]),
      ...(replicas > 1 ? [budget(places[0], args)] : []),
    ],
    programs: [
      ...places.flatMap((place) => [service(place, args), deployment(place, args)]),
      ...(retention === undefined ? [] : [collector(places[0], retention, args)]),
    ],
  };
}

const metadata = (place: Place, args: RegistryArgs) => ({
  name: place.name,
  namespace: namespaceOf(args),
  labels: labelsOf(place),
});

function service(place: Place, args: RegistryArgs): Manifest {
  const name = args.tls === undefined ? "http" : "https";
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: metadata(place, args),
    spec: {
      type: "ClusterIP",
      ...(place.clusterIp === undefined ? {} : { clusterIP: place.clusterIp }),
      selector: selectorOf(place),
      ports: [{ name, port: portOf(args), targetPort: containerPort }],
    },
  };
}

function deployment(place: Place, args: RegistryArgs): Manifest {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: metadata(place, args),
    spec: {
      replicas: place.mirror === undefined ? (args.replicas ?? 1) : 1,
      // A volume of one node can't be attached to the new pod's before the old one has let go of it.
      strategy: { type: isOfOneNode(place, args) ? "Recreate" : "RollingUpdate" },
      selector: { matchLabels: selectorOf(place) },
      template: {
        metadata: { labels: labelsOf(place), annotations: configMark(place, args) },
        spec: podOf(place, args),
      },
    },
  };
}

/** Whether the place's storage can be used on one node at a time only. */
export function isOfOneNode({ mirror }: Pick<Place, "mirror">, { storage = {} }: RegistryArgs): boolean {
  const isShared = storage.nfs !== undefined || storage.s3 !== undefined;
  return (
    mirror !== undefined || (!isShared && storage.volume?.accessMode !== RegistryAccessMode.ReadWriteMany)
  );
}

/** Pods of its own labels: the Service must not send requests to it. */
function collector(place: Place, given: RegistryRetentionArgs, args: RegistryArgs): Manifest {
  const name = `${place.name}-retention`;
  const command = ["garbage-collect", ...(given.untagged === true ? ["--delete-untagged"] : [])];
  const beside = { topologyKey: "kubernetes.io/hostname", labelSelector: { matchLabels: selectorOf(place) } };
  return {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: { ...metadata(place, args), name },
    spec: {
      schedule: given.schedule ?? "0 3 * * 0",
      concurrencyPolicy: "Forbid",
      jobTemplate: {
        spec: {
          backoffLimit: 1,
          template: {
            metadata: { labels: labelsOf({ ...place, name }) },
            spec: {
              ...podOf(place, args, command),
              restartPolicy: "Never",
              ...(isOfOneNode(place, args)
                ? { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [beside] } } }
                : {}),
            },
          },
        },
      },
    },
  };
}

function budget(place: Place, args: RegistryArgs): Manifest {
  return {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: metadata(place, args),
    spec: { maxUnavailable: 1, selector: { matchLabels: selectorOf(place) } },
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
