import { expect } from "chai";
import { exitCode, hasChanges, makeReport, type Change, type Report } from "../../../../tools/diff/model";
import { fixture, fixtureNames, preview, stepEvent } from "./support";

const changes = ({ groups }: Report): Change[] => groups.flatMap((group) => group.changes);
const told = (report: Report): string[] =>
  changes(report).map(({ operation, title }) => `${operation} ${title}`);
const titles = (report: Report): string[] =>
  report.groups.map(({ component }) => (component ? `${component.type} ${component.name}` : "stack"));

describe("diff: the report of a recorded preview", () => {
  it("counts as Pulumi does", () => {
    const counted = Object.fromEntries(fixtureNames.map((name) => [name, makeReport(fixture(name)).counts]));
    const none = { delete: 0, replace: 0, update: 0, create: 0, import: 0, forget: 0, read: 0, refresh: 0 };
    expect(counted).to.deep.equal({
      changes: { ...none, delete: 2, replace: 1, update: 4, create: 2, read: 1, same: 4 },
      firstUp: { ...none, create: 11, read: 1, same: 0 },
      unchanged: { ...none, read: 1, same: 11 },
      thrown: { ...none, replace: 1, update: 4, create: 2, same: 3 },
      kubernetes: { ...none, delete: 1, replace: 1, update: 4, create: 2, same: 7 },
      drift: { ...none, update: 1, create: 1, refresh: 2, same: 11 },
      refused: { ...none, replace: 1, update: 4, create: 1, same: 7 },
    });
  });

  it("groups by the nearest component of this project, past components of others", () => {
    expect(titles(makeReport(fixture("changes")))).to.deep.equal([
      "stack",
      "knative:index:Service hello",
      "knative:index:Service old",
      "knative:index:Service shop",
      "knative:index:Serving lab",
    ]);
    expect(titles(makeReport(fixture("firstUp")))).to.contain("example:index:Dashboard loose");
    const { groups } = makeReport(fixture("firstUp"));
    const hello = groups.find(({ component }) => component?.name === "hello");
    expect(hello?.changes.map(({ title }) => title)).to.deep.equal([
      "Group inner",
      "Service hello",
      "Stash hello:Service/default/hello",
    ]);
  });

  it("names Kubernetes objects by kind, namespace and name, the worst first", () => {
    expect(told(makeReport(fixture("kubernetes")))).to.deep.equal([
      "delete ConfigMap knative-demo/gone",
      "create ConfigMap knative-demo/new",
      "create ServiceAccount knative-demo/hello",
      "replace Deployment knative-demo/activator",
      "update ConfigMap knative-demo/config-autoscaler",
      "update Deployment knative-demo/controller",
      "update Namespace knative-demo",
      "update Secret knative-demo/token",
    ]);
  });

  it("has the places that change, and which of them force the replacement", () => {
    const properties = (title: string): unknown[] =>
      changes(makeReport(fixture("kubernetes")))
        .filter((change) => change.title === title)
        .flatMap((change) => change.properties);
    expect(properties("Deployment knative-demo/activator")).to.deep.equal([
      {
        path: "spec.selector.matchLabels.app",
        kind: "update",
        replaces: true,
        old: "activator",
        new: "activator-2",
      },
      {
        path: "spec.template.metadata.labels.app",
        kind: "update",
        replaces: false,
        old: "activator",
        new: "activator-2",
      },
    ]);
    expect(properties("Deployment knative-demo/controller")).to.deep.equal([
      {
        path: "spec.template.spec.containers[0].env[1]",
        kind: "add",
        replaces: false,
        new: { name: "B", value: "2" },
      },
      {
        path: "spec.template.spec.containers[0].image",
        kind: "update",
        replaces: false,
        old: "registry.example.com/knative/controller:v0.48.0",
        new: "registry.example.com/knative/controller:v0.49.0",
      },
      {
        path: "spec.template.spec.containers[0].resources.requests.cpu",
        kind: "update",
        replaces: false,
        old: "100m",
        new: "200m",
      },
    ]);
  });

  it("tells drift from what the update does about it", () => {
    const report = makeReport(fixture("drift"));
    expect(changes(report).map(({ operation, title, notes }) => [operation, title, notes[0]])).to.deep.equal([
      ["create", "ConfigMap knative-demo/gone", undefined],
      ["refresh", "ConfigMap knative-demo/gone", "deleted outside of Pulumi"],
      ["update", "ConfigMap knative-demo/config-autoscaler", undefined],
      ["refresh", "ConfigMap knative-demo/config-autoscaler", "changed outside of Pulumi"],
    ]);
    expect(exitCode([report], false)).to.equal(0);
  });

  it("has the stack's outputs that change", () => {
    const { outputs } = makeReport(fixture("changes"));
    expect(outputs.map(({ path }) => path)).to.deep.equal(["urls.hello", "urls.other"]);
    expect(makeReport(fixture("unchanged")).outputs).to.deep.equal([]);
  });

  it("of a failed preview says so, has what it came to, and its errors first", () => {
    for (const [name, message] of [
      ["refused", /was not successfully created by the Kubernetes API server/],
      ["thrown", /boom: the token is wrong/],
    ] as const) {
      const report = makeReport(fixture(name));
      expect(report.failed).to.equal(true);
      expect(report.diagnostics[0]?.severity).to.equal("error");
      expect(report.diagnostics[0]?.message).to.match(message);
      expect(report.outputs).to.deep.equal([]);
      expect(exitCode([report], false)).to.equal(1);
    }
  });

  it("knows nothing to do when it sees it", () => {
    expect(fixtureNames.filter((name) => !hasChanges(makeReport(fixture(name))))).to.deep.equal([
      "unchanged",
    ]);
  });
});

describe("diff: what is allowed", () => {
  const report = (replace: string[], remove: string[]): Report =>
    makeReport(fixture("changes"), { allow: { replace, delete: remove } });

  it("is nothing at first: each replacement and each deletion is refused", () => {
    const refused = report([], []);
    expect(refused.forbidden.map(({ operation, name }) => [operation, name])).to.deep.equal([
      ["delete", "old"],
      ["delete", "old:Service/default/old"],
      ["replace", "lab:Deployment/knative-serving/controller"],
    ]);
    expect(exitCode([refused], false)).to.equal(2);
  });

  it("is what has been named, in the way it has been named for", () => {
    const allowed = report(["lab:Deployment/knative-serving/controller"], ["old", "old:*"]);
    expect(allowed.forbidden).to.deep.equal([]);
    expect(allowed.unusedAllowances).to.deep.equal([]);
    expect(exitCode([allowed], false)).to.equal(0);
    expect(report(["*"], []).forbidden.map(({ operation }) => operation)).to.deep.equal(["delete", "delete"]);
    expect(report([], ["*"]).forbidden.map(({ operation }) => operation)).to.deep.equal(["replace"]);
  });

  it("and was not needed is told", () => {
    expect(report(["old", "*"], ["nothing"]).unusedAllowances).to.deep.equal([
      "--allow-replace old",
      "--allow-delete nothing",
    ]);
  });

  it("for a copy left by an interrupted replacement may be either", () => {
    const events = preview(stepEvent({ op: "delete-replaced", name: "left", old: { inputs: {} } }));
    const allow = (replace: string[], remove: string[]) =>
      exitCode([makeReport(events, { allow: { replace, delete: remove } })], false);
    expect([allow([], []), allow(["left"], []), allow([], ["left"])]).to.deep.equal([2, 0, 0]);
  });

  it("makes changes where none were expected a refusal, but not reading and drift", () => {
    const code = (name: "changes" | "unchanged" | "drift"): number =>
      exitCode([makeReport(fixture(name), { allow: { replace: ["*"], delete: ["*"] } })], true);
    expect([code("changes"), code("unchanged"), code("drift")]).to.deep.equal([2, 0, 2]);
    const drift = stepEvent({ op: "refresh", moment: "after", old: { outputs: {} } });
    expect(exitCode([makeReport(preview(drift))], true)).to.equal(0);
  });

  it("doesn't help a preview that failed", () => {
    const failed = makeReport(fixture("refused"), { allow: { replace: ["*"], delete: ["*"] } });
    expect(exitCode([makeReport(fixture("unchanged")), failed], false)).to.equal(1);
  });
});
