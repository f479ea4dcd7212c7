import { readFileSync } from "node:fs";
import { expect } from "chai";
import { programs, ServingProfile } from "../../../../provider/src/serving/profiles";
import { operationsPage, profilesTable, totalOf, withProfiles } from "../../../../tools/docs/profiles";

describe("the table of profiles", () => {
  it("stands in docs/operations.md as the profiles say (npm run docs writes it)", () => {
    const page = readFileSync(operationsPage, "utf8");
    expect(page).to.contain(profilesTable());
    expect(withProfiles(page)).to.equal(page);
  });

  it("names every program and profile, with numbers", () => {
    const table = profilesTable();
    for (const name of [...programs, ...Object.values(ServingProfile)]) {
      expect(table).to.contain(`\`${name}\``);
    }
    expect(table).not.to.contain("NaN");
  });

  it("adds up pods, and leaves out what is installed on demand only", () => {
    const totals = [
      { program: "activator", pods: 3, cpu: 0.5, memory: 2 },
      { program: "webhook", pods: 1, cpu: 0.1, memory: 1 },
      { program: "autoscaler-hpa", pods: 9, cpu: 9, memory: 9 },
    ];
    expect(totalOf(totals)).to.deep.equal({ cpu: 1.6, memory: 7 });
  });
});
