import { createHash } from "node:crypto";
import { join } from "node:path";
import { pluginDirectory, root } from "../build/plugin";
import { metadata } from "../schema/metadata";
import { releaseNotes } from "./agreement";
import { readJson, readText } from "./claims";
import { textEntry, type Entry } from "./entry";
import { entriesIn, readEntry } from "./files";
import { goModule } from "./goModule";
import { libraryEntries, nodeSdkEntries } from "./nodePackages";
import { isPluginFile, platforms, pluginArchive, pluginEntries } from "./platforms";
import { pythonProject, readPyproject } from "./pyproject";
import { pythonVersion, sourceEntries, stemOf, wheelEntries } from "./python";
import { sbom, type Lock } from "./sbom";
import { tarball } from "./tarball";
import { zip } from "./zip";

/** A file of a release, by its path below the release's directory. */
export interface Artifact {
  readonly path: string;
  readonly content: Buffer;
}

/** The paths of a release's files, with what each is for. */
export function plannedArtifacts(version: string): readonly (readonly [path: string, purpose: string])[] {
  const python = `pulumi_knative-${pythonVersion(version)}`;
  return [
    [`pulumi-knative-${version}.tgz`, "npm: the classes, the root program, the command line"],
    [`pulumi-knative-sdk-${version}.tgz`, "npm: the SDK for Node.js"],
    [`${python}-py3-none-any.whl`, "PyPI: the SDK for Python"],
    [`${python}.tar.gz`, "PyPI: its source"],
    ...goFiles(version).map((file) => [file, "Go: a module proxy's file"] as const),
    ...platforms.map(
      (platform) =>
        [pluginArchive(version, platform), `plugin for ${platform.os} on ${platform.arch}`] as const,
    ),
    [`pulumi-knative-${version}.cdx.json`, "what is in all of that (CycloneDX)"],
    ["RELEASE-NOTES.md", "this version's part of CHANGELOG.md"],
    [checksumFile, "checksums of all of these"],
  ];
}

export const checksumFile = "SHA256SUMS";

function goFiles(version: string): readonly string[] {
  const { directory, zipName, texts } = goModule(metadata.language.go.modulePath, version, []);
  return [zipName, ...Object.keys(texts)].map((name) => `goproxy/${directory}/${name}`);
}

/** Makes all files of a release from what was built. */
export async function makeArtifacts(version: string): Promise<readonly Artifact[]> {
  const license = readEntry(root, "LICENSE");
  const bundle = [...entriesIn(pluginDirectory, isPluginFile), license];
  const parts = await Promise.all([
    npmArtifacts(version, license),
    pythonArtifacts(license),
    ...platforms.map(async (platform) => [
      {
        path: pluginArchive(version, platform),
        content: await tarball(pluginEntries(bundle, version, platform)),
      },
    ]),
  ]);
  const notes = releaseNotes(readText("CHANGELOG.md"), version);
  const bill = sbom(readJson<Lock>("package-lock.json"), version);
  return [
    ...parts.flat(),
    ...goArtifacts(version, license),
    text(`pulumi-knative-${version}.cdx.json`, `${JSON.stringify(bill, undefined, 2)}\n`),
    text("RELEASE-NOTES.md", `${notes}\n`),
  ];
}

async function npmArtifacts(version: string, license: Entry): Promise<readonly Artifact[]> {
  return [
    { path: `pulumi-knative-${version}.tgz`, content: await tarball(await libraryEntries()) },
    { path: `pulumi-knative-sdk-${version}.tgz`, content: await tarball(await nodeSdkEntries(license)) },
  ];
}

async function pythonArtifacts(license: Entry): Promise<readonly Artifact[]> {
  const directory = join(root, "sdk", "python");
  const project = pythonProject(
    readPyproject(readText("sdk", "python", "pyproject.toml")),
    readText("sdk", "python", "README.md"),
  );
  const modules = entriesIn(directory, (path) => path.startsWith("pulumi_knative/") && !isLeftOver(path));
  const files = ["pyproject.toml", "README.md"].map((name) => readEntry(directory, name));
  const licenseText = license.content.toString();
  return [
    {
      path: `${stemOf(project)}-py3-none-any.whl`,
      content: zip(wheelEntries(project, modules, licenseText)),
    },
    {
      path: `${stemOf(project)}.tar.gz`,
      content: await tarball(sourceEntries(project, [...files, ...modules], licenseText)),
    },
  ];
}

/** What Python leaves beside sources that it ran. */
function isLeftOver(path: string): boolean {
  return path.includes("__pycache__/");
}

function goArtifacts(version: string, license: Entry): readonly Artifact[] {
  const files = entriesIn(join(root, "sdk", "go"), (path) => path !== ".gitattributes");
  const module = goModule(metadata.language.go.modulePath, version, [...files, license]);
  const directory = `goproxy/${module.directory}`;
  return [
    { path: `${directory}/${module.zipName}`, content: zip(module.zipEntries) },
    ...Object.entries(module.texts).map(([name, content]) => text(`${directory}/${name}`, content)),
  ];
}

function text(path: string, content: string): Artifact {
  return textEntry(path, content);
}

/** The checksums of files, as `sha256sum --check` reads them. */
export function checksums(artifacts: readonly Artifact[]): string {
  const lines = artifacts
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ path, content }) => `${createHash("sha256").update(content).digest("hex")}  ${path}\n`);
  return lines.join("");
}
