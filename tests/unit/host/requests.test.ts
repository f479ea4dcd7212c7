import { join } from "node:path";
import { expect } from "chai";
import { FakeEngine } from "./fakeEngine";
import { PluginProcess, type ConstructAnswer, type Refusal } from "./pluginProcess";

const signature = "4dabf18193072939515e22adb298388d";
const secret = (value: unknown) => ({ [signature]: "1b47061264138c4ac30d75fd1eb44270", value });
const output = (more: object) => ({ [signature]: "d0e6a833031e9bbcd3f4e8bde6ca49a4", ...more });
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const urn = "urn:pulumi:stack::project::a:b:C::other";

describe("a request to the plugin", function () {
  this.timeout(60_000);
  const engine = new FakeEngine();
  let plugin: PluginProcess;

  before(async () => {
    plugin = await PluginProcess.start(
      await engine.start(),
      process.execPath,
      "--import",
      "tsx",
      join(__dirname, "testPlugin.ts"),
    );
  });
  after(() => {
    plugin?.stop();
    engine.stop();
  });

  const ask = (
    type: string,
    inputs: object,
    more: { preview?: boolean; dependencies?: Record<string, string[]> } = {},
  ) =>
    plugin.construct({
      type: `knative:index:${type}`,
      name: type.toLowerCase(),
      inputs: { ...inputs },
      ...more,
    });
  const seen = (answer: ConstructAnswer) =>
    "state" in answer ? (JSON.parse(String(answer.state["seen"])) as unknown) : answer;

  it("has its plain inputs arrive plain", async () => {
    const plan = { size: "3", names: ["a", "b"], values: { A: "x" } };
    expect(seen(await ask("Echo", { plan, text: "t" }))).to.deep.equal({ plan, text: "t" });
  });

  it("has plain inputs arrive plain that depend on other resources", async () => {
    const plan = { size: "3", names: ["a"] };
    const answer = await ask("Echo", { plan, text: "t" }, { dependencies: { plan: [urn], text: [urn] } });
    expect(seen(answer)).to.deep.equal({ plan, text: "(output)" });
  });

  it("has known outputs in plain places arrive plain, and leaves those in other places alone", async () => {
    const plan = {
      size: output({ value: "3", dependencies: [urn] }),
      names: [output({ value: "a" })],
      values: { A: output({ value: "x" }) },
    };
    expect(seen(await ask("Echo", { plan }))).to.deep.equal({
      plan: { size: "3", names: ["a"], values: { A: "(output)" } },
    });
  });

  it("leaves secret and unknown leaves as outputs", async () => {
    const plan = { values: { A: output({ value: "x", secret: true }), B: output({}) } };
    const answer = await ask("Echo", { plan, text: secret("t"), token: output({}) }, { preview: true });
    expect(seen(answer)).to.deep.include({
      plan: { values: { A: "(output)", B: "(output)" } },
      text: "(output)",
    });
    expect((answer as { state: Record<string, unknown> }).state["answer"]).to.deep.equal(secret("t"));
  });

  it("is refused by property where a plain input is unknown or secret", async () => {
    const plan = { size: output({}), names: [output({ value: "a", secret: true }), unknown] };
    const { problems } = (await ask("Echo", { plan }, { preview: true })) as Refusal;
    expect(problems.map(({ path }) => path)).to.have.members([
      "plan.size",
      "plan.names[0] (secret)",
      "plan.names[1]",
    ]);
    const reasons = Object.fromEntries(problems.map(({ path, reason }) => [path, reason]));
    expect(reasons["plan.size"]).to.match(/must be known when the program runs.*\[KN1009\]/);
    expect(reasons["plan.names[0] (secret)"]).to.match(/can't be secret as a whole.*\[KN1009\]/);
  });

  it("is refused where its cluster is unknown, or is none", async () => {
    const problemsWith = async (cluster: unknown) =>
      ((await ask("Echo", { cluster }, { preview: true })) as Refusal).problems;
    const [unknowable] = await problemsWith(output({}));
    expect(unknowable).to.deep.include({ path: "cluster" });
    expect(unknowable?.reason).to.match(/must be there when this component is made.*\[KN1009\]/);
    for (const other of ["prod", { kubeconfig: "x" }, output({ value: "prod" })]) {
      const [problem] = await problemsWith(other);
      expect(problem).to.deep.include({ path: "cluster" });
      expect(problem?.reason).to.match(/must be a Cluster of this package.*\[KN1002\]/);
    }
  });

  it("sees no input of a cluster that isn't given", async () => {
    expect(seen(await ask("Echo", { text: "t", cluster: null }))).to.deep.equal({ text: "t" });
  });

  for (const [type, when] of [
    ["Refuses", "the constructor throws"],
    ["FailsInOutput", "an output fails"],
    ["FailsLoose", "an output fails that nobody asks for"],
  ] as const) {
    it(`is refused by property when ${when}`, async () => {
      expect(await ask(type, { text: "text" })).to.deep.equal({
        message: "Thing has a problem with its inputs:",
        problems: [{ path: "text", reason: "is wrong at text [KN1006]" }],
      });
    });
  }

  it("is refused alone: the ones beside it succeed", async () => {
    const answers = await Promise.all([
      ask("Echo", { text: "a" }),
      ask("FailsLoose", { text: "plan" }),
      ask("FailsLate", { text: "token" }),
      ask("FailsInOutput", { text: "text" }),
      ask("Echo", { text: "b" }),
    ]);
    const paths = answers.map((answer) =>
      "state" in answer ? answer.state["answer"] : answer.problems[0]?.path,
    );
    expect(paths).to.deep.equal(["a", "plan", "token", "text", "b"]);
  });

  it("logs nothing of the errors that it was answered with", () => {
    expect(engine.logged).to.deep.equal([]);
  });

  it("hides the values of secret properties, of secrets and of what holds one", async () => {
    const pathOf = async (text: string, inputs: object) =>
      ((await ask("Refuses", { text, ...inputs })) as Refusal).problems[0]?.path;
    expect(await pathOf("token", { token: "s3cret" })).to.equal("token (secret)");
    expect(await pathOf("token", {})).to.equal("token");
    const plan = { size: "1", values: { "A.B": output({ value: "s3cret", secret: true }), C: "c" } };
    expect(await pathOf('plan.values["A.B"]', { plan })).to.equal('plan.values["A.B"] (secret)');
    expect(await pathOf("plan.values", { plan })).to.equal("plan.values (secret)");
    expect(await pathOf("plan.values.C", { plan })).to.equal("plan.values.C");
    expect(await pathOf("plan.size", { plan })).to.equal("plan.size");
  });

  it("tells a bug from a mistake of the user's", async () => {
    const { message, problems } = (await ask("Broken", {})) as Refusal;
    expect(problems).to.deep.equal([]);
    expect(message).to.match(/Cannot read properties.*This is a bug of pulumi-resource-knative.*testPlugin/s);
  });

  it("for an unknown component names the known ones", async () => {
    const { message } = (await ask("Missing", {})) as Refusal;
    expect(message).to.match(/9\.9\.9 has no component knative:index:Missing; it has knative:index:Echo/);
  });
});
