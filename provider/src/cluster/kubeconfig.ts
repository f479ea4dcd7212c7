import { parse } from "yaml";
import { z } from "zod";
import { didYouMean, type Problem } from "../problems";
import { findKubeconfig } from "./kubeconfigFiles";

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

/** Reads a kubeconfig given as text or as a path, and finds the context to use. No message repeats its content. */
export function readKubeconfig(value: string | undefined, context: string | undefined): KubeconfigReading {
  const source = findKubeconfig(value);
  if ("missing" in source) {
    return unusable(
      `there is no readable file ${source.missing}; give a path or the kubeconfig itself, or set KUBECONFIG`,
    );
  }
  const { text } = source;
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

function parseQuietly(text: string): unknown {
  try {
    // The parser's own messages quote the text, which holds credentials.
    return parse(text, { logLevel: "silent" });
  } catch {
    return undefined;
  }
}
