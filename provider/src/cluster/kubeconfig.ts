import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { didYouMean, type Problem } from "../problems";

const named = z.looseObject({ name: z.string() });
const kubeconfigShape = z.looseObject({
  clusters: z.array(named.extend({ cluster: z.looseObject({ server: z.string() }) })).min(1),
  contexts: z
    .array(named.extend({ context: z.looseObject({ cluster: z.string(), user: z.string().optional() }) }))
    .min(1),
  users: z.array(named).optional(),
  "current-context": z.string().optional(),
});

/** A kubeconfig with the context that is to be used, or what is wrong with it. */
export type KubeconfigReading =
  | {
      readonly text: string;
      readonly context: string;
      readonly server: string;
      readonly problems: readonly [];
    }
  | { readonly problems: readonly Problem[] };

/** Kubeconfig text is YAML or JSON with line breaks or braces; everything else is a path. */
export function isKubeconfigText(value: string): boolean {
  return /[\n{]/.test(value);
}

/** Where kubectl would look: the first file of KUBECONFIG that is there, else `~/.kube/config`. */
export function defaultKubeconfigPath(environment: NodeJS.ProcessEnv = process.env): string {
  const listed = (environment.KUBECONFIG ?? "").split(delimiter).filter((path) => path !== "");
  return listed.find((path) => existsSync(path)) ?? listed[0] ?? join(homedir(), ".kube", "config");
}

/** Reads a kubeconfig given as text or as a path, and finds the context to use. No message repeats its content. */
export function readKubeconfig(value: string | undefined, context: string | undefined): KubeconfigReading {
  const source = value ?? defaultKubeconfigPath();
  const text = isKubeconfigText(source) ? source : readFile(source);
  if (text === undefined) {
    return unusable(
      `there is no readable file ${source}; give a path or the kubeconfig itself, or set KUBECONFIG`,
    );
  }
  const parsed = kubeconfigShape.safeParse(parseQuietly(text));
  if (!parsed.success) {
    const at = parsed.error.issues[0]?.path.join(".") ?? "";
    return unusable(`is not a kubeconfig: ${at === "" ? "no YAML map" : `${at} is missing or wrong`}`);
  }
  return chooseContext(text, parsed.data, context);
}

function chooseContext(
  text: string,
  config: z.output<typeof kubeconfigShape>,
  wanted: string | undefined,
): KubeconfigReading {
  const names = config.contexts.map(({ name }) => name);
  const name = wanted ?? config["current-context"] ?? (names.length === 1 ? names[0] : undefined);
  const context = config.contexts.find((candidate) => candidate.name === name)?.context;
  if (name === undefined || context === undefined) {
    const which =
      name === undefined || name === "" ? "has no current context; name one" : `has no context "${name}"`;
    const reason = `the kubeconfig ${which}${didYouMean(name ?? "", names)}; it has ${names.join(", ")}`;
    return { problems: [{ path: "context", code: "KN2002", reason }] };
  }
  const cluster = config.clusters.find((candidate) => candidate.name === context.cluster)?.cluster;
  if (cluster === undefined) {
    return unusable(`its context "${name}" names a cluster that it doesn't have`);
  }
  if (context.user !== undefined && !(config.users ?? []).some((user) => user.name === context.user)) {
    return unusable(`its context "${name}" names a user that it doesn't have`);
  }
  return { text, context: name, server: cluster.server, problems: [] };
}

function unusable(reason: string): KubeconfigReading {
  return { problems: [{ path: "kubeconfig", code: "KN2001", reason }] };
}

function readFile(path: string): string | undefined {
  try {
    return readFileSync(path.replace(/^~(?=\/)/, homedir()), "utf8");
  } catch {
    return undefined;
  }
}

function parseQuietly(text: string): unknown {
  try {
    // The parser's own messages quote the text, which holds credentials.
    return parse(text, { logLevel: "silent" });
  } catch {
    return undefined;
  }
}
