import { expect } from "chai";
import { collectEvents } from "../../../../tools/diff/events";
import { makeReport, type Change, type Report } from "../../../../tools/diff/model";
import { preview, secret, stackUrn, stepEvent } from "./support";

const changes = ({ groups }: Report): Change[] => groups.flatMap((group) => group.changes);

describe("diff: steps of all kinds", () => {
  const only = (...events: object[]): Change => {
    const [change, ...more] = changes(makeReport(preview(...events)));
    expect(more).to.deep.equal([]);
    return change ?? expect.fail("no change");
  };
  const inputs = { a: 1 };

  it("make one change of a replacement, in whichever order they come", () => {
    const steps = [
      stepEvent({ op: "delete-replaced", old: { inputs } }),
      stepEvent({ op: "replace", old: { inputs }, new: { inputs: { a: 2 } }, keys: ["a"] }),
      stepEvent({ op: "create-replacement", old: { inputs }, new: { inputs: { a: 2 } }, keys: ["a"] }),
    ];
    for (const order of [steps, steps.toReversed()]) {
      const change = only(...order);
      expect(change.operation).to.equal("replace");
      expect(change.properties).to.deep.equal([
        { path: "a", kind: "update", replaces: true, old: 1, new: 2 },
      ]);
      expect(change.notes).to.deep.equal([]);
    }
  });

  it("tell why something is replaced though nothing of it changes", () => {
    const state = (provider: string): object => ({ inputs, provider: `urn:pulumi:p::x::${provider}::id` });
    expect(only(stepEvent({ op: "replace", old: state("a"), new: state("a") })).notes).to.deep.equal([
      "because of what it depends on, or by request",
    ]);
    expect(only(stepEvent({ op: "replace", old: state("a"), new: state("b") })).notes).to.deep.equal([
      "its provider changes",
    ]);
  });

  it("are imports, reads, and things that Pulumi forgets", () => {
    const both = { old: { inputs }, new: { inputs: { a: 2 } } };
    expect(only(stepEvent({ op: "import", ...both })))
      .to.include({ operation: "import" })
      .and.not.have.property("allowed");
    expect(only(stepEvent({ op: "import-replacement", ...both })).operation).to.equal("replace");
    expect(only(stepEvent({ op: "read", new: { inputs } })).operation).to.equal("read");
    expect(only(stepEvent({ op: "discard", old: { inputs } })))
      .to.include({ operation: "forget" })
      .and.not.have.property("allowed");
  });

  it("say of what is deleted that it stays, where it does, and still want it allowed", () => {
    const change = only(stepEvent({ op: "delete", old: { inputs, retainOnDelete: true } }));
    expect(change.notes).to.deep.equal(["stays where it is: retainOnDelete"]);
    expect(change.allowed).to.equal(false);
  });

  it("of providers that the engine makes by itself are nobody's business", () => {
    const urn = "urn:pulumi:test::project::pulumi:providers:kubernetes::default_4_34_2";
    const events = preview(
      stepEvent({ op: "delete", type: "pulumi:providers:kubernetes", urn, old: { inputs } }),
      stepEvent({ op: "create", type: "pulumi:providers:kubernetes", urn: `${urn}_x`, new: { inputs } }),
    );
    expect(changes(makeReport(events))).to.deep.equal([]);
  });

  it("that a newer engine may have are passed over", () => {
    expect(changes(makeReport(preview(stepEvent({ op: "dance", new: { inputs } }))))).to.deep.equal([]);
  });

  it("of parents that no event tells of are grouped by what their URN says", () => {
    const parent = "urn:pulumi:test::project::knative:index:Service::far";
    const report = makeReport(preview(stepEvent({ op: "create", new: { inputs, parent } })));
    expect(report.groups.map(({ component }) => component?.name)).to.deep.equal(["far"]);
  });

  it("include violations of policies, the mandatory ones as errors", () => {
    const violation = (enforcementLevel: string): object => ({
      policyEvent: {
        resourceUrn: stackUrn,
        message: "<{%reset%}>no public gateway\n",
        policyName: "gateway",
        policyPackName: "pack",
        enforcementLevel,
      },
    });
    const { diagnostics } = makeReport(preview(violation("advisory"), violation("mandatory")));
    expect(diagnostics.map(({ severity, message }) => [severity, message])).to.deep.equal([
      ["error", "pack/gateway: no public gateway"],
      ["warning", "pack/gateway: no public gateway"],
    ]);
  });

  it("without a summary make a failed preview", () => {
    expect(makeReport(collectEvents([])).failed).to.equal(true);
  });

  it("show secret outputs of the stack as such", () => {
    const root = { type: "pulumi:pulumi:Stack", urn: stackUrn, moment: "after" as const };
    const { outputs } = makeReport(
      preview(
        stepEvent({
          ...root,
          op: "update",
          old: { inputs: {}, outputs: { key: "was-in-the-open", url: "a" } },
          new: { inputs: {}, outputs: { key: secret(), url: "b" } },
        }),
      ),
    );
    expect(outputs.map(({ path }) => path)).to.deep.equal(["url"]);
  });
});
