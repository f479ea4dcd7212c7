import { expect } from "chai";
import type { ServingArgs } from "../../../provider/src/serving/serving.args";
import { planWorkload } from "../../../provider/src/serving/workloads.plan";

const grace = (args: ServingArgs, program = "activator") =>
  planWorkload(args, program).terminationGracePeriodSeconds;

describe("P4: the activator's time to finish", () => {
  it("is as long as the longest request may take, where that is longer than upstream's", () => {
    expect(grace({ revisionDefaults: { maxRevisionTimeoutSeconds: 1800 } })).to.equal(1800);
    expect(grace({ config: { "config-defaults": { "max-revision-timeout-seconds": "1800" } } })).to.equal(
      1800,
    );
    expect(grace({ revisionDefaults: { maxRevisionTimeoutSeconds: 300 } })).to.equal(undefined);
    expect(grace({ revisionDefaults: { maxRevisionTimeoutSeconds: 1800 } }, "controller")).to.equal(
      undefined,
    );
  });

  it("is what is said of it", () => {
    const revisionDefaults = { maxRevisionTimeoutSeconds: 1800 };
    expect(
      grace({ revisionDefaults, workloads: { activator: { terminationGracePeriodSeconds: 60 } } }),
    ).to.equal(60);
    expect(grace({ revisionDefaults, terminationGracePeriodSeconds: 5 })).to.equal(undefined);
  });
});
