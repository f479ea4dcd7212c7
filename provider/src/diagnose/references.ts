import type { Pod } from "./facts";
import { kubectl, type Finding } from "./finding";

type Rest = Pick<Finding, "code" | "message" | "cause" | "next">;

const patterns: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ["secret", /secrets? "([^"]+)" not found/i],
  ["configmap", /configmaps? "([^"]+)" not found/i],
  ["serviceaccount", /serviceaccounts? "([^"]+)" not found/i],
];

const kinds: Readonly<Record<string, string>> = {
  secret: "Secret",
  configmap: "ConfigMap",
  serviceaccount: "ServiceAccount",
};

/** Reads which object the pods miss; undefined where the text speaks of none. */
export function missingReference<T extends { readonly metadata: Pod["metadata"] }>(
  make: (object: T, rest: Rest) => Finding,
  object: T,
  message: string,
): Finding | undefined {
  const { namespace = "default" } = object.metadata;
  for (const [kind, pattern] of patterns) {
    const name = pattern.exec(message)?.[1]?.split("/").at(-1);
    if (name !== undefined) {
      return make(object, {
        code: "KN5015",
        message,
        cause: `the service refers to the ${kinds[kind]} "${name}", which isn't in namespace "${namespace}"`,
        next: [kubectl(namespace, "get", kind), createCommand(kind, namespace, name)],
      });
    }
  }
  const key =
    /couldn't find key (\S+) in (Secret|ConfigMap) (\S+)|references non-existent (?:secret|config) key: (\S+)/.exec(
      message,
    );
  if (key === null) {
    return undefined;
  }
  const [, entry = key[4] ?? "", kind = "Secret", holder] = key;
  return make(object, {
    code: "KN5015",
    message,
    cause: `the ${kind}${holder === undefined ? "" : ` ${holder}`} has no key "${entry}"`,
    next: [
      kubectl(
        namespace,
        "describe",
        kind.toLowerCase(),
        ...(holder === undefined ? [] : [holder.split("/").at(-1) ?? ""]),
      ),
    ],
  });
}

function createCommand(kind: string, namespace: string, name: string): string {
  switch (kind) {
    case "secret":
      return kubectl(namespace, "create", "secret", "generic", name, "--from-literal=KEY=VALUE");
    case "configmap":
      return kubectl(namespace, "create", "configmap", name, "--from-literal=KEY=VALUE");
    default:
      return kubectl(namespace, "create", kind, name);
  }
}
