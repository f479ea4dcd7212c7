import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { expect } from "chai";
import ts from "typescript";

const root = join(__dirname, "..", "..");
const source = join(root, "provider", "src");
const files = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => join(source, file));

/** What the text of each file imports, types included. */
const imports = new Map(
  files.map((file) => {
    return [
      file,
      ts.preProcessFile(readFileSync(file, "utf8")).importedFiles.map(({ fileName }) => fileName),
    ];
  }),
);

/** The files of the provider that one imports. */
function imported(file: string): string[] {
  return (imports.get(file) ?? [])
    .filter((name) => name.startsWith("."))
    .map((name) => normalize(join(dirname(file), name)))
    .flatMap((path) => [`${path}.ts`, join(path, "index.ts")].filter((each) => imports.has(each)));
}

/** The ways that lead from a file back to itself, each as the files on it. */
function circleFrom(file: string): string[] | undefined {
  const seen = new Set<string>();
  const search = (at: string, way: readonly string[]): string[] | undefined => {
    for (const next of imported(at)) {
      if (next === file) {
        return [...way, next];
      }
      if (!seen.has(next)) {
        seen.add(next);
        const found = search(next, [...way, next]);
        if (found !== undefined) {
          return found;
        }
      }
    }
    return undefined;
  };
  return search(file, [file]);
}

describe("the provider's sources", () => {
  it("import each other in no circle, not even for types", () => {
    const circles = files.flatMap(
      (file) =>
        circleFrom(file)
          ?.map((each) => relative(source, each))
          .join(" > ") ?? [],
    );
    expect(circles).to.deep.equal([]);
  });

  it("leave the plugin's process to the programs that are one", () => {
    const users = files.filter(
      (file) =>
        !relative(source, file).startsWith("host") &&
        imported(file).some((other) => relative(source, other).startsWith("host/")),
    );
    expect(users.map((file) => relative(source, file))).to.deep.equal([]);
  });

  it("use every dependency of the package, and none that is for tools alone", () => {
    const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      readonly dependencies: Readonly<Record<string, string>>;
    };
    const used = new Set(
      [...imports.values()]
        .flat()
        .filter((name) => !name.startsWith(".") && !name.startsWith("node:"))
        .map((name) =>
          name
            .split("/")
            .slice(0, name.startsWith("@") ? 2 : 1)
            .join("/"),
        ),
    );
    expect([...used].toSorted()).to.deep.equal(Object.keys(dependencies).toSorted());
  });

  it("have their dependencies in the lock file as package.json has them", () => {
    const { dependencies, devDependencies } = JSON.parse(
      readFileSync(join(root, "package.json"), "utf8"),
    ) as Record<string, Record<string, string>>;
    const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
      readonly packages: Readonly<Record<string, Record<string, unknown>>>;
    };
    expect(lock.packages[""]?.dependencies).to.deep.equal(dependencies);
    expect(lock.packages[""]?.devDependencies).to.deep.equal(devDependencies);
  });
});
