import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { among, areas as realAreas, type Area } from "../../runner/areas";
import { ageText, budgetSeconds, recordOf, staleSince, type FullRun } from "../../runner/fullRun";
import { areaHashes, testFiles } from "../../runner/fullRunFile";
import { all, gate, restOf } from "../../runner/suites";
import { nothing, type Summary } from "../../runner/summary";

const areas: readonly Area[] = [
  { name: "red", code: ["src/red/"], tests: ["tests/lab/red"] },
  { name: "blue", code: ["src/blue/"], tests: ["tests/lab/blue"] },
];
const files = ["tests/lab/blue.test.ts", "tests/lab/red.test.ts", "tests/lab/redder.test.ts"];
const now = new Date("2026-11-29T10:00:00Z");
const hashes = { red: "r1", blue: "b1" };
const seconds = { [files[0] ?? ""]: 10.04, [files[1] ?? ""]: 20, [files[2] ?? ""]: 300 };
const green: Summary = { ...nothing, passes: 7, seconds };
const context = { areas, hashes, files, now };
const record = recordOf(green, undefined, context);

describe("unit: the record of a full run", () => {
  it("says of each area with which code and tests it passed", () => {
    expect(record).to.deep.equal({
      finished: "2026-11-29T10:00:00.000Z",
      ...{ passed: 7, failed: 0, skipped: 0 },
      areas: { red: "r1", blue: "b1" },
      seconds: { ...seconds, [files[0] ?? ""]: 10 },
    });
  });

  it("leaves out an area that failed, and keeps what is known of one that was not run", () => {
    const later = { ...context, hashes: { red: "r2", blue: "b2" } };
    const failed = { title: "t", file: files[2], reason: "r" };
    const half: Summary = { ...nothing, failures: [failed], seconds: { [files[1] ?? ""]: 21 } };
    expect(recordOf(half, record, later).areas).to.deep.equal({ blue: "b1" });
    expect(recordOf(half, record, later).seconds[files[0] ?? ""]).to.equal(10);
  });

  it("vouches for nothing new where a whole process failed", () => {
    const crashed = { ...green, failures: [{ title: "the tests of lab", reason: "late" }] };
    expect(recordOf(crashed, undefined, context).areas).to.deep.equal({});
  });

  it("forgets files that are gone", () => {
    const kept = recordOf(green, { ...record, seconds: { "tests/lab/gone.test.ts": 5 } }, context);
    expect(kept.seconds).not.to.have.property("tests/lab/gone.test.ts");
  });
});

describe("unit: what the gate runs of a full run", () => {
  const staleOf = (now: Record<string, string>, known: FullRun = record, gated: readonly string[] = []) =>
    staleSince(known, {
      areas,
      files,
      hashes: now,
      tiers: [{ name: "gate", files: gated, minutes: 1, lab: true }],
    });

  it("is nothing while nothing changed", () => {
    expect(staleOf(hashes)).to.deep.equal({ areas: [], run: [], left: [] });
  });

  it("is the files of areas that changed, as many as fit its budget", () => {
    expect(staleOf({ ...hashes, red: "r2" })).to.deep.equal({
      areas: ["red"],
      run: files.slice(1),
      left: [],
    });
    const slow = { ...record, seconds: { ...seconds, [files[2] ?? ""]: budgetSeconds - 20 + 1 } };
    expect(staleOf({ ...hashes, red: "r2" }, slow)).to.deep.equal({
      areas: ["red"],
      run: [files[1]],
      left: [files[2]],
    });
  });

  it("has no file twice, and none whose time nobody knows", () => {
    const unknown = { ...record, seconds: {} };
    expect(staleOf({ ...hashes, blue: "b2" }, unknown)).to.deep.equal({
      areas: ["blue"],
      run: [],
      left: [files[0]],
    });
    expect(staleOf({ red: "r2", blue: "b2" }, record, [files[1] ?? ""]).run).to.deep.equal([
      files[0],
      files[2],
    ]);
  });

  it("is told with the record's age", () => {
    const stale = { areas: ["red"], run: ["a"], left: ["b"] };
    expect(ageText(record, stale, new Date("2026-12-02T11:00:00Z")).split("\n")).to.deep.equal([
      "last full run: 3 days ago (2026-11-29), 7 passed, 0 failed, 0 skipped",
      "changed since: red",
      "  run now: a",
      "  not run, changed since: b",
    ]);
    expect(ageText(record, undefined, now)).to.match(/^last full run: today/);
    expect(ageText(undefined, undefined, now)).to.match(/^no full run is on record/);
  });
});

describe("unit: suites and areas of the project", () => {
  const known = testFiles();

  it("have every test file in a full run, and none twice", () => {
    const listed = all(known).flatMap((tier) => tier.files);
    expect([...listed].sort()).to.deep.equal(known);
  });

  it("have the files of the gate in a full run, too", () => {
    const gated = gate(known).flatMap((tier) => tier.files);
    expect(gated).to.include("tests/lab/story.test.ts");
    expect(all(known).flatMap((tier) => tier.files)).to.include.members(gated);
  });

  it("have an area for every test on an API server or a node", () => {
    const slow = among(known, ["tests/engine/", "tests/lab/"]);
    const covered = among(
      slow,
      realAreas.flatMap(({ tests }) => tests),
    );
    expect(slow.filter((file) => !covered.includes(file))).to.deep.equal([]);
    for (const { name, tests } of realAreas) {
      for (const test of tests) expect(among(known, [test]), `${name}: ${test}`).not.to.be.empty;
    }
  });

  it("have an area for all code of the provider but what every area has a part in", () => {
    const common = ["problems", "index.ts"];
    const code = realAreas.flatMap((area) => area.code);
    const source = join(__dirname, "..", "..", "..", "provider", "src");
    const entries = readdirSync(source, { withFileTypes: true })
      .filter(({ name }) => !common.includes(name))
      .map((entry) => `provider/src/${entry.name}${entry.isDirectory() ? "/" : ""}`);
    expect(entries.filter((entry) => among([entry], code).length === 0)).to.deep.equal([]);
  });

  it("know what the code of each area is", function () {
    const found = areaHashes();
    if (found === undefined) this.skip();
    expect(Object.keys(found)).to.deep.equal(realAreas.map(({ name }) => name));
    expect(new Set(Object.values(found)).size).to.equal(realAreas.length);
  });

  it("go on behind a failure, but not with a file that can't be begun", () => {
    const tier = { name: "lab", files, minutes: 1, lab: true };
    expect(restOf(tier, [files[0] ?? ""])?.files).to.deep.equal(files.slice(1));
    expect(restOf(tier, files)).to.equal(undefined);
    expect(restOf(tier, [])).to.equal(undefined);
  });
});
