import { expect } from "chai";
import { tuneProcess } from "../../../provider/src/host/processTuning";

describe("host: a lean process", () => {
  const limit = Error.stackTraceLimit;
  const sdk = () => ({ debug: () => Promise.reject(new Error("said")) });

  afterEach(() => {
    Error.stackTraceLimit = limit;
  });

  it("spares the SDK's diagnostics", async () => {
    const one = sdk();
    tuneProcess({}, one);
    await one.debug();
    expect(Error.stackTraceLimit).to.equal(0);
  });

  it("keeps them on demand", () => {
    const one = sdk();
    const { debug } = one;
    tuneProcess({ PULUMI_KNATIVE_DEBUG: "true" }, one);
    expect(one.debug).to.equal(debug);
    expect(Error.stackTraceLimit).to.equal(limit);
  });
});
