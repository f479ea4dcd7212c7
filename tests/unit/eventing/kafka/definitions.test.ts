import { expect } from "chai";
import { renderKafkaChannel } from "../../../../provider/src/eventing/kafka/kafkaChannel.render";
import { renderKafkaSink } from "../../../../provider/src/eventing/kafka/kafkaSink.render";
import type { KafkaSourceArgs } from "../../../../provider/src/eventing/kafka/kafkaSource.args";
import { renderKafkaSource } from "../../../../provider/src/eventing/kafka/kafkaSource.render";
import { kafkaReleases, type ReleaseFile } from "../../../../provider/src/release/catalog";
import { loadProduct } from "../../../../provider/src/release/loadProduct";
import { definitionsIn, misfits, type Definitions } from "../../../support/crds";
import { needReleases } from "../../../support/releases";

const bootstrapServers = ["a.example.com:9092", "b.example.com:9092"];
const security = { sasl: { user: "orders", password: "hunter2" }, tls: {} };
const source: KafkaSourceArgs = {
  bootstrapServers,
  topics: ["orders", "returns"],
  keyType: "int",
  consumers: 3,
  ordering: "unordered",
  delivery: { retry: 2, deadLetterSink: { service: "lost" } },
  sink: { broker: "main" },
  extensions: { tenant: "a" },
  security,
};
const topic = { topic: "audit", partitions: 3, replicationFactor: 2 };
const channel = { partitions: 3, retentionDuration: "P1D", delivery: { retry: 1 } };

for (const { minor, files } of kafkaReleases()) {
  describe(`kafka: objects by the definitions of ${minor}`, () => {
    let definitions: Definitions;

    before(function () {
      const controller = files.controller as ReleaseFile;
      const { manifests, problems } = loadProduct([controller], { mirror: needReleases(this) });
      expect(problems).to.deep.equal([]);
      definitions = definitionsIn(manifests);
    });

    it("fit them, in the form that is stored", () => {
      const mutual = {
        tls: {
          clientCert: "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
          clientKey: "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n",
        },
      };
      const objects = [
        renderKafkaSource("in", source),
        renderKafkaSource("in", { ...source, security: mutual, scaling: {}, consumers: undefined }),
        renderKafkaSink("out", { bootstrapServers, security, ...topic }),
        renderKafkaSink("out", { bootstrapServers, topic: "audit", contentMode: "structured" }),
        renderKafkaChannel("later", channel),
      ];
      expect(objects.flatMap((object) => misfits(definitions, object))).to.deep.equal([]);
      for (const { kind, apiVersion } of objects) {
        const versions = definitions.get(kind)?.spec.versions;
        expect(apiVersion.split("/")[1]).to.equal(versions?.find(({ storage }) => storage)?.name);
      }
    });

    it("would be found out if they didn't", () => {
      const object = renderKafkaSource("in", source);
      expect(misfits(definitions, { ...object, spec: { topics: "orders" } })).to.deep.equal([
        "spec.bootstrapServers: missing",
        "spec.topics: string instead of array",
      ]);
    });
  });
}
