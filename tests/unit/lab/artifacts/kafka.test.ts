import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { sumsText, wrongFiles } from "../../../../lab/artifacts/kafkaText";

const [a, b] = ["a".repeat(64), "b".repeat(64)] as const;

describe("Kafka's files", () => {
  it("are taken only as they are pinned", () => {
    const pinned = sumsText(new Map([["one.jar", a]]));
    expect(wrongFiles(pinned, `${a} *one.jar\n`)).to.deep.equal([]);
    expect(wrongFiles(pinned, `${b}  one.jar\n`)).to.deep.equal([`one.jar has the checksum ${b}`]);
    expect(wrongFiles(pinned, `${a}  two.jar\n`)).to.deep.equal([
      "one.jar is missing",
      "two.jar is not pinned",
    ]);
    expect(() => wrongFiles("one.jar\n", pinned)).to.throw('got "one.jar"');
  });

  it("are all of the version that the project for Maven asks for", () => {
    const read = (name: string) => readFileSync(join(__dirname, "../../../../lab/artifacts", name), "utf8");
    const [, version] = /kafka_2\.13<\/artifactId>\s*<version>([\d.]+)</.exec(read("kafka.pom.xml")) ?? [];
    const jars = [...read("kafka.sha256").matchAll(/ {2}(kafka[-_a-z.\d]*)-(\d+\.\d+\.\d+)\.jar/g)];
    expect(jars.map(([, name]) => name)).to.include.members(["kafka_2.13", "kafka-clients", "kafka-tools"]);
    expect([...new Set(jars.map((jar) => jar[2]))]).to.deep.equal([version]);
  });
});
