import { defined, filled, nonEmpty } from "../manifests/defined";
import type { Manifest } from "../manifests/manifest";
import { renderPodSecurity } from "../pods/pods.render";
import { renderContainer } from "../service/container.render";
import { isReadOnly, renderVolume } from "../service/volumes.render";
import type { ContainerSourceArgs } from "./containerSource.args";
import { defaultNamespace, eventMetadata } from "./ready";
import { renderSink } from "./sink.render";

const containerName = "source";

/** They become the selector of a Deployment, which Kubernetes lets nobody change. */
export const containerSourceReplacedOn = ["spec.template.metadata.labels"] as const;

/** The ContainerSource that checked args describe. */
export function renderContainerSource(resourceName: string, args: ContainerSourceArgs): Manifest {
  const { namespace = defaultNamespace, podLabels, podAnnotations, sink, extensions } = args;
  const metadata = nonEmpty(defined({ labels: podLabels, annotations: podAnnotations }));
  return {
    apiVersion: "sources.knative.dev/v1",
    kind: "ContainerSource",
    metadata: eventMetadata(resourceName, args),
    spec: defined({
      template: defined({ metadata, spec: renderPod(args) }),
      sink: renderSink(sink, namespace),
      ceOverrides: extensions && { extensions },
    }),
  };
}

function renderPod(args: ContainerSourceArgs) {
  const { volumes = [], podSecurityContext, tolerations, imagePullSecrets } = args;
  const readOnly = new Set(volumes.filter(isReadOnly).map(({ name }) => name));
  return defined({
    serviceAccountName: args.serviceAccountName,
    imagePullSecrets: filled(imagePullSecrets)?.map((name) => ({ name })),
    securityContext: podSecurityContext && renderPodSecurity(podSecurityContext),
    nodeSelector: args.nodeSelector,
    tolerations: filled(tolerations)?.map((toleration) => defined({ ...toleration })),
    // `name` of the args is the source's.
    containers: [renderContainer({ ...args, name: containerName }, readOnly)],
    volumes: filled(volumes)?.map(renderVolume),
  });
}
