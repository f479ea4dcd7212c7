import { NETWORKS } from "./layout";

const PROXIES = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"].flatMap((name) => [name, name.toLowerCase()]);

/**
 * Variables that keep programs from asking a proxy for the lab's addresses, which only this machine reaches. None
 * where the environment names no proxy.
 */
export function noProxy(environment: NodeJS.ProcessEnv): Record<string, string> {
  if (!PROXIES.some((name) => (environment[name] ?? "") !== "")) return {};
  const listed = [environment.NO_PROXY, environment.no_proxy].flatMap((list) => (list ?? "").split(","));
  const names = listed.map((name) => name.trim()).filter((name) => name !== "");
  const value = [...new Set([...names, ...Object.values(NETWORKS)])].join(",");
  return { NO_PROXY: value, no_proxy: value };
}
