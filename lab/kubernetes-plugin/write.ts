import type { Cluster } from "./cluster";
import { ApiError, hasReason, isNotFound, messageOf, NoMatchError } from "./errors";
import { setTimeout as sleep } from "node:timers/promises";
import { removedIn } from "./deprecation";
import { gvkOf, isCrd } from "./kinds";
import type { ResourceLog } from "./log";
import { absorbManagers, createManager, hasCreateEntry, isTheirs } from "./managedFields";
import { annotations, isTrue, nameOf } from "./metadata";
import { pluck, pluckMaps, pluckString, withoutPath, withPath, type ValueMap } from "./value";

const conflictHelp =
  "https://www.pulumi.com/registry/packages/kubernetes/how-to-guides/" +
  "managing-resources-with-server-side-apply/#handle-field-conflicts-on-existing-resources";

const existsHelp = `The resource already exists in the cluster. This can happen when:

  - Renaming a Pulumi resource: use an alias to preserve the identity,
    or use deleteBeforeReplace if the resource needs replacement.
  - Managing an existing resource: use a Patch resource (e.g. NamespacePatch)
    to manage specific fields without owning the resource lifecycle.
  - Adopting a resource into Pulumi: use \`pulumi import\`. Note that
    protected resources (e.g. kube-system) cannot be deleted on destroy.
  - Intentional upsert: set upsertExistingObjects on the provider to allow
    server-side apply to update existing objects on create.`;

const retries = 5;

/** How an object is written. */
export interface WritePlan {
  readonly fieldManager: string;
  readonly preview: boolean;
  /** Whether fields of other managers may be taken without asking. */
  readonly enablePatchForce: boolean;
}

/** The API server refused because the object is there already. */
export class ExistsError extends Error {
  constructor(cause: Error) {
    super(`${cause.message}\n\n${existsHelp}`, { cause });
  }
}

/** The preview's namespace is not there yet, so that the API server can't be asked. */
export class NoNamespaceError extends Error {}

/**
 * Makes an object. The kind, its CRD and the namespace may still be on their way: five more tries, after 1, 2, 4, 8
 * and 16 s.
 *
 * @param upsert applies instead of creating, so that an object that is there is taken over
 */
export async function createObject(
  cluster: Cluster,
  inputs: ValueMap,
  plan: WritePlan & { readonly upsert: boolean },
  log: ResourceLog,
): Promise<ValueMap> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await writeNew(cluster, inputs, plan);
    } catch (error) {
      if (plan.preview && isNotFound(error) && error instanceof ApiError && error.subject === "namespaces") {
        throw new NoNamespaceError(`namespace does not exist for "${nameOf(inputs)}"`, { cause: error });
      }
      log.status("info", `Retry #${attempt}; creation failed: ${messageOf(error)}`);
      if (hasReason(error, "AlreadyExists")) {
        throw new ExistsError(error as Error);
      }
      if (attempt >= retries || !mayAppear(error, inputs)) {
        throw error;
      }
      await sleep(1000 * 2 ** attempt, undefined, { signal: cluster.cancelled });
    }
  }
}

/** Whether what is missing may come: a namespace or a kind, unless Kubernetes itself took the kind away. */
function mayAppear(error: unknown, inputs: ValueMap): boolean {
  return isNotFound(error) || (error instanceof NoMatchError && removedIn(gvkOf(inputs)) === undefined);
}

async function writeNew(
  cluster: Cluster,
  inputs: ValueMap,
  plan: WritePlan & { readonly upsert: boolean },
): Promise<ValueMap> {
  const options = { fieldManager: plan.fieldManager, dryRun: plan.preview };
  if (!plan.upsert) {
    return cluster.create(inputs, { ...options, fieldManager: createManager });
  }
  const force = mayForce(inputs, undefined, plan);
  try {
    return await apply(cluster, inputs, { ...plan, force });
  } catch (error) {
    const isImmutable = hasReason(error, "Invalid") && messageOf(error).includes("field is immutable");
    if (!plan.preview || !isImmutable) {
      throw error;
    }
    const renamed = withPath(inputs, ["metadata", "name"], `${nameOf(inputs)}-preview`);
    return cluster.apply(renamed, { ...options, force });
  }
}

/** What came of an update. */
export interface Updated {
  /** The object as the API server answered. */
  readonly written: ValueMap;
  /** What was sent. */
  readonly inputs: ValueMap;
}

/**
 * Updates an object by server-side apply, under the object's own field manager. A CRD is put whole.
 *
 * @param live the object as it is now
 */
export async function updateObject(
  cluster: Cluster,
  inputs: ValueMap,
  live: ValueMap,
  plan: WritePlan & { readonly isPatch: boolean; readonly ignoreChanges: readonly string[] },
): Promise<Updated> {
  const options = { fieldManager: plan.fieldManager, dryRun: plan.preview };
  if (isCrd(inputs)) {
    const version = pluckString(live, "metadata", "resourceVersion");
    const versioned = withPath(inputs, ["metadata", "resourceVersion"], version);
    return { written: await cluster.replace(versioned, options), inputs: versioned };
  }
  const owned = plan.isPatch || plan.preview ? live : await absorb(cluster, live, plan.fieldManager);
  const wanted = applyIgnored(inputs, owned, plan.fieldManager, plan.ignoreChanges);
  const written = await apply(cluster, wanted, { ...plan, force: mayForce(inputs, owned, plan) });
  return { written, inputs: wanted };
}

async function absorb(cluster: Cluster, live: ValueMap, fieldManager: string): Promise<ValueMap> {
  const managedFields = absorbManagers(live, fieldManager);
  return managedFields === undefined ? live : cluster.setManagedFields(live, managedFields);
}

/** Leaves ignored fields to their managers; where they have none but this one, keeps their live values. */
export function applyIgnored(
  inputs: ValueMap,
  live: ValueMap,
  fieldManager: string,
  ignored: readonly string[],
): ValueMap {
  return ignored.reduce((wanted, text) => {
    const path = text.split(".");
    if (isTheirs(live, fieldManager, path)) {
      return withoutPath(wanted, path);
    }
    const value = pluck(live, ...path);
    return value === undefined ? wanted : withPath(wanted, path, value);
  }, inputs);
}

async function apply(
  cluster: Cluster,
  object: ValueMap,
  plan: WritePlan & { readonly force: boolean },
): Promise<ValueMap> {
  try {
    return await cluster.apply(object, {
      fieldManager: plan.fieldManager,
      dryRun: plan.preview,
      force: plan.force,
    });
  } catch (error) {
    if (!hasReason(error, "Conflict")) {
      throw error;
    }
    throw new Error(
      `server-side apply field conflict detected, see ${conflictHelp} for troubleshooting help\n` +
        `The resource managed by field manager "${plan.fieldManager}" had an apply conflict: ${messageOf(error)}`,
      { cause: error },
    );
  }
}

function mayForce(inputs: ValueMap, live: ValueMap | undefined, plan: WritePlan): boolean {
  if (isTrue(inputs, annotations.patchForce) || plan.enablePatchForce) {
    return true;
  }
  if (live === undefined) {
    return plan.preview;
  }
  return (plan.preview && hasCreateEntry(live)) || pluckMaps(live, "metadata", "managedFields").length === 0;
}

/** Gives up every field that the manager set on the object. */
export async function relinquish(cluster: Cluster, object: ValueMap, fieldManager: string): Promise<void> {
  const { apiVersion = "", kind = "" } = object;
  const namespace = pluckString(object, "metadata", "namespace");
  const metadata = { name: nameOf(object), ...(namespace === "" ? {} : { namespace }) };
  await cluster.apply({ apiVersion, kind, metadata }, { fieldManager, dryRun: false, force: false });
}
