import type { Get } from "../istio/istio.probe";
import type { GatewayApiInstallation, GatewayClassInfo } from "./gatewayApi.args";

const group = "gateway.networking.k8s.io";

interface Condition {
  readonly type: string;
  readonly status: string;
}

interface GatewayClass {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly controllerName: string };
  readonly status?: { readonly conditions?: readonly Condition[] };
}

/** Asks for the kinds and classes of the Gateway API. Undefined where not even the groups may be asked for, or the classes not. */
export async function probeGatewayApi(get: Get): Promise<GatewayApiInstallation | undefined> {
  const answer = await get<{
    groups?: readonly { name: string; versions: readonly { version: string }[] }[];
  }>("/apis");
  if (answer?.groups === undefined) {
    return undefined;
  }
  const versions = answer.groups.find(({ name }) => name === group)?.versions ?? [];
  if (versions.length === 0) {
    return { kinds: [], classes: [] };
  }
  const [lists, classes] = await Promise.all([
    Promise.all(
      versions.map(async ({ version }) => {
        const list = await get<{ resources: readonly { name: string }[] }>(`/apis/${group}/${version}`);
        return (list?.resources ?? [])
          .filter(({ name }) => !name.includes("/"))
          .map(({ name }) => `${name}.${version}`);
      }),
    ),
    get<{ items: readonly GatewayClass[] }>(`/apis/${group}/v1/gatewayclasses`),
  ]);
  const kinds = lists.flat().toSorted();
  // Where the kind isn't served, there are none; else they may not be read, and nothing is known.
  const isServed = kinds.includes("gatewayclasses.v1");
  return classes === undefined && isServed ? undefined : { kinds, classes: (classes?.items ?? []).map(read) };
}

function read({ metadata, spec, status }: GatewayClass): GatewayClassInfo {
  const accepted = status?.conditions?.find(({ type }) => type === "Accepted")?.status === "True";
  return { name: metadata.name, controller: spec.controllerName, accepted };
}
