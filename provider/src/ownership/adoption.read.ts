import type { Ask } from "../cluster/connect";
import { holdsPending } from "../manifests/content";
import { isObject, keyOf, type Json, type Manifest } from "../manifests/manifest";
import { fieldChanges, rivalFields, withoutSpec, type Adoption } from "./adoption";

interface Served {
  readonly kind: string;
  readonly name: string;
  readonly namespaced: boolean;
}

/** So many objects are asked for at once. */
const atOnce = 16;

/**
 * What an update will do to objects that are there, by the API server's own word: each is applied without being stored (a dry run), as
 * the Kubernetes provider would apply it, and compared with what it is.
 */
export async function readAdoption(ask: Ask, manifests: readonly Manifest[]): Promise<Adoption[]> {
  const paths = await servedPaths(ask, manifests);
  const rest = manifests.entries();
  const adoptions: Adoption[] = [];
  const work = async () => {
    for (const [index, manifest] of rest) {
      adoptions[index] = await adoptionOf(ask, manifest, paths(manifest));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return adoptions;
}

async function adoptionOf(ask: Ask, manifest: Manifest, path: string | undefined): Promise<Adoption> {
  const key = keyOf(manifest);
  // Of a kind that isn't served yet nothing can be there.
  const live = path === undefined ? undefined : await ask(path);
  if (path === undefined || live?.status === 404) {
    return { key, kind: "new" };
  }
  if (live?.ok !== true || holdsPending(manifest)) {
    return { key, kind: "unknown" };
  }
  return compared(ask, path, (await live.json()) as Manifest, manifest);
}

async function compared(ask: Ask, path: string, before: Manifest, wanted: Manifest): Promise<Adoption> {
  const key = keyOf(wanted);
  const rivals = rivalFields(before, wanted);
  if (rivals.length > 0) {
    // Beside them a dry run is refused, so what it would give is put together here.
    const after = { ...before, spec: { ...specOf(withoutSpec(before, rivals)), ...specOf(wanted) } };
    // Server-side apply leaves fields of others in place.
    const patch = { spec: Object.fromEntries(rivals.map((name) => [name, null])) };
    return { key, kind: "taken", changes: fieldChanges(before, after), ahead: { path, patch } };
  }
  const answer = await ask(`${path}?dryRun=All&force=true&fieldManager=pulumi-knative`, { apply: wanted });
  const after = (await answer.json()) as Manifest & { readonly message?: string };
  if (!answer.ok) {
    return { key, kind: "refused", reason: after.message ?? `the API server answered ${answer.status}` };
  }
  return { key, kind: "taken", changes: fieldChanges(before, after) };
}

function specOf({ spec }: Manifest): Readonly<Record<string, Json>> {
  return isObject(spec) ? spec : {};
}

/** Paths of objects in the API, by what the API server serves. */
async function servedPaths(
  ask: Ask,
  manifests: readonly Manifest[],
): Promise<(manifest: Manifest) => string | undefined> {
  const versions = [...new Set(manifests.map(({ apiVersion }) => apiVersion))];
  const served = new Map(
    await Promise.all(
      versions.map(async (version) => {
        const answer = await ask(rootOf(version));
        const { resources } = answer.ok
          ? ((await answer.json()) as { resources: readonly Served[] })
          : { resources: [] };
        return [version, resources] as const;
      }),
    ),
  );
  return ({ apiVersion, kind, metadata: { name, namespace = "default" } }) => {
    const found = served.get(apiVersion)?.find((each) => each.kind === kind && !each.name.includes("/"));
    return (
      found &&
      `${rootOf(apiVersion)}${found.namespaced ? `/namespaces/${namespace}` : ""}/${found.name}/${name}`
    );
  };
}

const rootOf = (apiVersion: string): string =>
  apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
