import * as pulumi from "@pulumi/pulumi";
import { ResourceInvokeRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { clusterAnnotation, ownerAnnotation } from "./mark";

/** A namespace that the stack's state holds. */
export interface StateNamespace {
  readonly uid: string;
  /** The component that registered it. */
  readonly component: string;
  /** The mark that it had at the stack's last update. */
  readonly owner?: string;
  /** UID of the cluster that it is marked for. */
  readonly markedCluster?: string;
}

/** A Kubernetes provider that the stack's state holds. */
export interface StateProvider {
  readonly name: string;
  /** What it knows its cluster by. */
  readonly identifier: string;
}

/** What the state of the running stack tells of what it owns, as of its last update. */
export interface OwnState {
  readonly namespaces: readonly StateNamespace[];
  readonly providers: readonly StateProvider[];
}

interface StateResource {
  readonly type?: string;
  readonly outputs?: {
    readonly clusterIdentifier?: string;
    readonly metadata?: { readonly uid?: string; readonly annotations?: Readonly<Record<string, string>> };
  };
}

/**
 * Asks the engine for the stack's own state. That it can be asked is what tells a renamed stack, whose objects are in its state, from
 * another one that would take them over. Where it can't be asked nothing is ours but what carries our mark.
 */
export async function readOwnState(component: pulumi.Resource): Promise<OwnState> {
  try {
    const stackName = [organization(), pulumi.getProject(), pulumi.getStack()].join("/");
    return stateOf(await stateOutputs(stackName));
  } catch (error) {
    await pulumi.log.debug(`the stack's own state can't be read: ${String(error)}`, component);
    return { namespaces: [], providers: [] };
  }
}

/**
 * Calls the engine's own function without Pulumi's Node.js library between: that would make resources of the references in the answer, and
 * asks the engine for each, also for those that this run hasn't registered yet, which the engine doesn't know then.
 */
async function stateOutputs(stackName: string): Promise<Readonly<Record<string, StateResource>>> {
  const request = new ResourceInvokeRequest();
  request.setTok("pulumi:pulumi:readStackResourceOutputs");
  request.setArgs(Struct.fromJavaScript({ stackName }));
  request.setAcceptresources(false);
  const done = pulumi.runtime.rpcKeepAlive();
  try {
    const answer = await new Promise<InvokeResponse>((resolve, reject) => {
      const monitor = pulumi.runtime.getMonitor();
      if (monitor === undefined) {
        reject(new Error("no engine runs this program"));
        return;
      }
      monitor.invoke(request, (error, response) => (error === null ? resolve(response) : reject(error)));
    });
    const result = answer.getReturn()?.toJavaScript() ?? {};
    return result["outputs"] ?? {};
  } finally {
    done();
  }
}

/** Backends without organizations, and engines that tell of none, call theirs so. */
function organization(): string {
  try {
    return pulumi.getOrganization();
  } catch {
    return "organization";
  }
}

/** Of all resources of a state, by URN, what tells whose an installation is. */
export function stateOf(resources: Readonly<Record<string, StateResource>>): OwnState {
  const namespaces = Object.entries(resources).flatMap(([urn, { type, outputs }]) => {
    const { uid, annotations = {} } = outputs?.metadata ?? {};
    const [, component] = /::([^:]+):Namespace\/[^:]+$/.exec(urn) ?? [];
    return type === "kubernetes:core/v1:Namespace" && uid !== undefined && component !== undefined
      ? [
          {
            uid,
            component,
            owner: annotations[ownerAnnotation],
            markedCluster: annotations[clusterAnnotation],
          },
        ]
      : [];
  });
  const providers = Object.entries(resources).flatMap(([urn, { type, outputs }]) => {
    const [name, identifier] = [urn.split("::").at(-1), outputs?.clusterIdentifier];
    return type === "pulumi:providers:kubernetes" && name !== undefined && identifier !== undefined
      ? [{ name, identifier }]
      : [];
  });
  return { namespaces, providers };
}
