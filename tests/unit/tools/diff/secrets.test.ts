import { expect } from "chai";
import { makeReport } from "../../../../tools/diff/model";
import { renderJson } from "../../../../tools/diff/render/json";
import { renderMarkdown } from "../../../../tools/diff/render/markdown";
import { renderText } from "../../../../tools/diff/render/text";
import type { Preview } from "../../../../tools/diff/events";
import { fixture, fixtureNames, preview, secret, stepEvent } from "./support";

/** Everything that could be shown of a preview, in every format and as much of it as there is. */
function everything(events: Preview): string {
  const reports = [makeReport(events, { verbose: true })];
  const expectNoChanges = false;
  return [
    renderText(reports, { colour: true, width: 400, expectNoChanges }),
    renderText(reports, { colour: false, width: 80, expectNoChanges }),
    renderMarkdown(reports, { expectNoChanges, maxLength: 1_000_000 }),
    renderJson(reports, { expectNoChanges }),
  ].join("\n");
}

describe("diff: secrets", () => {
  const password = "correct-horse-battery";

  it("of recorded previews are never shown, though one of them stands there in the open", () => {
    expect(JSON.stringify(fixture("changes").steps)).to.contain("plain-half-secret-1");
    for (const name of fixtureNames) {
      const shown = everything(fixture(name));
      expect(shown.length, name).to.be.greaterThan(100);
      expect(shown, name).not.to.match(/hunter|plain-half|shop-secret|secret-token|4dabf18193072939/);
    }
  });

  it("are hidden in the old value when only the new one is secret, and the other way round", () => {
    for (const [before, after] of [
      [password, secret()],
      [secret(), password],
    ]) {
      const shown = everything(
        preview(
          stepEvent({
            op: "update",
            type: "example:index:Thing",
            old: { inputs: { user: "admin", key: before } },
            new: { inputs: { user: "root", key: after } },
            detailedDiff: { key: { diffKind: "update" }, user: { diffKind: "update" } },
          }),
        ),
      );
      expect(shown).not.to.contain(password);
      expect(shown).to.contain("[secret] → [secret]").and.to.contain('"admin"');
    }
  });

  it("are hidden in inputs when only the outputs say that they are secret", () => {
    const shown = everything(
      preview(
        stepEvent({ op: "create", type: "example:index:Thing", new: { inputs: { key: password } } }),
        stepEvent({
          op: "create",
          type: "example:index:Thing",
          moment: "after",
          new: { inputs: { key: password }, outputs: { key: secret() } },
        }),
      ),
    );
    expect(shown).not.to.contain(password);
    expect(shown).to.contain("[secret]");
  });

  it("are hidden wherever else their text stands: in other resources, in base64, escaped, in messages", () => {
    const multiline = `-----BEGIN-----\n${password}-a-long-line-of-a-key\n-----END-----`;
    const shown = everything(
      preview(
        stepEvent({ op: "create", name: "source", new: { inputs: { key: secret([password, multiline]) } } }),
        stepEvent({
          op: "create",
          name: "copy",
          new: {
            inputs: {
              url: `https://user:${password}@example.com`,
              encoded: Buffer.from(password).toString("base64"),
              json: JSON.stringify({ multiline }),
              alone: password,
              line: `key: ${password}-a-long-line-of-a-key`,
            },
          },
        }),
        { diagnosticEvent: { severity: "error", message: `wrong password ${password}` } },
      ),
    );
    expect(shown).not.to.contain(password);
    expect(shown).not.to.contain(Buffer.from(password).toString("base64"));
    expect(shown).to.contain("https://user:[secret]@example.com").and.to.contain("wrong password [secret]");
  });

  it("in Kubernetes Secrets and kubeconfigs are hidden though nobody marked them", () => {
    const shown = everything(
      preview(
        stepEvent({
          op: "update",
          type: "kubernetes:core/v1:Secret",
          old: { inputs: { stringData: { token: "first-token-text" }, type: "Opaque" } },
          new: { inputs: { stringData: { token: "second-token-text" }, type: "Opaque" } },
        }),
        stepEvent({
          op: "create",
          type: "kubernetes:core/v1:Secret",
          name: "encoded",
          new: { inputs: { data: { token: Buffer.from("third-token-text").toString("base64") } } },
        }),
        stepEvent({ op: "create", name: "leak", new: { inputs: { data: { text: "third-token-text" } } } }),
        stepEvent({
          op: "create",
          type: "pulumi:providers:kubernetes",
          name: "cluster",
          new: { inputs: { kubeconfig: "apiVersion: v1\nkind: Config\n" } },
        }),
      ),
    );
    expect(shown).not.to.match(/token-text|kind: Config/);
  });

  it("that can't be told apart are shown as changed where the engine says that they are", () => {
    const shown = everything(
      preview(
        stepEvent({
          op: "update",
          old: { inputs: { nested: { key: secret(), other: 1 } } },
          new: { inputs: { nested: { key: secret(), other: 1 } } },
          diffs: ["nested"],
        }),
      ),
    );
    expect(shown).to.match(/nested\.key +\[secret\] → \[secret\]/);
  });

  it("in debug messages of the engine are left out with them", () => {
    const events = preview({ diagnosticEvent: { severity: "debug", message: `RPC finished: ${password}` } });
    expect(events.diagnostics).to.deep.equal([]);
  });

  it("too short to be looked for don't blot out everything else", () => {
    const shown = everything(
      preview(
        stepEvent({ op: "create", name: "a", new: { inputs: { key: secret("on") } } }),
        stepEvent({ op: "create", name: "b", new: { inputs: { mode: "connection" } } }),
      ),
    );
    expect(shown).to.contain("connection");
  });
});
