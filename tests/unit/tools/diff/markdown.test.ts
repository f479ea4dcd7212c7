import { expect } from "chai";
import { makeReport } from "../../../../tools/diff/model";
import { marker, renderMarkdown } from "../../../../tools/diff/render/markdown";
import { fixture, preview, stepEvent, type FixtureName } from "./support";

const options = { expectNoChanges: false, maxLength: 60_000 };
const shown = (name: FixtureName): string => renderMarkdown([makeReport(fixture(name))], options);

describe("diff: Markdown", () => {
  it("begins with a mark by which the comment on these stacks is found again", () => {
    expect(shown("changes").split("\n")[0]).to.equal("<!-- pulumi-knative diff: lab -->");
    expect(marker(["lab", "prod"])).to.equal("<!-- pulumi-knative diff: lab, prod -->");
    expect(shown("changes").match(/<!--/g)).to.have.length(1);
  });

  it("sums up in one line, and by its sign before that", () => {
    expect(shown("changes")).to.contain(
      "### ⛔ `lab`\n\n**2 delete, 1 replace, 4 update, 2 create, 1 read, 4 unchanged** · 2 s\n",
    );
    expect(shown("unchanged")).to.contain("### ✅ `lab`");
    expect(shown("firstUp")).to.contain("### 📝 `fresh`");
    expect(shown("thrown")).to.contain("### ❌ `lab`\n\n**preview failed**; as far as it came:");
  });

  it("has a section for each component, open where something is lost", () => {
    const sections = [...shown("kubernetes").matchAll(/<details( open)?><summary><b>(.*?)<\/summary>/g)];
    expect(sections.map(([, open, title]) => [title, open !== undefined])).to.deep.equal([
      ["Service hello</b>: 1 delete, 2 create", true],
      ["Serving lab</b>: 1 replace, 4 update", true],
    ]);
    expect(shown("firstUp")).not.to.contain("<details open>");
  });

  it("has tables with a row for each property", () => {
    expect(shown("kubernetes")).to.contain(
      [
        '| ± replace | `Deployment knative-demo/activator` (**not allowed**) | `spec.selector.matchLabels.app` **forces replacement** | `"activator"` | `"activator-2"` |',
        '|  |  | `spec.template.metadata.labels.app` | `"activator"` | `"activator-2"` |',
      ].join("\n"),
    );
  });

  it("closes what it opens", () => {
    for (const name of ["changes", "kubernetes", "refused", "thrown", "drift"] as const) {
      const text = shown(name);
      expect(text.match(/<details/g)?.length, name).to.equal(text.match(/<\/details>/g)?.length);
      expect((text.match(/^```/gm)?.length ?? 0) % 2, name).to.equal(0);
    }
  });

  it("can't be broken by what values hold", () => {
    const text = renderMarkdown(
      [
        makeReport(
          preview(
            stepEvent({
              op: "update",
              name: "a|b</summary>",
              old: { inputs: { a: "`x` | ``y``" } },
              new: { inputs: { a: "<script>\n@everyone" } },
            }),
            { diagnosticEvent: { severity: "warning", message: "```\n</details> & done" } },
          ),
        ),
      ],
      options,
    );
    expect(text).to.contain('| ```"`x` \\| ``y``"``` |');
    expect(text).to.contain('`"<script>\\n@everyone"`');
    expect(text).to.contain("````text\nwarning: ```");
    const rows = text.split("\n").filter((line) => line.startsWith("| ~"));
    expect(rows.map((row) => row.replaceAll("\\|", "").split("|").length)).to.deep.equal([7]);
  });

  it("fits into a comment: what decides stays, details go first", () => {
    const steps = Array.from({ length: 1_000 }, (_, index) =>
      stepEvent({
        op: index === 999 ? "delete" : "update",
        name: `object-${index}`,
        old: { inputs: { text: "a".repeat(50) } },
        new: index === 999 ? null : { inputs: { text: "b".repeat(50) } },
      }),
    );
    const text = renderMarkdown([makeReport(preview(...steps))], { ...options, maxLength: 20_000 });
    expect(text.length).to.be.at.most(20_000);
    expect(text).to.contain("- delete `ConfigMap object-999`").and.to.contain("Not everything has room here");
    const long = renderMarkdown([makeReport(preview(...steps))], { ...options, maxLength: 1_000_000 });
    expect(long).not.to.contain("Not everything has room");
  });

  it("shares the room between stacks", () => {
    const report = makeReport(fixture("kubernetes"));
    const text = renderMarkdown([report, report, report], { ...options, maxLength: 4_000 });
    expect(text.length).to.be.at.most(4_000);
    expect(text.match(/^### /gm)).to.have.length(3);
  });
});
