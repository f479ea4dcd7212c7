import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect } from "chai";
import {
  eventingReleases,
  kafkaOf,
  kafkaReleases,
  releasePath,
  type KafkaFile,
} from "../../../../provider/src/release/catalog";
import { skip } from "../../../support/skip";

const filesOf = () => kafkaReleases().flatMap(({ files }) => Object.values<KafkaFile>({ ...files }));
const pathOf = (file: KafkaFile) => releasePath({ ...file, sha256: "" });

describe("the catalogue of the parts for Kafka", () => {
  it("has one release for each minor of Eventing, of patches of its own", () => {
    const minors = kafkaReleases().map(({ minor }) => minor);
    expect(minors.toReversed()).to.deep.equal(eventingReleases().map(({ minor }) => minor));
    for (const { minor, version } of kafkaReleases()) {
      expect(version).to.match(new RegExp(`^${minor.replace(".", "\\.")}\\.\\d+$`));
    }
    expect(kafkaOf("1.21")?.version).to.equal("1.21.5");
    expect(kafkaOf("1.20")).to.equal(undefined);
  });

  it("names the path that the release pages have", () => {
    const file = kafkaOf("1.22")?.files.broker;
    expect(file && pathOf(file)).to.equal(
      "knative-extensions/eventing-kafka-broker/releases/download/knative-v1.22.3/eventing-kafka-broker.yaml",
    );
  });

  it("has the checksums of controller, source and Jobs, each once", () => {
    const sums = filesOf().flatMap(({ sha256 }) => sha256 ?? []);
    expect(new Set(sums).size).to.equal(sums.length);
    expect(sums.filter((sum) => !/^[0-9a-f]{64}$/.test(sum))).to.deep.equal([]);
    for (const { files } of kafkaReleases()) {
      expect([files.controller, files.source, files.postInstallJobs].every(({ sha256 }) => sha256)).to.equal(
        true,
      );
    }
  });

  it("has the checksums that the release pages publish", function () {
    const published = resolve("../shared/releases/SHA256SUMS");
    if (!existsSync(published)) {
      skip(this, "no mirror of the official releases in ../shared/releases");
    }
    const lines = readFileSync(published, "utf8").split("\n");
    const listed = filesOf().filter((file) => lines.some((line) => line.endsWith(pathOf(file))));
    expect(listed.length).to.be.at.least(2 * kafkaReleases().length);
    for (const file of listed) {
      expect(lines).to.include(`${file.sha256}  ${pathOf(file)}`);
    }
  });
});
