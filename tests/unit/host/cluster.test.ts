import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { withCluster } from "../../../provider/src/host/cluster";
import type { Schema } from "../../../provider/src/inputs/schema";

const { resources } = JSON.parse(
  readFileSync(join(__dirname, "..", "..", "..", "provider", "schema.json"), "utf8"),
) as Schema;
const property = (component: string) => resources[`knative:index:${component}`]?.inputProperties?.["cluster"];
const cluster = { context: "prod" };

describe("the input `cluster`", () => {
  it("is what a Platform's cluster is to be, and left to it", async () => {
    const found = await withCluster({ cluster, services: [] }, {}, property("Platform"));
    expect(found).to.deep.equal({ inputs: { cluster, services: [] }, options: {}, problems: [] });
  });

  it("is a Cluster of this package for the others, and nothing else", async () => {
    for (const component of ["Service", "Serving"]) {
      const { inputs, problems } = await withCluster({ cluster, name: "a" }, {}, property(component));
      expect(inputs).to.deep.equal({ name: "a" });
      expect(problems.map(({ path, code }) => `${path} ${code}`)).to.deep.equal(["cluster KN1002"]);
    }
  });

  it("may be left out", async () => {
    expect((await withCluster({ name: "a" }, {}, property("Service"))).problems).to.deep.equal([]);
  });
});
