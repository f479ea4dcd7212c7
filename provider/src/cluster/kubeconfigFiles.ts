import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, isAbsolute, join, resolve } from "node:path";
import { parse } from "yaml";
import { isObject } from "../manifests/manifest";

type Environment = Readonly<Record<string, string | undefined>>;
type Config = Readonly<Record<string, unknown>>;

/** Where pods find their cluster: kubernetes/client-go rest.InClusterConfig. */
const serviceAccount = "/var/run/secrets/kubernetes.io/serviceaccount";

/** The text of a kubeconfig, or where it was looked for in vain. */
export type KubeconfigSource = { readonly text: string } | { readonly missing: string };

/** Kubeconfig text is YAML or JSON with line breaks or braces; everything else is a path. */
export function isKubeconfigText(value: string): boolean {
  return /[\n{]/.test(value);
}

/**
 * The kubeconfig that is given as text or as a path; where none is given, the one that kubectl would use: the files of KUBECONFIG merged,
 * else `~/.kube/config`, else the cluster that this process runs in.
 */
export function findKubeconfig(
  value: string | undefined,
  environment: Environment = process.env,
  account = serviceAccount,
): KubeconfigSource {
  if (value !== undefined) {
    return isKubeconfigText(value) ? { text: value } : fromFiles([value.replace(/^~(?=\/)/, homedir())]);
  }
  const listed = (environment.KUBECONFIG ?? "").split(delimiter).filter((path) => path !== "");
  const found = fromFiles(listed.length > 0 ? listed : [join(homedir(), ".kube", "config")]);
  return "missing" in found && listed.length === 0 ? (fromPod(environment, account) ?? found) : found;
}

/** Several files are merged as kubectl does it: of what has one name, and of single values, the first counts. */
function fromFiles(paths: readonly string[]): KubeconfigSource {
  const files = paths.filter((path) => existsSync(path));
  const texts = files.flatMap((path) => {
    const text = readText(path);
    return text === undefined ? [] : [{ text, directory: resolve(dirname(path)) }];
  });
  const [first, ...others] = texts.map(({ text, directory }) => withAbsolutePaths(text, directory));
  if (first === undefined) {
    return { missing: paths.join(", ") };
  }
  return {
    text: others.length === 0 ? first : JSON.stringify([first, ...others].map(readConfig).reduce(merged)),
  };
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** The file as a map; what is none counts as empty, as it does for kubectl. The parser's own messages would quote credentials. */
function readConfig(text: string): Config {
  try {
    const value: unknown = parse(text, { logLevel: "silent" });
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

const lists = ["clusters", "contexts", "users"] as const;

function merged(first: Config, second: Config): Config {
  const set = Object.fromEntries(Object.entries(first).filter(([, value]) => value !== "" && value !== null));
  const both = lists.map((list) => {
    const entries = [first, second].flatMap((config): readonly unknown[] =>
      Array.isArray(config[list]) ? (config[list] as readonly unknown[]) : [],
    );
    const names = entries.map((entry) => (isObject(entry) ? entry["name"] : undefined));
    return [list, entries.filter((_, index) => names.indexOf(names[index]) === index)] as const;
  });
  return { ...second, ...set, ...Object.fromEntries(both) };
}

/** Files that a kubeconfig names, which kubectl looks for beside it. */
const fileKeys = ["certificate-authority", "client-certificate", "client-key", "tokenFile"];

/** The same text where it names no file by a relative path: it goes into the state as it is. */
function withAbsolutePaths(text: string, directory: string): string {
  const config = readConfig(text);
  const changed = Object.fromEntries(
    Object.entries(config).map(([list, entries]) => [
      list,
      Array.isArray(entries) ? entries.map((entry: unknown) => withAbsolute(entry, directory)) : entries,
    ]),
  );
  return JSON.stringify(changed) === JSON.stringify(config) ? text : JSON.stringify(changed);
}

function withAbsolute(value: unknown, directory: string): unknown {
  if (!isObject(value)) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => {
      const isFile =
        typeof entry === "string" && fileKeys.includes(key) && !isAbsolute(entry) && entry !== "";
      // A command with a slash in it is a file, too; others are found on PATH.
      const isProgram =
        typeof entry === "string" && key === "command" && entry.includes("/") && !isAbsolute(entry);
      return [key, isFile || isProgram ? join(directory, entry) : withAbsolute(entry, directory)];
    }),
  );
}

function fromPod(
  { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port }: Environment,
  account: string,
) {
  const tokenFile = join(account, "token");
  if (host === undefined || port === undefined || !existsSync(tokenFile)) {
    return undefined;
  }
  const server = `https://${host.includes(":") ? `[${host}]` : host}:${port}`;
  const cluster = { server, "certificate-authority": join(account, "ca.crt") };
  const name = "in-cluster";
  return {
    text: JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ name, cluster }],
      users: [{ name, user: { tokenFile } }],
      contexts: [{ name, context: { cluster: name, user: name } }],
      "current-context": name,
    }),
  };
}

/** The same for the client library for Node.js, which has another name for the file with a token than kubectl. */
export function forClientLibrary(text: string): string {
  const config = readConfig(text);
  const users: readonly unknown[] = Array.isArray(config["users"]) ? config["users"] : [];
  const named = users.map((entry) => {
    const user = isObject(entry) ? entry["user"] : undefined;
    return isObject(entry) && isObject(user) && user["tokenFile"] !== undefined
      ? { ...entry, user: { ...user, "token-file": user["tokenFile"] } }
      : entry;
  });
  return named.every((entry, index) => entry === users[index])
    ? text
    : JSON.stringify({ ...config, users: named });
}
