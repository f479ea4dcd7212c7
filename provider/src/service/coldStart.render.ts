import type * as pulumi from "@pulumi/pulumi";
import { defined, filled } from "../manifests/defined";
import type { Manifest } from "../manifests/manifest";
import type { ServiceArgs } from "./service.args";

export const defaultBusybox = "docker.io/library/busybox:1.37.0-musl";

const room = "/keep";
const program = `${room}/busybox`;
// What each of these containers takes, which does nothing but sleep. Less memory than this the runtime's own start can't do with.
const resources = { requests: { cpu: "1m", memory: "4Mi" }, limits: { memory: "16Mi" } };
// Images may have been built for any user: this one owns nothing in them.
const nobody = 65532;
const securityContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  readOnlyRootFilesystem: true,
};

/** The images of a service, each once: what a node must have before a pod can start there. */
export function imagesToKeep(args: ServiceArgs): readonly pulumi.Input<string>[] {
  const { image, sidecars = [], initContainers = [], coldStart = {} } = args;
  const all = [
    image,
    ...sidecars.map((container) => container.image),
    ...initContainers.map((container) => container.image),
    ...(coldStart.images ?? []),
  ];
  return [...new Set(all)];
}

/**
 * The DaemonSet that keeps a service's images on nodes. The kubelet removes no image that a container runs, so each image has one
 * that sleeps. Images need no shell for that: a first container lays a busybox down that depends on nothing.
 */
export function renderPrefetch(service: string, args: ServiceArgs): Manifest | undefined {
  const { namespace = "default", coldStart } = args;
  if (coldStart?.prefetch !== true) {
    return undefined;
  }
  const name = `${service}-images`;
  const labels = { "app.kubernetes.io/name": "image-keeper", "app.kubernetes.io/instance": name };
  return {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    // A node that has no room for it, or is down, must not hold an update up.
    metadata: { name, namespace, labels, annotations: { "pulumi.com/skipAwait": "true" } },
    spec: {
      selector: { matchLabels: labels },
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "100%" } },
      template: { metadata: { labels }, spec: keeper(args) },
    },
  };
}

function keeper(args: ServiceArgs) {
  const mount = { name: "keep", mountPath: room };
  const run = (name: string, image: pulumi.Input<string>, command: readonly string[]) => ({
    name,
    image,
    command,
    resources,
    securityContext,
  });
  const lay = ["/bin/busybox", "cp", "/bin/busybox", program];
  return defined({
    ...placement(args),
    initContainers: [
      { ...run("busybox", args.coldStart?.busyboxImage ?? defaultBusybox, lay), volumeMounts: [mount] },
    ],
    containers: imagesToKeep(args).map((image, index) => ({
      ...run(`image-${index}`, image, [program, "sleep", "2147483647"]),
      volumeMounts: [{ ...mount, readOnly: true }],
    })),
    volumes: [{ name: "keep", emptyDir: { sizeLimit: "8Mi" } }],
  });
}

/** Where the service's own pods may run, and by whose leave their images are pulled. */
function placement({ affinity, ...args }: ServiceArgs) {
  const nodeAffinity: unknown = affinity?.["nodeAffinity"];
  return {
    nodeSelector: args.nodeSelector,
    tolerations: filled(args.tolerations)?.map((toleration) => defined({ ...toleration })),
    affinity: nodeAffinity === undefined ? undefined : { nodeAffinity },
    serviceAccountName: args.serviceAccountName,
    imagePullSecrets: filled(args.imagePullSecrets)?.map((name) => ({ name })),
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    // It sleeps whatever it is told.
    terminationGracePeriodSeconds: 0,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: nobody,
      runAsGroup: nobody,
      seccompProfile: { type: "RuntimeDefault" },
    },
  };
}
