import { expect } from "chai";
import { spareDiagnostics } from "../../../provider/src/host/diagnostics";

describe("host: the SDK's diagnostics", () => {
  const limit = Error.stackTraceLimit;
  const sdk = () => ({ debug: () => Promise.reject(new Error("said")) });

  afterEach(() => {
    Error.stackTraceLimit = limit;
  });

  it("are spared", async () => {
    const one = sdk();
    spareDiagnostics({}, one);
    await one.debug();
    expect(Error.stackTraceLimit).to.equal(0);
  });

  it("are kept on demand", () => {
    const one = sdk();
    const { debug } = one;
    spareDiagnostics({ PULUMI_KNATIVE_DEBUG: "true" }, one);
    expect(one.debug).to.equal(debug);
    expect(Error.stackTraceLimit).to.equal(limit);
  });
});
