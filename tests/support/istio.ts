import type { Context } from "mocha";
import { withProgress } from "../../lab/node";
import { istioDown, istioUp, type IstioOptions, type LabIstio } from "../../lab/istio";
import type { Kubectl } from "./kubectl";
import { needLab } from "./lab";

/** Longest time for Istio to come up where it has to be built first; for the timeout of a `before`. */
export const istioTimeoutMs = 20 * 60_000;

export interface IstioInLab {
  /** The running lab's environment. */
  readonly env: Record<string, string>;
  readonly istio: LabIstio;
  /** Takes Istio out again. Gateways and services have to be gone. */
  readonly down: () => Promise<void>;
}

/** A running lab with Istio's control plane in it; skips the suite, saying why, where there is no lab. */
export async function needIstio(context: Context, options: IstioOptions = {}): Promise<IstioInLab> {
  const env = await needLab(context);
  context.timeout(istioTimeoutMs);
  const istio = await withProgress((report) => istioUp(options, report));
  return { env, istio, down: () => istioDown(options) };
}

interface ConfigDump {
  readonly configs?: readonly {
    readonly route_config?: { readonly virtual_hosts?: readonly { readonly domains: readonly string[] }[] };
  }[];
}

/** The hosts in a dump of an Envoy's routes, sorted, each once and without the variants with a port. */
export function hostsIn(dump: string): string[] {
  // The agent that fetches it may log a line first.
  const { configs = [] } = JSON.parse(dump.slice(dump.search(/^\{/m))) as ConfigDump;
  const domains = configs.flatMap(({ route_config }) =>
    (route_config?.virtual_hosts ?? []).flatMap((host) => host.domains),
  );
  return [...new Set(domains.filter((domain) => !domain.includes(":")))].sort();
}

/** The hosts that the first pod of a gateway routes, as its Envoy itself tells. */
export async function routedHosts(
  kubectl: Kubectl,
  namespace: string,
  deployment: string,
): Promise<string[]> {
  const query = "config_dump?resource=dynamic_route_configs";
  const agent = ["pilot-agent", "request", "GET", query];
  return hostsIn(await kubectl.run("exec", "-n", namespace, `deployment/${deployment}`, "--", ...agent));
}
