import { isNotFound, NoMatchError } from "./errors";
import type { Http } from "./http";
import { apiVersionOf, type Gvk } from "./kinds";
import { pluckMaps, pluckString, type ValueMap } from "./value";

/** Where the objects of a kind are. */
export interface ApiResource {
  /** The path before the namespace: `/apis/apps/v1`. */
  readonly root: string;
  readonly plural: string;
  readonly namespaced: boolean;
}

type Kinds = ReadonlyMap<string, ApiResource>;

/** Which kinds the API server has. Each group version is asked for once, and again after a miss. */
export class Discovery {
  private readonly cache = new Map<string, Promise<Kinds>>();
  private readonly crds = new Map<string, boolean>();

  constructor(private readonly http: Http) {}

  /** Remembers a CRD that the program declares, for its objects are checked before the API server has it. */
  addCrd(crd: ValueMap): void {
    const scope = pluckString(crd, "spec", "scope");
    this.crds.set(
      `${pluckString(crd, "spec", "group")}/${pluckString(crd, "spec", "names", "kind")}`,
      scope === "Namespaced",
    );
  }

  /** Whether a declared CRD's objects live in a namespace; undefined where no such CRD was declared. */
  declaredScope(gvk: Gvk): boolean | undefined {
    return this.crds.get(`${gvk.group}/${gvk.kind}`);
  }

  /** The kind's resource; undefined where the API server does not have it. Answers from the cache. */
  async find(gvk: Gvk): Promise<ApiResource | undefined> {
    return (await this.kindsOf(apiVersionOf(gvk))).get(gvk.kind);
  }

  /** The kind's resource. After a miss the API server is asked anew. Throws NoMatchError where it is not there. */
  async resource(gvk: Gvk): Promise<ApiResource> {
    const apiVersion = apiVersionOf(gvk);
    const cached = this.cache.get(apiVersion);
    const found = await this.find(gvk);
    if (found !== undefined) {
      return found;
    }
    if (cached !== undefined && this.cache.get(apiVersion) === cached) {
      this.cache.delete(apiVersion);
    }
    const fresh = await this.find(gvk);
    if (fresh === undefined) {
      throw new NoMatchError(gvk.kind, apiVersion);
    }
    return fresh;
  }

  /** Forgets what the API server has; CRDs were made. */
  reset(): void {
    this.cache.clear();
  }

  private kindsOf(apiVersion: string): Promise<Kinds> {
    const cached = this.cache.get(apiVersion);
    if (cached !== undefined) {
      return cached;
    }
    const kinds = this.fetch(apiVersion);
    this.cache.set(apiVersion, kinds);
    kinds.catch(() => this.cache.delete(apiVersion));
    return kinds;
  }

  private async fetch(apiVersion: string): Promise<Kinds> {
    const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    try {
      const list = await this.http.json({ method: "GET", path: root });
      return new Map(
        pluckMaps(list, "resources")
          .filter((resource) => !pluckString(resource, "name").includes("/"))
          .map((resource) => [
            pluckString(resource, "kind"),
            { root, plural: pluckString(resource, "name"), namespaced: resource["namespaced"] === true },
          ]),
      );
    } catch (error) {
      if (isNotFound(error)) {
        return new Map();
      }
      throw error;
    }
  }
}
