import { parseImage } from "../problems";
import type { IstioControlPlane, IstioInstallation } from "./istio.args";
import { unnamedRevision } from "./istio.names";

/** A reader of API paths that gives undefined for what isn't there or may not be read. */
export type Get = <T>(path: string) => Promise<T | undefined>;

interface Labelled {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

interface Program extends Labelled {
  readonly spec?: {
    readonly template?: { readonly spec?: { readonly containers?: readonly { readonly image?: string }[] } };
  };
}

interface Group {
  readonly name: string;
  readonly versions: readonly { readonly version: string }[];
}

/** Asks for Istio's definitions, control planes and injectors. Undefined where not even the first may be asked for. */
export async function probeIstio(get: Get): Promise<IstioInstallation | undefined> {
  const answer = await get<{ groups?: readonly Group[] }>("/apis");
  if (answer?.groups === undefined) {
    return undefined;
  }
  const group = answer.groups.find(({ name }) => name === "networking.istio.io");
  if (group === undefined) {
    return { apiVersions: [], controlPlanes: [], injectors: [] };
  }
  const [programs, webhooks] = await Promise.all([
    get<{ items: readonly Program[] }>("/apis/apps/v1/deployments?labelSelector=app%3Distiod"),
    get<{ items: readonly Labelled[] }>(
      "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations?labelSelector=app%3Dsidecar-injector",
    ),
  ]);
  // Without both there is no telling what is missing from what may not be read.
  if (programs === undefined || webhooks === undefined) {
    return undefined;
  }
  return {
    apiVersions: group.versions.map(({ version }) => version),
    controlPlanes: programs.items.map(controlPlane),
    injectors: [...new Set(webhooks.items.map(injectorOf))],
  };
}

function controlPlane({ metadata, spec }: Program): IstioControlPlane {
  const { labels = {}, annotations = {}, namespace = "" } = metadata;
  const [container] = spec?.template?.spec?.containers ?? [];
  const version =
    versionIn(labels["app.kubernetes.io/version"]) ?? versionIn(parseImage(container?.image ?? "").tag);
  const release = annotations["meta.helm.sh/release-name"];
  return {
    revision: labels["istio.io/rev"] ?? unnamedRevision,
    namespace,
    ...(version === undefined ? {} : { version }),
    ...(release === undefined
      ? {}
      : { release: `${annotations["meta.helm.sh/release-namespace"] ?? namespace}/${release}` }),
  };
}

/** A tag where the configuration stands for one, else the revision. */
function injectorOf({ metadata: { labels = {} } }: Labelled): string {
  return labels["istio.io/tag"] ?? labels["istio.io/rev"] ?? unnamedRevision;
}

function versionIn(text: string | undefined): string | undefined {
  return /^v?(\d+\.\d+\.\d+)/.exec(text ?? "")?.[1];
}
