import { createHash } from "node:crypto";
import { below, inOrder, textEntry, type Entry } from "./entry";

/** What pyproject.toml says of a package, as far as packages say it of themselves. */
export interface PythonProject {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly requiresPython: string;
  readonly dependencies: readonly string[];
  readonly keywords: readonly string[];
  /** Label and address. */
  readonly urls: Readonly<Record<string, string>>;
  /** In Markdown. */
  readonly readme: string;
}

/** Name and version as file names have them. */
export function stemOf({ name, version }: PythonProject): string {
  return `${name.replace(/[-_.]+/g, "_").toLowerCase()}-${version}`;
}

/** A version of npm's as Python has it: 1.2.3-rc.1 is 1.2.3rc1. */
export function pythonVersion(version: string): string {
  return version.replace(/-(alpha|beta|rc)\.(\d+)$/, (_, stage: string, count: string) => {
    const short = { alpha: "a", beta: "b" }[stage] ?? stage;
    return `${short}${count}`;
  });
}

/** The files of a wheel: the package, and what pip wants to know of it. */
export function wheelEntries(
  project: PythonProject,
  modules: readonly Entry[],
  license: string,
): readonly Entry[] {
  const info = `${stemOf(project)}.dist-info`;
  const files = [
    ...modules,
    textEntry(`${info}/METADATA`, metadata(project)),
    textEntry(
      `${info}/WHEEL`,
      "Wheel-Version: 1.0\nGenerator: pulumi-knative release\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    ),
    textEntry(`${info}/top_level.txt`, `${topLevel(modules).join("\n")}\n`),
    textEntry(`${info}/licenses/LICENSE`, license),
  ];
  return [...files, textEntry(`${info}/RECORD`, record(files, `${info}/RECORD`))];
}

/** The files of a source distribution: what the wheel is made from, and what says so. */
export function sourceEntries(
  project: PythonProject,
  source: readonly Entry[],
  license: string,
): readonly Entry[] {
  const all = [...source, textEntry("PKG-INFO", metadata(project)), textEntry("LICENSE", license)];
  return below(stemOf(project), all);
}

function topLevel(modules: readonly Entry[]): readonly string[] {
  return [...new Set(modules.map(({ path }) => path.split("/")[0] ?? ""))].toSorted();
}

/** The package's own description of itself, version 2.1 of the format. */
function metadata(project: PythonProject): string {
  const lines = [
    "Metadata-Version: 2.1",
    `Name: ${project.name}`,
    `Version: ${project.version}`,
    `Summary: ${project.description}`,
    `License: ${project.license}`,
    ...Object.entries(project.urls).map(([label, address]) => `Project-URL: ${label}, ${address}`),
    `Keywords: ${project.keywords.join(",")}`,
    `Requires-Python: ${project.requiresPython}`,
    "Description-Content-Type: text/markdown",
    ...project.dependencies.map((each) => `Requires-Dist: ${each}`),
  ];
  return `${lines.join("\n")}\n\n${project.readme}`;
}

/** The checksum of every file but of this list itself. */
function record(files: readonly Entry[], own: string): string {
  const lines = inOrder(files).map(({ path, content }) => {
    const digest = createHash("sha256").update(content).digest("base64url");
    return `${path},sha256=${digest},${content.length}`;
  });
  return `${[...lines, `${own},,`].join("\n")}\n`;
}
