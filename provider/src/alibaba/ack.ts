import * as pulumi from "@pulumi/pulumi";
import { registerPatch } from "../manifests/objects";
import { warnAbout, problemLine } from "../problems";
import type { AckCluster } from "./ack.args";
import { passRegion, questionsFor } from "./ack.gate";
import type { AckHome } from "./ack.home";
import { endOfKubeconfig, withServer } from "./ack.kubeconfig";
import { renderKnativeNetwork } from "./ack.knative.render";
import { planAck, type AckPlan } from "./ack.plan";
import { ramPolicy } from "./ack.policy";
import { ackQuestions } from "./ack.types";
import { got, registerCloud, resolvePlanned, type CloudResource, type Registering } from "./cloud.register";
import { alicloudVersion } from "./cloud.version";

/** An ACK cluster that was registered. */
export interface RegisteredAck {
  readonly clusterId: pulumi.Output<string>;
  /** Secret. */
  readonly kubeconfig: pulumi.Output<string>;
  /**
   * What all that runs in the cluster depends on: it is gone, load balancers included, before any of these goes.
   */
  readonly ready: readonly pulumi.Resource[];
  readonly outputs: pulumi.Output<AckCluster>;
  /** RAM policy in JSON: known before there is anything. */
  readonly ramPolicy: string;
}

/** Registers an ACK cluster with its network, nodes and components under a component. */
export function registerAck(component: string, home: AckHome, parent: pulumi.Resource): RegisteredAck {
  const plan = planAck(home);
  const zones = askZones(home, parent);
  const registered = new Map<string, CloudResource>();
  for (const planned of plan.resources) {
    registered.set(planned.key, registerCloud(component, planned, { parent, zones, registered }));
  }
  const cluster = got(registered, "cluster");
  const credential = askCredential(home, cluster.id, parent);
  const questions = [ackQuestions.credential, ...questionsFor(home)];
  return {
    clusterId: cluster.id,
    kubeconfig: pulumi.secret(
      pulumi
        .all([credential, cluster["connections"] as pulumi.Output<Connections | undefined>])
        .apply(([{ kubeConfig }, connections]) => withServer(kubeConfig, addressOf(home, connections))),
    ),
    ready: plan.ready.map((key) => got(registered, key)),
    outputs: outputsOf(home, plan, registered, credential),
    ramPolicy: JSON.stringify(ramPolicy(plan.resources, questions), undefined, 2),
  };
}

/** What to say where the API server can't be reached, which a private one can't from most places. */
export function privateServerHint({ kind, publicApiServer = false }: AckHome): string | undefined {
  return publicApiServer
    ? undefined
    : `its address is in the VPC alone: run Pulumi there or through a VPN, or make the cluster with ${kind}.publicApiServer`;
}

/** Makes managed Knative use the gateway that was chosen. Its settings are the component's own, so only these keys are ours. */
export function registerKnativeNetwork(
  component: string,
  home: AckHome,
  { outputs, ready }: RegisteredAck,
  opts: { readonly parent: pulumi.Resource; readonly provider: pulumi.ProviderResource },
): pulumi.CustomResource | undefined {
  const manifest = renderKnativeNetwork(
    home,
    outputs.apply(({ vSwitchIds }) => vSwitchIds.slice(0, 2).join(",")),
  );
  return manifest === undefined
    ? undefined
    : registerPatch(component, manifest, { ...opts, dependsOn: [...ready] });
}

interface Connections {
  readonly apiServerInternet?: string;
  readonly apiServerIntranet?: string;
}

function addressOf(
  { publicApiServer = false }: AckHome,
  connections: Connections | undefined,
): string | undefined {
  return publicApiServer ? connections?.apiServerInternet : connections?.apiServerIntranet;
}

function askZones(home: AckHome, parent: pulumi.Resource): Registering["zones"] {
  const { vpcId, vSwitchIds = [] } = home.network;
  return pulumi
    .all([vpcId, pulumi.all(vSwitchIds)])
    .apply(([vpc, vSwitches]) => passRegion(home, { vpcId: vpc, vSwitchIds: vSwitches }, parent));
}

interface Credential {
  readonly kubeConfig: string;
  readonly expiration?: string;
}

function askCredential(
  { credentialMinutes: minutes }: AckHome,
  clusterId: pulumi.Output<string>,
  parent: pulumi.Resource,
): pulumi.Output<Credential> {
  const answer = pulumi.runtime.invokeOutput<Credential>(
    ackQuestions.credential,
    { clusterId, ...(minutes === undefined ? {} : { temporaryDurationMinutes: minutes }) },
    { parent, version: alicloudVersion },
  );
  return pulumi.secret(answer).apply((credential) => {
    const problem = endOfKubeconfig({ expiration: credential.expiration, minutes }, new Date());
    if (problem !== undefined) {
      warnAbout(parent, problemLine(problem));
    }
    return credential;
  });
}

function outputsOf(
  home: AckHome,
  { network }: AckPlan,
  registered: ReadonlyMap<string, CloudResource>,
  credential: pulumi.Output<Credential>,
): pulumi.Output<AckCluster> {
  const text = (value: unknown) =>
    pulumi.output(resolvePlanned(value, { registered }) as pulumi.Input<string>);
  const cluster = got(registered, "cluster");
  const rrsa = cluster["rrsaMetadata"] as pulumi.Output<{ rrsaOidcIssuerUrl?: string } | undefined>;
  return pulumi.output({
    clusterId: cluster.id,
    vpcId: text(network.vpcId),
    vSwitchIds: network.vSwitchIds.map(text),
    securityGroupId: text(network.securityGroupId),
    egressAddress: network.egressAddress === undefined ? undefined : text(network.egressAddress),
    rrsaIssuer: home.rrsa === true ? rrsa.apply((metadata) => metadata?.rrsaOidcIssuerUrl) : undefined,
    kubeconfigExpires: pulumi.unsecret(credential.apply(({ expiration }) => expiration)),
  });
}
