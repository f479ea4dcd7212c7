import * as pulumi from "@pulumi/pulumi";
import type { GatewayApiInstallation } from "../gatewayApi/gatewayApi.args";
import type { IstioInstallation } from "../istio/istio.args";
import type { KubeOvnInstallation } from "../kubeovn/kubeOvn.args";
import { identityProblems } from "../ownership/identity";
import type { KnativeInstallation } from "../ownership/installation.args";
import type { Owner } from "../ownership/mark";
import { refuseInPlace, type Problem } from "../problems";
import type { ClusterArgs } from "./cluster.args";
import { checkKubernetesVersion } from "./cluster.check";
import { connect, type Ask } from "./connect";
import { readKubeconfig } from "./kubeconfig";
import { awaitNamespacesGone, ProbeError, probeCluster, type ClusterFacts } from "./probe";
import { readOnlyNote } from "./writeAccess";

/** What is known of a cluster once it passed its checks. */
export interface ClusterReading {
  readonly text: string;
  readonly context: string;
  readonly serverVersion: string | undefined;
  readonly installedVersion: string | undefined;
  readonly certManagerInstalled: boolean | undefined;
  readonly installation: KnativeInstallation | undefined;
  readonly installedEventingVersion: string | undefined;
  readonly eventingInstallation: KnativeInstallation | undefined;
  readonly installedIstio: IstioInstallation | undefined;
  readonly installedGatewayApi: GatewayApiInstallation | undefined;
  readonly installedKubeOvn: KubeOvnInstallation | undefined;
  readonly apiServerClusterIp: string | undefined;
  readonly dnsClusterIp: string | undefined;
}

/** What is known of a cluster that isn't asked. */
export const unasked: ClusterReading = { ...factsOf(undefined), text: "", context: "" };

export interface ClusterQuestion {
  /** Who asks, where the cluster is known by an identity of this package's. */
  readonly owner?: Owner;
  /** That identity. Default: the cluster's UID. */
  readonly identifier?: string;
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
  readonly args: ClusterArgs;
  /** What else to say where the cluster can't be reached. */
  readonly hint?: string;
  /** Namespaces that must not be terminating when an update begins. */
  readonly namespaces: readonly string[];
}

/** Time that a namespace's deletion may take; Kubernetes itself sets no limit. */
const namespaceLimitSeconds = 300;

/**
 * Asks the cluster for its facts and refuses it where it can't be used. A preview goes on without facts where the
 * cluster can't be reached, since it changes nothing.
 */
export async function askCluster(
  question: ClusterQuestion,
  component: pulumi.Resource,
): Promise<ClusterReading> {
  const reading = readKubeconfig(question.kubeconfig, question.context);
  if (!("text" in reading)) {
    return refused(component, reading.problems);
  }
  const timeoutSeconds = question.args.timeoutSeconds ?? 10;
  const hint = question.hint === undefined ? "" : `; ${question.hint}`;
  const tell = (error: ProbeError) => unreachable(error, reading.server, reading.context, hint);
  const options = { timeoutSeconds, namespaces: question.namespaces };
  const facts = await tryProbe(reading.text, reading.context, options, tell, component);
  await tellUnread(facts, component);
  refuseInPlace(
    component,
    "Cluster",
    facts === undefined
      ? []
      : checkKubernetesVersion(facts.serverVersion, question.args.minimumKubernetesVersion),
  );
  if (question.owner !== undefined) {
    refuseInPlace(
      component,
      "Cluster",
      await identityProblems(question.owner, facts?.installation, question.identifier, component),
    );
  }
  const [namespace] = question.namespaces;
  if (!pulumi.runtime.isDryRun()) {
    await awaitNamespaces(reading.text, reading.context, question.namespaces, timeoutSeconds, component);
  } else if (facts !== undefined && namespace !== undefined) {
    await tellReadOnly(await connect(reading.text, reading.context, options), namespace, component);
  }
  return { ...factsOf(facts), text: reading.text, context: reading.context };
}

function factsOf(facts: ClusterFacts | undefined): Omit<ClusterReading, "text" | "context"> {
  return {
    serverVersion: facts?.serverVersion,
    installedVersion: facts?.installedVersion,
    certManagerInstalled: facts?.certManagerInstalled,
    installation: facts?.installation,
    installedEventingVersion: facts?.eventingInstallation?.version,
    eventingInstallation: facts?.eventingInstallation,
    installedIstio: facts?.installedIstio,
    installedGatewayApi: facts?.installedGatewayApi,
    installedKubeOvn: facts?.installedKubeOvn,
    apiServerClusterIp: facts?.apiServerClusterIp,
    dnsClusterIp: facts?.dnsClusterIp,
  };
}

function refused(component: pulumi.Resource, problems: readonly Problem[]): never {
  refuseInPlace(component, "Cluster", problems);
  throw new Error("nothing was wrong"); // callers have a problem to tell
}

/** An upgrade that isn't checked is no reason to stop, and must not pass for one that is. */
async function tellUnread(facts: ClusterFacts | undefined, component: pulumi.Resource): Promise<void> {
  if ((facts?.forbidden.length ?? 0) > 0) {
    await pulumi.log.warn(
      `these credentials may not read ${facts?.forbidden.join(", ")}: which Knative is installed isn't known, and an upgrade isn't checked`,
      component,
    );
  }
}

/** A preview that may not try anything on the server sees less, which must not pass for "nothing changes". */
async function tellReadOnly(ask: Ask, namespace: string, component: pulumi.Resource): Promise<void> {
  const note = await readOnlyNote(ask, namespace);
  if (note !== undefined) {
    await pulumi.log.warn(note, component);
  }
}

async function tryProbe(
  text: string,
  context: string,
  options: Parameters<typeof probeCluster>[2],
  tell: (error: ProbeError) => Problem,
  component: pulumi.Resource,
): Promise<ClusterFacts | undefined> {
  try {
    return await probeCluster(text, context, options);
  } catch (error) {
    if (!(error instanceof ProbeError)) {
      throw error;
    }
    const problem = tell(error);
    if (!pulumi.runtime.isDryRun()) {
      return refused(component, [problem]);
    }
    await pulumi.log.warn(
      `${problem.reason}; the preview goes on without asking it [${problem.code}]`,
      component,
    );
    return undefined;
  }
}

function unreachable(error: ProbeError, server: string, context: string, hint: string): Problem {
  return error.kind === "denied"
    ? {
        path: "kubeconfig",
        code: "KN2006",
        reason: `the cluster of context "${context}" refused the credentials: ${error.message}`,
      }
    : {
        path: "kubeconfig",
        code: "KN2003",
        reason: `the API server ${server} of context "${context}" is not reachable: ${error.message}${hint}`,
      };
}

async function awaitNamespaces(
  text: string,
  context: string,
  namespaces: readonly string[],
  timeoutSeconds: number,
  component: pulumi.Resource,
): Promise<void> {
  const onWait = (message: string) => void pulumi.log.info(`waiting: ${message}`, component, undefined, true);
  const reason = await awaitNamespacesGone(text, context, namespaces, {
    timeoutSeconds,
    limitSeconds: namespaceLimitSeconds,
    onWait,
  });
  if (reason !== undefined) {
    return refused(component, [{ path: "kubeconfig", code: "KN2005", reason }]);
  }
}
