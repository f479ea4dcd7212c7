import type { ApiResource, Discovery } from "./discovery";
import { messageOf } from "./errors";
import type { ApiRequest, Http } from "./http";
import { builtInScope, gvkOf, type Gvk } from "./kinds";
import { nameOf, namespaceOf } from "./metadata";
import type { Value, ValueMap } from "./value";

/** How a write is done. */
export interface WriteOptions {
  readonly fieldManager: string;
  /** Only says what would come of it. */
  readonly dryRun: boolean;
}

/** Objects of a cluster. */
export class Cluster {
  constructor(
    readonly http: Http,
    readonly discovery: Discovery,
    /** Fires when the engine cancels the update. */
    readonly cancelled: AbortSignal,
  ) {}

  /** Whether the kind lives in a namespace; undefined where nobody knows yet. */
  async isNamespaced(gvk: Gvk): Promise<boolean | undefined> {
    const known = builtInScope(gvk) ?? this.discovery.declaredScope(gvk);
    return known ?? (await this.discovery.find(gvk))?.namespaced;
  }

  /** The path of the object's collection, in its namespace. Kinds with namespaces have "default" where none is said. */
  collection(resource: ApiResource, namespace: string): string {
    return resource.namespaced
      ? `${resource.root}/namespaces/${namespace === "" ? "default" : namespace}/${resource.plural}`
      : `${resource.root}/${resource.plural}`;
  }

  async create(object: ValueMap, options: WriteOptions): Promise<ValueMap> {
    return this.http.json({
      method: "POST",
      path: await this.pathOf(object, ""),
      query: writeQuery(options),
      body: object,
      signal: this.cancelled,
    });
  }

  /** Server-side apply. A field that another manager set is a conflict, unless forced. */
  async apply(object: ValueMap, options: WriteOptions & { readonly force: boolean }): Promise<ValueMap> {
    const query = { ...writeQuery(options), ...(options.force ? { force: "true" } : {}) };
    return this.patch(object, "application/apply-patch+yaml", object, query);
  }

  /** Writes only the managed fields, if nobody changed the object since it was read. */
  async setManagedFields(object: ValueMap, managedFields: readonly ValueMap[]): Promise<ValueMap> {
    const operations = [{ op: "replace", path: "/metadata/managedFields", value: [...managedFields] }];
    return this.patch(object, "application/json-patch+json", operations, {});
  }

  /** Puts a whole object in the place of the old one. */
  async replace(object: ValueMap, options: WriteOptions): Promise<ValueMap> {
    return this.http.json({
      method: "PUT",
      path: await this.pathOf(object, nameOf(object)),
      query: writeQuery(options),
      body: object,
      signal: this.cancelled,
    });
  }

  /** The live object of the same kind, namespace and name. */
  async get(object: ValueMap, name = nameOf(object)): Promise<ValueMap> {
    return this.http.json({ method: "GET", path: await this.pathOf(object, name) });
  }

  /** Lists a kind in a namespace, or in the whole cluster where the kind has no namespaces. */
  async list(gvk: Gvk, namespace: string): Promise<ValueMap> {
    const resource = await this.discovery.resource(gvk);
    return this.http.json({ method: "GET", path: this.collection(resource, namespace) });
  }

  async delete(object: ValueMap, name: string, propagationPolicy: string): Promise<ValueMap> {
    return this.http.json({
      method: "DELETE",
      path: await this.pathOf(object, name),
      body: { kind: "DeleteOptions", apiVersion: "v1", propagationPolicy },
      signal: this.cancelled,
    });
  }

  private async patch(
    object: ValueMap,
    contentType: string,
    body: Value,
    query: Record<string, string>,
  ): Promise<ValueMap> {
    const path = await this.pathOf(object, nameOf(object));
    const request: ApiRequest = { method: "PATCH", path, query, body, contentType, signal: this.cancelled };
    return this.http.json(request);
  }

  private async pathOf(object: ValueMap, name: string): Promise<string> {
    const resource = await this.discovery.resource(gvkOf(object));
    const collection = this.collection(resource, namespaceOf(object));
    return name === "" ? collection : `${collection}/${encodeURIComponent(name)}`;
  }
}

function writeQuery({ fieldManager, dryRun }: WriteOptions): Record<string, string> {
  return { fieldManager, ...(dryRun ? { dryRun: "All" } : {}) };
}

/** The server's version, or why it can't be reached. */
export async function probe(
  http: Http,
): Promise<{ readonly version: ValueMap } | { readonly reason: string }> {
  try {
    const [version] = await Promise.all([
      http.json({ method: "GET", path: "/version" }),
      http.json({ method: "GET", path: "/api/v1" }),
    ]);
    return { version };
  } catch (error) {
    return { reason: `unable to load schema information from the API server: ${messageOf(error)}` };
  }
}
