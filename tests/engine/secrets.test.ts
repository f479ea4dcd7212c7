import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { labImage, labPlatform, needLab } from "../support/lab";
import { TestStack } from "../support/stack";

interface Kubeconfig {
  readonly users: readonly { readonly user: { readonly "client-key-data": string } }[];
}

describe("engine: secrets", function () {
  this.timeout(600_000);
  let stack: TestStack;
  let secrets: Readonly<Record<string, string>>;

  before(async function () {
    const env = await needLab(this);
    const text = readFileSync(labPlatform().cluster?.kubeconfig as string, "utf8");
    const key = (parse(text) as Kubeconfig).users[0]?.user["client-key-data"] ?? "";
    const pem = Buffer.from(key, "base64").toString();
    secrets = { key, "a line of the key": pem.split("\n")[1] ?? "" };
    expect(Object.values(secrets).every((value) => value.length > 40)).to.equal(true);
    stack = new TestStack(env, labPlatform([{ name: "hello", image: labImage("v1") }]));
    await stack.init();
  });

  after(async () => {
    await stack?.end();
  });

  function expectNone(where: string, text: string): void {
    expect(text.length, where).to.be.greaterThan(0);
    for (const [what, value] of Object.entries(secrets)) {
      expect(text.includes(value), `${what} in ${where}`).to.equal(false);
    }
  }

  /** All that a command prints, which must succeed. */
  async function printed(...args: string[]): Promise<string> {
    const { exitCode, output } = await stack.run(...args);
    expect(exitCode, output).to.equal(0);
    return output;
  }

  it("stay out of previews, updates, their event logs and the state", async () => {
    const events = join(stack.directory, "events.json");
    expectNone("preview", await printed("preview", "--diff"));
    expectNone("preview as JSON", await printed("preview", "--json"));
    expectNone(
      "up",
      await printed("up", "--yes", "--skip-preview", "--diff", "--debug", "--event-log", events),
    );
    expectNone("event log", readFileSync(events, "utf8"));
    expectNone("state", stack.state());
    expectNone("export", await printed("stack", "export"));
    expectNone("outputs", await printed("stack", "output"));
    expectNone("refresh", await printed("refresh", "--yes", "--diff"));
  });

  it("are no output of a stack whose cluster was there before, and in its state for those who ask", async () => {
    expect(await stack.must("stack", "output", "--show-secrets", "--json")).to.not.contain(secrets.key);
    expect(await stack.must("stack", "export", "--show-secrets")).to.contain(secrets.key);
  });

  it("stay out of the errors of a failed update", async () => {
    const text = readFileSync(labPlatform().cluster?.kubeconfig as string, "utf8").replace(
      /server: .*/,
      "server: https://127.0.0.1:1",
    );
    stack.configure({
      ...labPlatform([{ name: "hello", image: labImage("v1") }]),
      cluster: { kubeconfig: text },
    });
    const { exitCode, output } = await stack.run("up", "--yes", "--skip-preview");
    expect(exitCode).not.to.equal(0);
    expectNone("error", output);
    stack.configure(labPlatform([{ name: "hello", image: labImage("v1") }]));
  });
});
