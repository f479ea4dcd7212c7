import { pythonVersion, type PythonProject } from "./python";

/** Values of the generated pyproject.toml by their path, such as `project.name`. */
export type Pyproject = Readonly<Record<string, string | readonly string[] | boolean>>;

/**
 * Reads pyproject.toml as the generator writes it: every table with a heading, every value on one line and written as in JSON, which
 * is TOML as well. What is not so is an error.
 */
export function readPyproject(text: string): Pyproject {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const tables = lines.map((line) => /^\s*\[([\w.-]+)\]$/.exec(line)?.[1]);
  const tableAt = (index: number) => tables.slice(0, index + 1).findLast((table) => table !== undefined);
  return Object.fromEntries(
    lines.flatMap((line, index): [string, Pyproject[string]][] => {
      if (tables[index] !== undefined) {
        return [];
      }
      const [, key, value] = /^\s*([\w-]+) = (.+)$/.exec(line) ?? [];
      if (key === undefined || value === undefined) {
        throw new Error(`pyproject.toml has a line of a form that is not read here: ${line}`);
      }
      return [[`${tableAt(index)}.${key}`, JSON.parse(value) as Pyproject[string]]];
    }),
  );
}

/** The package that pyproject.toml describes. */
export function pythonProject(pyproject: Pyproject, readme: string): PythonProject {
  const text = (key: string): string => {
    const value = pyproject[`project.${key}`];
    if (typeof value !== "string") {
      throw new Error(`pyproject.toml has no project.${key}`);
    }
    return value;
  };
  const list = (key: string) => (pyproject[`project.${key}`] ?? []) as readonly string[];
  const urls = Object.entries(pyproject).filter(([key]) => key.startsWith("project.urls."));
  return {
    name: text("name"),
    version: pythonVersion(text("version")),
    description: text("description"),
    license: text("license.text"),
    requiresPython: text("requires-python"),
    dependencies: list("dependencies"),
    keywords: list("keywords"),
    urls: Object.fromEntries(urls.map(([key, url]) => [key.slice("project.urls.".length), String(url)])),
    readme,
  };
}
