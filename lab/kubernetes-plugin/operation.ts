import { reachable, type Provider } from "./context";
import type { Waiting } from "./await/ready";
import { gvkOf } from "./kinds";
import { ResourceLog } from "./log";
import { annotation, annotations, timeoutSeconds, uniqueName } from "./metadata";
import { hasUnknown, type ValueMap } from "./value";

/** The manager of an object's fields: what the annotation says, what the state says, or a new one. */
export function fieldManagerFor(inputs: ValueMap, known: string | undefined): string {
  const named = annotation(inputs, annotations.patchFieldManager);
  return named === "" ? (known ?? uniqueName("pulumi-kubernetes-", new Uint8Array())) : named;
}

/** What an operation waits with. */
export function waitingFor(provider: Provider, urn: string, timeout: number, inputs: ValueMap): Waiting {
  const seconds = timeoutSeconds(timeout, inputs);
  return { ...reachable(provider), log: new ResourceLog(provider.log, urn), timeoutSeconds: seconds };
}

/** Whether the API server can say what would come of the inputs. */
export async function canAsk(provider: Provider, inputs: ValueMap): Promise<boolean> {
  const { cluster } = provider;
  return (
    !hasUnknown(inputs) &&
    cluster !== undefined &&
    (await cluster.discovery.find(gvkOf(inputs))) !== undefined
  );
}

/** What to do about a cluster that is gone for good. */
export const unreachableHint =
  "you can remove this resource from Pulumi state by rerunning the operation with the " +
  'PULUMI_K8S_DELETE_UNREACHABLE environment variable set to "true"';

/** Whether the engine is to forget the resource because its cluster can't be reached and the user said so. */
export function forgetsUnreachable(provider: Provider, urn: string): boolean {
  provider.log.log("warning", urn, `configured Kubernetes cluster is unreachable: ${provider.unreachable}`);
  if (provider.settings.deleteUnreachable) {
    const text =
      "configured Kubernetes cluster is unreachable and the `deleteUnreachable` option is enabled. " +
      "Deleting the unreachable resource from Pulumi state";
    provider.log.log("info", urn, text);
  }
  return provider.settings.deleteUnreachable;
}
