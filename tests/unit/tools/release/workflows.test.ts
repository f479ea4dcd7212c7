import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";

const root = join(__dirname, "..", "..", "..", "..");
const directory = join(root, ".github", "workflows");

interface Job {
  readonly "timeout-minutes"?: number;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly needs?: string;
  readonly steps: readonly { readonly uses?: string; readonly run?: string }[];
}

interface Workflow {
  readonly permissions: object;
  readonly jobs: Readonly<Record<string, Job>>;
}

const workflows = readdirSync(directory).map((file) => ({
  file,
  ...(parse(readFileSync(join(directory, file), "utf8")) as Workflow),
}));
const jobs = workflows.flatMap(({ file, jobs: all }) =>
  Object.entries(all).map(([name, job]) => ({ job: `${file}: ${name}`, name, ...job })),
);

describe("unit: the project's own workflows", () => {
  it("give every job a limit and the rights that it names, and nothing else", () => {
    expect(workflows.map(({ permissions }) => permissions)).to.deep.equal(workflows.map(() => ({})));
    expect(jobs.filter((each) => each["timeout-minutes"] === undefined).map(({ job }) => job)).to.deep.equal(
      [],
    );
    expect(jobs.filter(({ permissions }) => permissions === undefined).map(({ job }) => job)).to.deep.equal(
      [],
    );
  });

  it("hand nothing to a shell but by its environment", () => {
    const scripts = jobs.flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));
    expect(scripts.filter((script) => script.includes("${{"))).to.deep.equal([]);
  });

  it("run scripts that there are", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: object };
    const called = jobs.flatMap(({ steps }) =>
      steps.flatMap(({ run = "" }) => [...run.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name)),
    );
    expect(called).to.include("release");
    expect(Object.keys(scripts)).to.include.members(called);
  });

  it("publish nothing before the plugin's archives are where the engine looks for them", () => {
    const published = jobs.filter(({ steps }) =>
      steps.some(({ run = "", uses = "" }) => /npm publish|pypi-publish/.test(run + uses)),
    );
    expect(published.map(({ name, needs }) => [name, needs])).to.deep.equal([
      ["npm", "github"],
      ["pypi", "github"],
    ]);
    expect(jobs.find(({ name }) => name === "github")?.needs).to.equal("build");
  });
});
