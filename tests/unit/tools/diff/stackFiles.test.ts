import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { listStacks } from "../../../../tools/diff/stackFiles";

describe("diff: stack files", () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "pulumi-knative-diff-"));
  });

  afterEach(() => rmSync(directory, { recursive: true }));

  function write(...files: string[]): void {
    for (const file of files) {
      writeFileSync(join(directory, file), "");
    }
  }

  async function failure(): Promise<string> {
    const error: unknown = await listStacks(directory).catch((reason: unknown) => reason);
    return error instanceof Error ? error.message : expect.fail("it did not fail");
  }

  it("are those beside Pulumi.yaml, by name", async () => {
    writeFileSync(join(directory, "Pulumi.yaml"), "name: x\nruntime: nodejs\n");
    write(
      "Pulumi.prod.yaml",
      "Pulumi.dev-1.yml",
      "Pulumi.a.b.yaml",
      "Pulumi.md",
      "xPulumi.no.yaml",
      "Pulumi.old.yaml.bak",
    );
    expect(await listStacks(directory)).to.deep.equal(["a.b", "dev-1", "prod"]);
  });

  it("are where the project says that they are", async () => {
    writeFileSync(join(directory, "Pulumi.yaml"), "name: x\nruntime: nodejs\nstackConfigDir: stacks\n");
    mkdirSync(join(directory, "stacks"));
    write("Pulumi.no.yaml", "stacks/Pulumi.yes.yaml");
    expect(await listStacks(directory)).to.deep.equal(["yes"]);
  });

  it("that are missing are told with the way out", async () => {
    expect(await failure()).to.match(/there is no Pulumi\.yaml in .*--cwd/);
    writeFileSync(join(directory, "Pulumi.yaml"), "name: x\nruntime: nodejs\n");
    expect(await failure()).to.match(/there is no Pulumi\.<stack>\.yaml in .*pulumi stack init/);
  });
});
