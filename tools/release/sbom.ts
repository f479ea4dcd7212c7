/** A package as package-lock.json has it. */
export interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly link?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
}

export interface Lock {
  readonly name: string;
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

const modules = "node_modules/";

/** The bill of materials of a release, in the JSON of CycloneDX 1.6: all that the lock file installs for users. */
export function sbom({ name, packages }: Lock, version: string): Record<string, unknown> {
  const used = Object.entries(packages).filter(([path, { dev, link }]) => path !== "" && !dev && !link);
  const places = new Map(used.map(([path, locked]) => [path, purl(nameOf(path), locked.version ?? "")]));
  const root = purl(name, version);
  const own = { "": { ...packages[""] }, ...Object.fromEntries(used) };
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      component: {
        ...{ "bom-ref": root, type: "library", name, version, purl: root },
        ...licensed(packages[""]?.license),
      },
    },
    components: unique(used.map(([path, locked]) => component(nameOf(path), locked))),
    dependencies: merged(
      Object.entries(own).map(([path, { dependencies = {} }]) => ({
        ref: path === "" ? root : (places.get(path) ?? ""),
        dependsOn: Object.keys(dependencies).flatMap((each) => resolved(path, each, places) ?? []),
      })),
    ),
  };
}

/** The name in a path of the lock file, which holds a scope and may be below another package's. */
function nameOf(path: string): string {
  return path.slice(path.lastIndexOf(modules) + modules.length);
}

function purl(name: string, version: string): string {
  return `pkg:npm/${name.replace("@", "%40")}@${version}`;
}

function component(name: string, { version = "", license, integrity, optional }: LockedPackage) {
  const ref = purl(name, version);
  return {
    ...{ "bom-ref": ref, type: "library", name, version, purl: ref },
    scope: optional === true ? "optional" : "required",
    ...licensed(license),
    ...(integrity === undefined ? {} : { hashes: hashes(integrity) }),
  };
}

function licensed(license: string | undefined) {
  if (license === undefined) {
    return {};
  }
  if (/^(SEE LICENSE|UNLICENSED)/.test(license)) {
    return { licenses: [{ license: { name: license } }] };
  }
  // An expression of several stands by itself.
  return { licenses: [/\s/.test(license) ? { expression: license } : { license: { id: license } }] };
}

/** Hashes of a lock file are in base 64, those of a bill of materials in hexadecimal. */
function hashes(integrity: string) {
  return integrity
    .split(" ")
    .map((each) => /^sha(\d+)-(.*)$/.exec(each))
    .filter((match) => match !== null)
    .map(([, bits = "", digest = ""]) => ({
      alg: `SHA-${bits}`,
      content: Buffer.from(digest, "base64").toString("hex"),
    }));
}

/** What a package's dependency is, by the rules of node_modules: the nearest above it. */
function resolved(path: string, name: string, places: ReadonlyMap<string, string>): string | undefined {
  const here = places.get(path === "" ? `${modules}${name}` : `${path}/${modules}${name}`);
  if (here !== undefined || path === "") {
    return here;
  }
  const above = path.lastIndexOf(`/${modules}`);
  return resolved(above === -1 ? "" : path.slice(0, above), name, places);
}

interface Dependency {
  readonly ref: string;
  readonly dependsOn: readonly string[];
}

/** A package that lies at two places is one. */
function merged(dependencies: readonly Dependency[]): readonly Dependency[] {
  const refs = [...new Set(dependencies.map(({ ref }) => ref))].toSorted();
  return refs.map((ref) => ({
    ref,
    dependsOn: [
      ...new Set(dependencies.filter((each) => each.ref === ref).flatMap(({ dependsOn }) => dependsOn)),
    ].toSorted(),
  }));
}

function unique<T extends { readonly "bom-ref": string }>(components: readonly T[]): readonly T[] {
  const byRef = new Map(components.map((each) => [each["bom-ref"], each]));
  return [...byRef.values()].toSorted((a, b) => (a["bom-ref"] < b["bom-ref"] ? -1 : 1));
}
