import { renderSecurityContext } from "../pods/pods.render";
import type { ProbeArgs, SidecarArgs } from "./container.args";
import { fromTexts } from "../inputs/maps";
import { defined } from "../manifests/defined";
import { renderEnvFrom, renderVariables } from "./variables.render";
import { renderMount } from "./volumes.render";

/** What a container of the pod spec is made of: a sidecar has everything, the main one may lack a name. */
type ContainerArgs = Omit<SidecarArgs, "name"> & { readonly name?: string };

/** A container of the pod spec; `port` is the service's, for probes that name none, and sidecars have none. */
export function renderContainer(
  container: ContainerArgs,
  readOnlyVolumes: ReadonlySet<string>,
  ports?: readonly object[],
  port?: number,
) {
  const { env, envValueFrom, readinessProbe, livenessProbe, startupProbe } = container;
  return defined({
    name: container.name,
    image: container.image,
    imagePullPolicy: container.imagePullPolicy,
    command: container.command,
    args: container.args,
    workingDir: container.workingDir,
    terminationMessagePath: container.terminationMessagePath,
    terminationMessagePolicy: container.terminationMessagePolicy,
    env:
      env === undefined && envValueFrom === undefined
        ? undefined
        : fromTexts(env, (known) => renderVariables(known, envValueFrom)),
    envFrom: container.envFrom?.map(renderEnvFrom),
    ports,
    resources: container.resources && defined({ ...container.resources }),
    volumeMounts: container.volumeMounts?.map((mount) => renderMount(mount, readOnlyVolumes)),
    securityContext: container.securityContext && renderSecurityContext(container.securityContext),
    readinessProbe: readinessProbe && renderProbe(readinessProbe, undefined, port),
    livenessProbe: livenessProbe && renderProbe(livenessProbe, undefined, port),
    // Knative fills the service's port into the other probes alone, and Kubernetes refuses one without.
    startupProbe: startupProbe && renderProbe(startupProbe, port, port),
  });
}

/** gRPC's port is never filled in. */
function renderProbe(
  { path, headers, tcp = false, exec, grpc = false, grpcService, port, ...timing }: ProbeArgs,
  defaultPort: number | undefined,
  grpcPort: number | undefined,
) {
  return { ...handler(), ...defined(timing) };

  function handler() {
    if (exec !== undefined) {
      return { exec: { command: exec } };
    }
    if (grpc) {
      return { grpc: defined({ port: port ?? grpcPort, service: grpcService }) };
    }
    const asked = port ?? defaultPort;
    return tcp
      ? { tcpSocket: defined({ port: asked }) }
      : {
          httpGet: defined({
            path: path ?? "/",
            port: asked,
            httpHeaders: headers && renderHeaders(headers),
          }),
        };
  }
}

function renderHeaders(headers: Readonly<Record<string, string>>) {
  return Object.keys(headers)
    .toSorted()
    .map((name) => ({ name, value: headers[name] }));
}
