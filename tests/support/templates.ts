import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Context } from "mocha";
import { needGo, needPython, pathWith, root } from "../engine/languages/tools";
import { must } from "./command";
import { PulumiProject } from "./pulumiProject";

/** A project as `pulumi new` makes it from a template, with a home in which nothing is installed. */
export class TemplateProject extends PulumiProject {
  constructor(
    readonly template: string,
    env: Readonly<Record<string, string>>,
  ) {
    super({ at: "demo", env });
  }

  private elsewhere: readonly string[] = [];

  /** Adds to the environment of all that runs from now on. */
  add(env: Readonly<Record<string, string>>): void {
    this.env = { ...this.env, ...env };
  }

  /** Removes directories that lie elsewhere, now and with the project. */
  removeToo(directories: readonly string[]): void {
    this.elsewhere = directories;
    directories.forEach(remove);
  }

  override dispose(): void {
    super.dispose();
    this.elsewhere.forEach(remove);
  }

  async create(): Promise<void> {
    const template = join(root, "examples", "templates", this.template);
    const answers = ["--generate-only", "--yes", "--non-interactive", "--name", "demo"];
    await this.pulumi("new", template, ...answers, "--dir", this.directory);
  }

  /** Runs the CLI for a command that knows of no stack. */
  async pulumi(...args: readonly string[]): Promise<void> {
    await must("pulumi", args, { cwd: this.home, env: this.environment() });
  }

  /** Runs a command in the project. */
  command(file: string, ...args: readonly string[]): Promise<string> {
    return must(file, args, { cwd: this.directory, env: this.environment(), minutes: 10 });
  }
}

/** How the packages that a template names are installed from a release's files, and what the language needs in its environment. */
export interface Template {
  readonly name: string;
  /** Whether the components run in the plugin. */
  readonly plugin: boolean;
  readonly prepare: (context: Context) => Promise<Readonly<Record<string, string>>>;
  readonly install: (project: TemplateProject, release: string) => Promise<void>;
}

const nothing = () => Promise.resolve({});
/** What is not the release's own comes from npm's cache where it can. */
const npmInstall = ["install", "--prefer-offline", "--no-audit", "--no-fund"];

export const templates: readonly Template[] = [
  {
    name: "typescript",
    plugin: true,
    prepare: nothing,
    install: async (project, release) => {
      await project.command(
        "npm",
        ...npmInstall,
        join(release, named(release, /^pulumi-knative-sdk-.*\.tgz$/)),
      );
    },
  },
  {
    name: "stack-file",
    plugin: false,
    prepare: nothing,
    install: async (project, release) => {
      await project.command(
        "npm",
        ...npmInstall,
        join(release, named(release, /^pulumi-knative-\d.*\.tgz$/)),
      );
    },
  },
  {
    name: "python",
    plugin: true,
    prepare: async (context) => ({ PYTHON_WITH_PULUMI: join(await needPython(context), "python") }),
    install: installPython,
  },
  {
    name: "go",
    plugin: true,
    prepare: async (context) => ({ PATH: pathWith(await needGo(context)) }),
    install: installGo,
  },
  { name: "yaml", plugin: true, prepare: nothing, install: () => Promise.resolve() },
];

/** The file of a release that has such a name. */
export function named(release: string, name: RegExp): string {
  const [found, ...others] = readdirSync(release).filter((file) => name.test(file));
  if (found === undefined || others.length > 0) {
    throw new Error(`${release} has not exactly one file like ${name}`);
  }
  return found;
}

/** An environment beside the program, in which Pulumi's packages are as good as installed, and an index that is the release. */
async function installPython(project: TemplateProject, release: string): Promise<void> {
  const packages = async (python: string) =>
    (await project.command(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))")).trim();
  await project.command("python3", "-m", "venv", "venv");
  const python = join(project.directory, "venv", "bin", "python");
  const there = await packages(project.env["PYTHON_WITH_PULUMI"] ?? "");
  writeFileSync(join(await packages(python), "pulumi.pth"), `${there}\n`);
  const offline = ["--no-index", "--find-links", release];
  await project.command(python, "-m", "pip", "install", "--quiet", ...offline, "-r", "requirements.txt");
  // What newer hosts find by the project's option `virtualenv`.
  project.add({
    PATH: [join(project.directory, "venv", "bin"), project.env["PATH"] ?? ""].join(delimiter),
  });
}

/** A module proxy that is a directory of the release, before those that serve everything else. */
async function installGo(project: TemplateProject, release: string): Promise<void> {
  const setting = async (name: string) => (await project.command("go", "env", name)).trim();
  const proxies = `file://${join(release, "goproxy")},${await setting("GOPROXY")}`;
  // The module under test must not be one that was there before, nor be there for what comes later.
  const downloads = await setting("GOMODCACHE");
  const places = [downloads, join(downloads, "cache", "download")];
  project.removeToo(places.map((directory) => join(directory, "github.com", "pulumi-knative")));
  const flags = `${await setting("GOFLAGS")} -mod=mod -modcacherw`.trim();
  project.add({ GOWORK: "off", GOFLAGS: flags, GOPROXY: proxies, GONOSUMDB: "github.com/pulumi-knative" });
  cpSync(join(root, "sdk", "go", "go.sum"), join(project.directory, "go.sum"));
}

function remove(directory: string): void {
  rmSync(directory, { recursive: true, force: true });
}

/** Puts upstream's release files where the provider keeps what it has fetched: no test asks the network for them. */
export function fillReleaseCache(cache: string, releases: string): void {
  const directory = join(cache, "pulumi-knative", "releases");
  mkdirSync(directory, { recursive: true });
  const files = readdirSync(releases, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".yaml"),
  );
  for (const file of files) {
    const content = readFileSync(join(releases, file));
    const checksum = createHash("sha256").update(content).digest("hex");
    writeFileSync(join(directory, `${checksum}.yaml`), content);
  }
}
