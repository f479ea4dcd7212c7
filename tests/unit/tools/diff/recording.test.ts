import { expect } from "chai";
import { readRecording, recordingLine } from "../../../../tools/diff/recording";
import { succeeded } from "./support";

describe("diff: recordings", () => {
  it("are one event a line, or a list", () => {
    const line = JSON.stringify(succeeded);
    expect(readRecording(`${line}\n\n${line}\n`, "x").result).to.equal("succeeded");
    expect(readRecording(`[${line}]`, "x").result).to.equal("succeeded");
  });

  it("that hold something else are refused with the place and the way out", () => {
    expect(() => readRecording("", "events.jsonl")).to.throw(
      /events\.jsonl holds no engine events; record some/,
    );
    expect(() => readRecording("{}\nno", "x")).to.throw(/x: line 2 is not JSON .* --save-events writes/);
    expect(() => readRecording('{"steps": [\n]}', "x")).to.throw(/the digest of `pulumi preview --json`/);
    expect(() => readRecording('{"resourcePreEvent": {"metadata": {"op": 1}}}', "x")).to.throw(
      /x: event 1 is not an engine event: resourcePreEvent\.metadata\.op: .*string/,
    );
  });

  it("have no debug messages, for secrets stand in those, and no configuration", () => {
    expect(recordingLine({ diagnosticEvent: { severity: "debug", message: "x" } })).to.equal(undefined);
    expect(recordingLine({ preludeEvent: { config: {} } })).to.equal(undefined);
    expect(recordingLine(succeeded)).to.equal(JSON.stringify(succeeded));
  });
});
