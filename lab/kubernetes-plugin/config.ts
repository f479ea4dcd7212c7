import type { Cluster as KubeconfigCluster } from "@kubernetes/client-node";
import { messageOf } from "./errors";
import { activeCluster, kubeconfigText, loadKubeconfig, type Overrides } from "./kubeconfig";
import { equal, isMap, Unknown, type Value, type ValueMap } from "./value";

/** The provider's options. */
export interface Settings extends Overrides {
  /** A kubeconfig's text or path; "" for the one that kubectl would use. */
  readonly kubeconfig: string;
  readonly mutable: { readonly configMaps: boolean; readonly secrets: boolean };
  readonly upsertExistingObjects: boolean;
  readonly enablePatchForce: boolean;
  readonly deleteUnreachable: boolean;
  readonly skipUpdateUnreachable: boolean;
  readonly suppressDeprecationWarnings: boolean;
  /** Requests each second; 50 by default. */
  readonly qps: number;
  /** Requests at once; 120 by default. */
  readonly burst: number;
  /** How long a request may take, in seconds; 0 (for ever) by default. */
  readonly timeout: number;
}

type Variables = ReadonlyMap<string, string>;
type Environment = Readonly<Record<string, string | undefined>>;

const prefix = "kubernetes:config:";

/** Reads the options as the engine gives them at Configure; where an option is not set, the environment may set it. */
export function readSettings(variables: Variables, env: Environment): Settings {
  const text = (key: string): string => variables.get(`${prefix}${key}`) ?? "";
  const flag = (key: string, variable: string, otherwise: boolean): boolean => {
    const value = variables.get(`${prefix}${key}`) ?? env[variable];
    return value === undefined ? otherwise : value === "true";
  };
  refuse("renderYamlToDirectory", text("renderYamlToDirectory") !== "");
  refuse(
    "enableServerSideApply: false",
    !flag("enableServerSideApply", "PULUMI_K8S_ENABLE_SERVER_SIDE_APPLY", true),
  );
  return {
    kubeconfig: text("kubeconfig"),
    context: text("context"),
    cluster: text("cluster"),
    namespace: text("namespace"),
    mutable: {
      configMaps: flag("enableConfigMapMutable", "PULUMI_K8S_ENABLE_CONFIGMAP_MUTABLE", false),
      secrets: flag("enableSecretMutable", "PULUMI_K8S_ENABLE_SECRET_MUTABLE", false),
    },
    upsertExistingObjects: flag("upsertExistingObjects", "PULUMI_K8S_UPSERT_EXISTING_OBJECTS", false),
    enablePatchForce: flag("enablePatchForce", "PULUMI_K8S_ENABLE_PATCH_FORCE", false),
    deleteUnreachable: flag("deleteUnreachable", "PULUMI_K8S_DELETE_UNREACHABLE", false),
    skipUpdateUnreachable: flag("skipUpdateUnreachable", "PULUMI_K8S_SKIP_UPDATE_UNREACHABLE", false),
    suppressDeprecationWarnings: flag(
      "suppressDeprecationWarnings",
      "PULUMI_K8S_SUPPRESS_DEPRECATION_WARNINGS",
      false,
    ),
    ...readClientSettings(text("kubeClientSettings"), env),
  };
}

function refuse(option: string, given: boolean): void {
  if (given) {
    throw new Error(`the provider option ${option} is not supported by the lab's stand-in`);
  }
}

function readClientSettings(json: string, env: Environment): Pick<Settings, "qps" | "burst" | "timeout"> {
  const given = (json === "" ? {} : JSON.parse(json)) as Readonly<Record<string, unknown>>;
  const number = (key: string, variable: string, otherwise: number): number => {
    const value = given[key] ?? env[variable];
    if (value === undefined || value === "") {
      return otherwise;
    }
    if (!Number.isFinite(Number(value))) {
      throw new Error(`invalid value specified for ${variable}: ${JSON.stringify(value)}`);
    }
    return Number(value);
  };
  return {
    qps: number("qps", "PULUMI_K8S_CLIENT_QPS", 50),
    burst: number("burst", "PULUMI_K8S_CLIENT_BURST", 120),
    timeout: number("timeout", "PULUMI_K8S_CLIENT_TIMEOUT", 0),
  };
}

/** What a change of the provider's options means for the objects that it made. */
export interface ConfigDiff {
  readonly diffs: readonly string[];
  /** The options whose change means another cluster, so that all objects are made anew. */
  readonly replaces: readonly string[];
}

const clusterKeys = ["kubeconfig", "context", "cluster"] as const;

/**
 * Compares old and new options; undefined where nothing changed. Another cluster replaces, and so does an unknown
 * one, but while `clusterIdentifier` is set and stays as it is, nothing replaces.
 */
export async function diffConfig(olds: ValueMap, news: ValueMap): Promise<ConfigDiff | undefined> {
  const changed = changedKeys(olds, news);
  if (changed.length === 0) {
    return undefined;
  }
  const identifier = [olds["clusterIdentifier"], news["clusterIdentifier"]];
  const identified = changed.includes("clusterIdentifier") ? identifier.every(hasValue) : false;
  const kept = !changed.includes("clusterIdentifier") && hasValue(news["clusterIdentifier"]);
  const first = identified ? ["clusterIdentifier"] : [];
  const unknownKey = clusterKeys.find((key) => news[key] instanceof Unknown);
  if (unknownKey !== undefined) {
    return { diffs: [unknownKey], replaces: kept ? [] : [...first, unknownKey] };
  }
  const moved = await isOtherCluster(olds, news);
  const clusterChanges = clusterKeys.filter((key) => moved && changed.includes(key));
  const rendered = changed.filter((key) => key === "renderYamlToDirectory");
  return { diffs: changed, replaces: kept ? [] : [...first, ...rendered, ...clusterChanges] };
}

function hasValue(value: Value | undefined): boolean {
  return value !== undefined && value !== null;
}

function changedKeys(olds: ValueMap, news: ValueMap): string[] {
  return [...new Set([...Object.keys(olds), ...Object.keys(news)])]
    .filter((key) => (hasValue(olds[key]) || hasValue(news[key])) && !equal(olds[key], news[key]))
    .sort();
}

async function isOtherCluster(olds: ValueMap, news: ValueMap): Promise<boolean> {
  const [before, after] = await Promise.all([clusterOf(olds), clusterOf(news)]);
  return before !== undefined && after !== undefined && JSON.stringify(before) !== JSON.stringify(after);
}

async function clusterOf(options: ValueMap): Promise<KubeconfigCluster | undefined> {
  const kubeconfig = options["kubeconfig"];
  const text = isMap(kubeconfig)
    ? JSON.stringify(kubeconfig)
    : typeof kubeconfig === "string"
      ? kubeconfig
      : "";
  if (kubeconfigText(text) === "") {
    return undefined;
  }
  const string = (key: string): string => (typeof options[key] === "string" ? options[key] : "");
  const overrides = { context: string("context"), cluster: string("cluster"), namespace: "" };
  try {
    return activeCluster(await loadKubeconfig(text), overrides);
  } catch (error) {
    throw new Error(`failed to parse kubeconfig: ${messageOf(error)}`, { cause: error });
  }
}
