import { expect } from "chai";
import { makeReport } from "../../../../tools/diff/model";
import { renderJson } from "../../../../tools/diff/render/json";
import { fixture } from "./support";

describe("diff: JSON", () => {
  const parse = (text: string) => JSON.parse(text) as { readonly stacks: readonly Record<string, unknown>[] };

  it("has a version and one entry for each stack", () => {
    const reports = [makeReport(fixture("changes")), makeReport(fixture("unchanged"))];
    const document = parse(renderJson(reports, { expectNoChanges: false }));
    expect(document).to.have.keys("version", "exitCode", "stacks");
    expect(document).to.include({ version: 1, exitCode: 2 });
    expect(document.stacks).to.have.length(2);
  });

  it("has the shape that docs/diff.md describes", () => {
    const { stacks } = parse(renderJson([makeReport(fixture("changes"))], { expectNoChanges: false }));
    const stack = stacks[0] ?? {};
    expect(Object.keys(stack)).to.deep.equal([
      "project",
      "stack",
      "result",
      "changed",
      "counts",
      "durationSeconds",
      "components",
      "outputs",
      "diagnostics",
      "forbidden",
      "unusedAllowances",
    ]);
    const components = stack.components as { component: unknown; changes: Record<string, unknown>[] }[];
    expect(components.map(({ component }) => component)).to.deep.include.members([
      null,
      {
        type: "knative:index:Serving",
        name: "lab",
        urn: "urn:pulumi:lab::pulumi-knative::knative:index:Serving::lab",
      },
    ]);
    const token = components
      .flatMap(({ changes }) => changes)
      .find(({ title }) => /token$/.test(String(title)));
    expect(token?.properties).to.deep.equal([
      { path: "input.half", kind: "update", replaces: false, old: { secret: true }, new: { secret: true } },
      { path: "input.token", kind: "update", replaces: false, old: { secret: true }, new: { secret: true } },
    ]);
    const hello = components
      .flatMap(({ changes }) => changes)
      .find(({ title }) => /hello$/.test(String(title)));
    expect(hello?.properties).to.deep.include({
      path: "input.static",
      kind: "update",
      replaces: false,
      old: { value: 1 },
      new: { unknown: true },
    });
    expect(stack.forbidden).to.deep.include({
      operation: "delete",
      urn: "urn:pulumi:lab::pulumi-knative::knative:index:Service::old",
      name: "old",
      allowBy: "--allow-delete 'old'",
    });
  });
});
