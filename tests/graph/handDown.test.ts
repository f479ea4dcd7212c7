import { expect } from "chai";
import { Serving } from "../../provider/src/serving/serving";
import { record } from "../support/recorder";
import { needReleases } from "../support/releases";

describe("graph: options of Serving", () => {
  let mirror: string;

  before(function () {
    mirror = needReleases(this);
  });

  it("hands options down to every object, and a path to those that have it", async () => {
    const { registrations } = await record(
      () =>
        new Serving(
          "knative",
          { release: "1.22", source: { mirror } },
          { customTimeouts: { create: "30m" }, ignoreChanges: ["spec.replicas", "data"], protect: true },
        ),
    );
    const objects = registrations.filter(({ type }) => type.startsWith("kubernetes:"));
    expect(objects.filter(({ createTimeout }) => createTimeout !== "30m")).to.deep.equal([]);
    expect(objects.filter(({ protect }) => !protect)).to.deep.equal([]);
    const ignoring = (path: string) =>
      new Set(
        objects.filter(({ ignoreChanges }) => ignoreChanges.includes(path)).map(({ inputs }) => inputs.kind),
      );
    expect([...ignoring("data")])
      .to.include("ConfigMap")
      .and.not.include("Deployment");
    expect([...ignoring("spec.replicas")]).to.not.include("ConfigMap");
  });
});
