import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect } from "chai";
import {
  findRelease,
  oldestMinimumKubernetes,
  releasePath,
  releases,
  systemNamespaces,
  upgradeProblem,
  type ReleaseFile,
  type ServingRelease,
} from "../../../../provider/src/release/catalog";
import { isOlderKubernetes } from "../../../../provider/src/cluster/version";
import { skip } from "../../../support/skip";

const release = (text: string): ServingRelease => {
  const found = findRelease(text);
  expect(found, text).to.not.equal(undefined);
  return found as ServingRelease;
};

describe("the catalogue", () => {
  it("lists releases newest first", () => {
    expect(releases().map(({ minor }) => minor)).to.deep.equal(["1.23", "1.22", "1.21"]);
  });

  it("gives the newest release where none is asked for", () => {
    expect(findRelease(undefined)?.minor).to.equal("1.23");
  });

  for (const text of ["1.22", "1.22.1", "v1.22.1", "knative-v1.22.1", "v1.22", " 1.22 "]) {
    it(`finds 1.22 as "${text}"`, () => {
      expect(findRelease(text)?.version).to.equal("1.22.1");
    });
  }

  for (const text of ["", "1", "1.2", "1.22.9", "1.24", "latest", "vv1.22"]) {
    it(`knows no release "${text}"`, () => {
      expect(findRelease(text)).to.equal(undefined);
    });
  }

  it("names the path that the release pages have", () => {
    expect(releasePath(release("1.21").files.kourier)).to.equal(
      "knative-extensions/net-kourier/releases/download/knative-v1.21.1/kourier.yaml",
    );
  });

  it("holds facts that fit together", () => {
    for (const [index, { minor, version, upgradesFrom, endOfLife, files }] of releases().entries()) {
      const before = releases()[index + 1]?.minor;
      expect(version.startsWith(`${minor}.`), version).to.equal(true);
      expect(upgradesFrom).to.include(minor);
      expect(upgradesFrom).to.have.lengthOf(2);
      if (before !== undefined) {
        expect(upgradesFrom).to.include(before);
      }
      expect(endOfLife).to.match(/^20\d\d-\d\d-\d\d$/);
      for (const { sha256 } of Object.values<ReleaseFile>({ ...files })) {
        expect(sha256).to.match(/^[0-9a-f]{64}$/);
      }
    }
    const all = releases().flatMap(({ files }) =>
      Object.values<ReleaseFile>({ ...files }).map(({ sha256 }) => sha256),
    );
    expect(new Set(all).size).to.equal(all.length);
  });

  it("has the checksums that the release pages publish", function () {
    const published = resolve("../shared/releases/SHA256SUMS");
    if (!existsSync(published)) {
      skip(this, "no mirror of the release pages in ../shared/releases");
    }
    const lines = readFileSync(published, "utf8").split("\n");
    for (const file of releases().flatMap(({ files }) => Object.values<ReleaseFile>({ ...files }))) {
      expect(lines).to.include(`${file.sha256}  ${releasePath(file)}`);
    }
  });

  it("knows the namespaces and the lowest Kubernetes of all releases", () => {
    expect(systemNamespaces()).to.deep.equal(["knative-serving", "kourier-system"]);
    expect(oldestMinimumKubernetes()).to.equal("1.33");
  });
});

describe("Kubernetes floors", () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ["1.21", "v1.33.0", true],
    ["1.21", "v1.32.9", false],
    ["1.22", "v1.34.4", true],
    ["1.22", "v1.33.9", false],
    ["1.22", "v1.34.4-aliyun.1", true],
    ["1.22", "v1.34.0-alpha.1", true],
    ["1.23", "1.34", true],
    ["1.23", "v1.4.0", false],
    ["1.23", "v2.0.0", true],
    ["1.23", "unknown", true], // nothing is refused on the strength of a version that can't be read
  ];
  for (const [minor, server, supported] of cases) {
    it(`Knative ${minor} ${supported ? "runs" : "doesn't run"} on Kubernetes ${server}`, () => {
      expect(isOlderKubernetes(server, release(minor).minimumKubernetes)).to.equal(!supported);
    });
  }
});

describe("upgrades", () => {
  const allowed: readonly (readonly [string, string])[] = [
    ["1.22.1", "1.22"],
    ["1.22.9", "1.22"],
    ["v1.22.0", "1.22"],
    ["1.21.3", "1.22"],
    ["1.20.0", "1.21"],
    ["1.22.1", "1.21"],
    ["1.24.0", "1.23"],
    ["not a version", "1.22"],
  ];
  for (const [from, to] of allowed) {
    it(`lets ${to} be put over ${from}`, () => {
      expect(upgradeProblem(from, release(to))).to.equal(undefined);
    });
  }

  const refused: readonly (readonly [string, string, "skips-minor" | "downgrade", readonly string[]])[] = [
    ["1.21.3", "1.23", "skips-minor", ["1.22.1"]],
    ["1.19.2", "1.23", "skips-minor", ["1.20", "1.21.3", "1.22.1"]],
    ["0.26.0", "1.21", "skips-minor", []],
    ["1.23.0", "1.21", "downgrade", ["1.22.1"]],
    ["1.25.0", "1.22", "downgrade", ["1.24", "1.23.0"]],
  ];
  for (const [from, to, kind, via] of refused) {
    it(`refuses ${to} over ${from} and names what lies between`, () => {
      expect(upgradeProblem(from, release(to))).to.deep.equal({ kind, via });
    });
  }
});
