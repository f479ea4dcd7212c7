import { expect } from "chai";
import { makeReport, type ReportOptions } from "../../../../tools/diff/model";
import { renderText } from "../../../../tools/diff/render/text";
import { fixture, preview, stepEvent, type FixtureName } from "./support";

const shown = (name: FixtureName, options: ReportOptions = {}, expectNoChanges = false): string =>
  renderText([makeReport(fixture(name), options)], { colour: false, width: 100, expectNoChanges });

describe("diff: text", () => {
  it("is a table by component, with what is refused and how to allow it", () => {
    expect(shown("changes", { allow: { replace: [], delete: ["old*", "other"] } })).to.equal(
      `
lab: 2 delete, 1 replace, 4 update, 2 create, 1 read, 4 unchanged (2 s)

Stack
  > read StackReference shared

Service hello
  ~ update Stash hello:Service/default/hello
      input.controller     "v1" → "v2"
      input.static         1 → known after up

Service old
  - delete Service old (allowed)
  - delete Stash old:Service/default/old (allowed)

Service shop
  + create Service shop
  + create Stash shop:Service/default/shop

Serving lab
  ± replace Stash lab:Deployment/knative-serving/controller (not allowed)
      input                "v1" → "v2" (forces replacement)
  ~ update Serving lab
      release              "1.21" → "1.22"
  ~ update Stash lab:ConfigMap/knative-serving/config-autoscaler
      input.data.added     + {"a":[1,2]}
      input.data.gone      - "yes"
      input.data.max-scale "0" → "20"
      input.data.text      line 8: "line 7: 1" → line 8: "line 7: 2"
      input.image          "…@sha256:aaaaaaaaaaaaa…aaaaaaaaaa" → "…@sha256:bbbbbbbbbbbbb…bbbbbbbbbb"
  ~ update Stash lab:Secret/knative-serving/token
      input.half           [secret] → [secret]
      input.token          [secret] → [secret]

Outputs
      urls.hello           "http://hello.example.com" → "http://hello.apps.example.com"
      urls.other           "v1" → "v2"

1 not allowed. If they are meant, allow them by name:
  --allow-replace 'lab:Deployment/knative-serving/controller'

Nothing needed --allow-delete other
`.trimStart(),
    );
  });

  it("of nothing to do is one line and what was read", () => {
    expect(shown("unchanged")).to.equal(
      "lab: 1 read, 11 unchanged (3 s)\n\nStack\n  > read StackReference shared\n",
    );
  });

  it("of a failed preview begins with its errors", () => {
    const lines = shown("refused").split("\n");
    expect(lines[0]).to.match(/^lab: preview failed; as far as it came: 1 replace/);
    expect(lines[2]).to.match(/^error: hello:ServiceAccount\/knative-demo\/hello: Preview failed: resource/);
  });

  it("says that there are changes where none were expected", () => {
    expect(shown("kubernetes", {}, true)).to.contain("There are changes, and none were expected.");
    expect(shown("unchanged", {}, true)).not.to.contain("none were expected");
  });

  it("leaves out where a plugin lies, but not that it is of the wrong version", () => {
    expect(shown("kubernetes")).to.contain("is expected to have version").and.not.to.contain("from $PATH");
  });

  it("keeps within its width unless values would become unreadable", () => {
    const options = { colour: false, width: 100, expectNoChanges: false };
    const lines = renderText([makeReport(fixture("changes"))], options).split("\n");
    expect(Math.max(...lines.map(({ length }) => length))).to.be.at.most(100);
  });

  it("has colours only where they are wanted", () => {
    const options = { width: 100, expectNoChanges: false };
    const reports = [makeReport(fixture("changes"))];
    const [plain, coloured] = [false, true].map((colour) => renderText(reports, { ...options, colour }));
    expect(plain).not.to.contain("\x1b");
    expect(coloured).to.contain("\x1b[31m  - delete\x1b[39m");
    expect(coloured?.replace(/\x1b\[\d+m/g, "")).to.equal(plain);
  });

  it("can't be made to steer the terminal", () => {
    const report = makeReport(
      preview(stepEvent({ op: "create", name: "a\x1b[2Jb", new: { inputs: { "x\x07y": "\x1b[31mred" } } }), {
        diagnosticEvent: { severity: "warning", message: "\x1b]0;title\x07 <{%fg 1%}>careful\r" },
      }),
      { verbose: true },
    );
    expect(renderText([report], { colour: false, width: 100, expectNoChanges: false })).not.to.match(
      /[\x00-\x09\x0b-\x1f]/,
    );
  });

  it("names a resource by its URN where its name would allow others too", () => {
    const step = (type: string): object =>
      stepEvent({ op: "delete", type, name: "lab", old: { inputs: {} } });
    const report = makeReport(preview(step("knative:index:Serving"), step("knative:index:Cluster")));
    expect(renderText([report], { colour: false, width: 100, expectNoChanges: false })).to.contain(
      "--allow-delete 'urn:pulumi:test::project::knative:index:Cluster::lab'",
    );
  });
});
