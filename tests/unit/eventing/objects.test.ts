import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import type { BrokerArgs } from "../../../provider/src/eventing/broker.args";
import { checkBroker } from "../../../provider/src/eventing/broker.check";
import { renderBroker } from "../../../provider/src/eventing/broker.render";
import type { PingSourceArgs } from "../../../provider/src/eventing/pingSource.args";
import { checkPingSource } from "../../../provider/src/eventing/pingSource.check";
import { renderPingSource } from "../../../provider/src/eventing/pingSource.render";
import type { SinkArgs } from "../../../provider/src/eventing/sink.args";
import { checkSink } from "../../../provider/src/eventing/sink.check";
import { renderSink } from "../../../provider/src/eventing/sink.render";
import type { TriggerArgs, TriggerFilterArgs } from "../../../provider/src/eventing/trigger.args";
import { checkTrigger } from "../../../provider/src/eventing/trigger.check";
import { renderTrigger } from "../../../provider/src/eventing/trigger.render";
import type { Problem } from "../../../provider/src/problems";
import { definitionsIn, misfits, type Definitions } from "../../support/crds";
import { loadProduct } from "../../../provider/src/release/loadProduct";
import { eventingReleases } from "../../../provider/src/release/catalog";
import { needReleases } from "../../support/releases";

const lines = (problems: readonly Problem[]) => problems.map(({ path, code }) => `${path} ${code}`);
const subscriber = { service: "orders" };
const everything: DeliverySample = {
  retry: 3,
  backoffDelay: "PT0.5S",
  timeout: "PT10S",
  format: "json",
  deadLetterSink: { service: "lost", namespace: "ops", path: "/events" },
};
type DeliverySample = NonNullable<BrokerArgs["delivery"]>;

const filters: TriggerFilterArgs[] = [
  { exact: { type: "com.example.order" } },
  { any: [{ prefix: { source: "/shop" } }, { not: { suffix: { subject: ".draft" } } }] },
  { all: [{ cesql: "EXISTS amount" }] },
];
const broker: BrokerArgs = {
  configMap: { name: "wide" },
  delivery: everything,
  labels: { team: "a" },
};
const trigger: TriggerArgs = { broker: "main", filters, subscriber, delivery: everything };
const ping: PingSourceArgs = {
  schedule: "*/5 * * * *",
  timezone: "Europe/Berlin",
  contentType: "application/json",
  data: '{"hello": "world"}',
  sink: { broker: "main" },
  extensions: { tenant: "a" },
};

describe("eventing: sinks", () => {
  it("are exactly one of five things", () => {
    const sinks: readonly SinkArgs[] = [
      { service: "orders" },
      { broker: "main", namespace: "shop", path: "/in" },
      { channel: "later" },
      { url: "https://example.com/events" },
      { ref: { apiVersion: "v1", kind: "Service", name: "plain" } },
    ];
    expect(sinks.flatMap(checkSink)).to.deep.equal([]);
    expect(lines(checkSink({}))).to.deep.equal([" KN1005"]);
    expect(lines(checkSink({ service: "a", broker: "b" }))).to.deep.equal([" KN1008"]);
    expect(lines(checkSink({ url: "http://a", namespace: "b", path: "/c" }))).to.deep.equal([
      "namespace KN1008",
      "path KN1008",
    ]);
  });

  it("say their namespace, so that the webhook has nothing to add", () => {
    expect(renderSink({ service: "orders" }, "shop")).to.deep.equal({
      ref: { apiVersion: "serving.knative.dev/v1", kind: "Service", name: "orders", namespace: "shop" },
    });
    expect(
      renderSink({ broker: "main", namespace: "hub", path: "/in", audience: "me" }, "shop"),
    ).to.deep.equal({
      ref: { apiVersion: "eventing.knative.dev/v1", kind: "Broker", name: "main", namespace: "hub" },
      uri: "/in",
      audience: "me",
    });
    expect(renderSink({ url: "http://example.com" }, "shop")).to.deep.equal({ uri: "http://example.com" });
    expect(renderSink({ ref: { apiVersion: "v1", kind: "Service", name: "plain" } }, "shop")).to.deep.equal({
      ref: { apiVersion: "v1", kind: "Service", name: "plain", namespace: "shop" },
    });
  });

  it("have addresses that Knative takes (KN9011)", () => {
    const codes = (sink: SinkArgs) => lines(checkTrigger({ subscriber: sink }));
    for (const url of ["example.com", "/events", "ftp://example.com", "http://"]) {
      expect(codes({ url }), url).to.deep.equal(["subscriber.url KN9011"]);
    }
    for (const path of ["http://example.com", "//example.com/a", "a b", ""]) {
      expect(codes({ service: "a", path }), path).to.deep.equal(["subscriber.path KN9011"]);
    }
    expect(codes({ url: pulumi.output("later") })).to.deep.equal([]);
  });
});

describe("eventing: brokers", () => {
  it("say their class always, for one without is nobody's", () => {
    const { metadata, ...rest } = renderBroker("main", {});
    expect(rest).to.deep.equal({ apiVersion: "eventing.knative.dev/v1", kind: "Broker" });
    expect(metadata.annotations?.["eventing.knative.dev/broker.class"]).to.equal("MTChannelBasedBroker");
    expect([metadata.namespace, metadata.name]).to.deep.equal(["default", "main"]);
  });

  it("are what is asked for", () => {
    const { metadata, spec } = renderBroker("main", { ...broker, namespace: "shop", brokerClass: "Kafka" });
    expect(metadata.labels).to.deep.equal({ team: "a" });
    expect(metadata.annotations?.["eventing.knative.dev/broker.class"]).to.equal("Kafka");
    expect(spec).to.deep.equal({
      config: { apiVersion: "v1", kind: "ConfigMap", name: "wide", namespace: "shop" },
      delivery: {
        retry: 3,
        backoffPolicy: "exponential",
        backoffDelay: "PT0.5S",
        timeout: "PT10S",
        format: "json",
        deadLetterSink: {
          ref: { apiVersion: "serving.knative.dev/v1", kind: "Service", name: "lost", namespace: "ops" },
          uri: "/events",
        },
      },
    });
  });

  it("are waited for unless told otherwise", () => {
    const annotations = (args: BrokerArgs) => renderBroker("main", args).metadata.annotations ?? {};
    expect(annotations({})["pulumi.com/timeoutSeconds"]).to.equal("300");
    expect(annotations({})["pulumi.com/waitFor"]).to.contain("observedGeneration");
    expect(annotations({ readyTimeoutSeconds: 0 })["pulumi.com/skipAwait"]).to.equal("true");
    expect(annotations({ readyTimeoutSeconds: 0 })).not.to.have.property("pulumi.com/waitFor");
  });

  it("refuse what can't be (KN9012, KN1003, KN1008)", () => {
    expect(checkBroker(broker)).to.deep.equal([]);
    expect(checkBroker({ brokerClass: "RabbitMQBroker" })).to.deep.equal([]);
    expect(lines(checkBroker({ brokerClass: "MTChannelBased" }))).to.deep.equal(["brokerClass KN1003"]);
    expect(
      lines(checkBroker({ annotations: { "eventing.knative.dev/broker.class": "Kafka" } })),
    ).to.deep.equal(['annotations["eventing.knative.dev/broker.class"] KN1008']);
    expect(
      lines(checkBroker({ delivery: { backoffDelay: "PT1S", retry: 0, deadLetterSink: {} } })),
    ).to.deep.equal(["delivery.backoffDelay KN9012", "delivery.deadLetterSink KN1005"]);
    expect(lines(checkBroker({ delivery: { timeout: "10s" }, name: "Main" }))).to.deep.equal([
      "name KN4001",
      "delivery.timeout KN9003",
    ]);
  });
});

describe("eventing: triggers", () => {
  it("take all events of the default broker, if nothing else is said", () => {
    expect(renderTrigger("all", { subscriber }).spec).to.deep.equal({
      broker: "default",
      subscriber: renderSink(subscriber, "default"),
    });
  });

  it("hand their filters on", () => {
    expect(renderTrigger("all", trigger).spec).to.deep.include({ broker: "main", filters });
    expect(renderTrigger("all", { subscriber, filter: { type: "a" } }).spec).to.deep.include({
      filter: { attributes: { type: "a" } },
    });
  });

  it("refuse filters that Knative refuses or that no event passes (KN9004, KN9010)", () => {
    const problems = (each: TriggerFilterArgs) => lines(checkTrigger({ subscriber, filters: [each] }));
    expect(checkTrigger(trigger)).to.deep.equal([]);
    expect(problems({})).to.deep.equal(["filters[0] KN9004"]);
    expect(problems({ exact: { type: "a" }, prefix: { type: "b" } })).to.deep.equal(["filters[0] KN9004"]);
    expect(problems({ exact: {} })).to.deep.equal(["filters[0].exact KN9004"]);
    expect(problems({ exact: { type: "" } })).to.deep.equal(["filters[0].exact.type KN9004"]);
    expect(problems({ any: [{ not: { suffix: { "my-type": "a" } } }] })).to.deep.equal([
      'filters[0].any[0].not.suffix["my-type"] KN9010',
    ]);
    expect(problems({ all: [] })).to.deep.equal(["filters[0].all KN1004"]);
    expect(problems({ all: [{ cesql: "type = " }] })).to.deep.equal(["filters[0].all[0].cesql KN9005"]);
    expect(lines(checkTrigger({ subscriber, filter: { Type: "a" } }))).to.deep.equal(["filter.Type KN9010"]);
    expect(lines(checkTrigger({ subscriber, filter: { type: "a" }, filters }))).to.deep.equal([
      "filter KN1008",
    ]);
  });

  it("say what a misspelt property of a nested filter may mean", () => {
    const nested = { subscriber, filters: [{ any: [{ exakt: { type: "a" } }] }] };
    const [problem] = checkTrigger(nested as unknown as TriggerArgs);
    expect(problem?.path).to.equal("filters[0].any[0].exakt");
    expect(problem?.code).to.equal("KN1001");
  });

  it("need a subscriber", () => {
    expect(lines(checkTrigger({} as unknown as TriggerArgs))).to.deep.equal(["subscriber KN1005"]);
  });
});

describe("eventing: ping sources", () => {
  it("send each minute, if nothing else is said", () => {
    expect(renderPingSource("tick", { sink: { broker: "main" } }).spec).to.deep.equal({
      schedule: "* * * * *",
      sink: renderSink({ broker: "main" }, "default"),
    });
    expect(renderPingSource("tick", ping).spec).to.deep.include({
      timezone: "Europe/Berlin",
      ceOverrides: { extensions: { tenant: "a" } },
    });
  });

  it("refuse what Knative refuses (KN9006, KN9007, KN9008, KN9010)", () => {
    const sink = { broker: "main" };
    const problems = (args: Omit<PingSourceArgs, "sink">) => lines(checkPingSource({ sink, ...args }));
    expect(checkPingSource(ping)).to.deep.equal([]);
    expect(problems({ schedule: "never", timezone: "Berlin", extensions: { "a-b": "c" } })).to.deep.equal([
      "schedule KN9006",
      "timezone KN9007",
      'extensions["a-b"] KN9010',
    ]);
    const contentType = "application/json";
    for (const data of ["hello", "[1]", "3", '{"a":'] as const) {
      expect(problems({ contentType, data }), data).to.deep.equal(["data KN9008"]);
    }
    expect(problems({ contentType, dataBase64: Buffer.from("[]").toString("base64") })).to.deep.equal([
      "dataBase64 KN9008",
    ]);
    expect(problems({ dataBase64: "abc" })).to.deep.equal(["dataBase64 KN9008"]);
    expect(problems({ data: "a", dataBase64: "YQ==" })).to.deep.equal(["dataBase64 KN1008"]);
    expect(problems({ data: "plain" })).to.deep.equal([]);
  });
});

for (const { minor, files } of eventingReleases()) {
  describe(`eventing: objects by the definitions of ${minor}`, () => {
    let definitions: Definitions;

    before(function () {
      const { manifests, problems } = loadProduct([files.crds], { mirror: needReleases(this) });
      expect(problems).to.deep.equal([]);
      definitions = definitionsIn(manifests);
    });

    it("fit them", () => {
      const objects = [
        renderBroker("main", broker),
        renderTrigger("wanted", trigger),
        renderTrigger("plain", { subscriber: { url: "http://example.com" }, filter: { type: "a" } }),
        renderPingSource("tick", ping),
      ];
      expect(objects.flatMap((object) => misfits(definitions, object))).to.deep.equal([]);
    });

    it("would be found out if they didn't", () => {
      const object = renderTrigger("plain", trigger);
      expect(misfits(definitions, { ...object, spec: { filters: "none" } })).to.deep.equal([
        "spec.filters: string instead of array",
      ]);
    });
  });
}
