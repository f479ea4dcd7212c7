import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect } from "chai";
import {
  eventingReleases,
  findEventing,
  releasePath,
  releases,
  type ReleaseFile,
} from "../../../../provider/src/release/catalog";
import { upgradeAmong } from "../../../../provider/src/release/catalog/upgrades";
import { skip } from "../../../support/skip";

const filesOf = () => eventingReleases().flatMap(({ files }) => Object.values<ReleaseFile>({ ...files }));

describe("the catalogue of Eventing", () => {
  it("has the minors of Serving's, newest first, with the same floors and ends", () => {
    const facts = ({ minor, minimumKubernetes, upgradesFrom, endOfLife }: (typeof all)[number]) => ({
      minor,
      minimumKubernetes,
      upgradesFrom,
      endOfLife,
    });
    const all = [...eventingReleases()];
    expect(all.map(facts)).to.deep.equal(
      releases().map(({ minor, minimumKubernetes, upgradesFrom, endOfLife }) => ({
        minor,
        minimumKubernetes,
        upgradesFrom,
        endOfLife,
      })),
    );
  });

  it("knows patches of its own", () => {
    expect(findEventing("1.22")?.version).to.equal("1.22.2");
    expect(findEventing("knative-v1.21.4")?.minor).to.equal("1.21");
    expect(findEventing("1.22.1")).to.equal(undefined);
  });

  it("names the path that the release pages have", () => {
    const path = findEventing("1.21")?.files.inMemoryChannel;
    expect(path && releasePath(path)).to.equal(
      "knative/eventing/releases/download/knative-v1.21.4/in-memory-channel.yaml",
    );
  });

  it("has each file's checksum once", () => {
    const sums = filesOf().map(({ sha256 }) => sha256);
    expect(new Set(sums).size).to.equal(sums.length);
    expect(sums.filter((sum) => !/^[0-9a-f]{64}$/.test(sum))).to.deep.equal([]);
  });

  it("has the checksums that the release pages publish", function () {
    const published = resolve("../shared/releases/SHA256SUMS");
    if (!existsSync(published)) {
      skip(this, "no mirror of the official releases in ../shared/releases");
    }
    const lines = readFileSync(published, "utf8").split("\n");
    for (const file of filesOf()) {
      expect(lines).to.include(`${file.sha256}  ${releasePath(file)}`);
    }
  });

  it("goes up one minor at a time, by way of its own versions", () => {
    const [newest] = eventingReleases();
    expect(newest && upgradeAmong(eventingReleases(), "1.21.4", newest)).to.deep.equal({
      kind: "skips-minor",
      via: ["1.22.2"],
    });
    expect(newest && upgradeAmong(eventingReleases(), "1.22.0", newest)).to.equal(undefined);
  });
});
