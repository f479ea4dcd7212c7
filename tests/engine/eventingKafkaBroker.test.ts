import { expect } from "chai";
import { Broker } from "../../provider/src/eventing/broker";
import { checkBroker } from "../../provider/src/eventing/broker.check";
import type { KafkaBrokerArgs } from "../../provider/src/eventing/kafka/kafkaBroker.args";
import { KafkaSink } from "../../provider/src/eventing/kafka/kafkaSink";
import { KafkaSource } from "../../provider/src/eventing/kafka/kafkaSource";
import type { KafkaSecurityArgs } from "../../provider/src/eventing/kafka/security.args";
import { makeTestPair, type TestPair } from "../support/certificates";
import {
  KafkaServer,
  kafkaTimeoutMs,
  needKafka,
  type KafkaListener,
  type Properties,
} from "../support/kafka";
import {
  clientProperties,
  namedBy,
  secretOf,
  type SinkSpec,
  type SourceSpec,
  type Texts,
} from "../support/kafkaClient";
import { record } from "../support/recorder";
import { byName } from "../support/registrations";

describe("engine: a real Kafka", function () {
  this.timeout(kafkaTimeoutMs);
  const sasl = { user: "shop", password: "hunter2 of Kafka" };
  const odd = { user: "odd", password: 'a"b\\c' };
  let pairs: Readonly<Record<"server" | "client" | "stranger" | "ed25519", TestPair>>;
  let kafka: KafkaServer;

  before(async function () {
    const programs = await needKafka(this);
    pairs = {
      server: await makeTestPair({ names: ["localhost"] }),
      client: await makeTestPair({ names: ["shop"], key: "RSA-2048" }),
      stranger: await makeTestPair({ names: ["shop"] }),
      ed25519: await makeTestPair({ names: ["shop"], key: "Ed25519" }),
    };
    const { server, client } = pairs;
    const users = { [sasl.user]: sasl.password, odd: odd.password };
    kafka = await KafkaServer.start(programs, { users, server, client });
  });

  after(async () => {
    await kafka?.end();
  });

  /** What a Broker says of its topic, and by what Knative speaks to Kafka for it. */
  async function brokerOn(listener: KafkaListener, security: KafkaSecurityArgs, topic: KafkaBrokerArgs = {}) {
    const args = { bootstrapServers: [kafka.at(listener)], security, ...topic };
    const { registrations } = await record(() => new Broker("main", { kafka: args }));
    const config = byName(registrations, "main:ConfigMap/default/main-kafka").inputs["data"] as Texts;
    return {
      config,
      settings: clientProperties(secretOf(registrations, config["auth.secret.ref.name"] ?? "")),
    };
  }

  const topics = (config: Texts, settings: Properties, ...args: string[]) =>
    kafka.tool("TopicCommand", "--command-config", settings, [
      ...["--bootstrap-server", config["bootstrap.servers"] ?? ""],
      ...args,
    ]);

  /** Asks for the topic that a Broker's ConfigMap speaks of, as Knative's controller does. */
  function makeTopic(name: string, config: Texts, settings: Properties) {
    const own = "default.topic.config.";
    const configs = Object.entries(config)
      .filter(([key]) => key.startsWith(own))
      .flatMap(([key, value]) => ["--config", `${key.slice(own.length)}=${value}`]);
    const partitions = ["--partitions", config["default.topic.partitions"] ?? ""];
    const copies = ["--replication-factor", config["default.topic.replication.factor"] ?? ""];
    return topics(config, settings, "--create", "--topic", name, ...partitions, ...copies, ...configs);
  }

  /** Whether Kafka lets somebody in, and what the client says where not. */
  async function knock(listener: KafkaListener, settings: Properties) {
    const address = ["--bootstrap-server", kafka.at(listener), "--list"];
    // A handshake that Kafka breaks off without a word is tried again until this time is over.
    const limits = { "default.api.timeout.ms": "10000", "request.timeout.ms": "10000" };
    const client = { ...settings, ...limits };
    const { exitCode, output } = await kafka.tool("TopicCommand", "--command-config", client, address);
    return { isIn: exitCode === 0, output };
  }

  const knockWith = async (listener: KafkaListener, security: KafkaSecurityArgs) =>
    knock(listener, (await brokerOn(listener, security)).settings);

  const ways: readonly {
    readonly name: string;
    readonly listener: KafkaListener;
    readonly right: () => KafkaSecurityArgs;
    readonly wrong: () => KafkaSecurityArgs;
    readonly reason: RegExp;
  }[] = [
    {
      name: "user and password as they are",
      listener: "SASL_PLAINTEXT",
      right: () => ({ sasl: { ...sasl, mechanism: "PLAIN" } }),
      wrong: () => ({ sasl: { ...sasl, mechanism: "PLAIN", password: "hunter3" } }),
      reason: /Authentication failed: Invalid username or password/,
    },
    {
      name: "SCRAM-SHA-256",
      listener: "SASL_PLAINTEXT",
      right: () => ({ sasl: { ...sasl, mechanism: "SCRAM-SHA-256" } }),
      wrong: () => ({ sasl: { ...sasl, mechanism: "SCRAM-SHA-256", user: "nobody" } }),
      reason: /invalid credentials with SASL mechanism SCRAM-SHA-256/,
    },
    {
      name: "SCRAM-SHA-512, with TLS by an authority of one's own",
      listener: "SASL_SSL",
      right: () => ({ sasl, tls: { caCert: pairs.server.certificate } }),
      wrong: () => ({
        sasl: { ...sasl, password: "hunter3" },
        tls: { caCert: pairs.server.certificate },
      }),
      reason: /invalid credentials with SASL mechanism SCRAM-SHA-512/,
    },
    {
      name: "nothing, with TLS",
      listener: "SSL",
      right: () => ({ tls: { caCert: pairs.server.certificate } }),
      wrong: () => ({ tls: { caCert: pairs.stranger.certificate } }),
      reason: /PKIX path validation failed/,
    },
    {
      name: "a certificate of the client's",
      listener: "MUTUAL",
      right: () => ({ tls: mutual(pairs.client) }),
      wrong: () => ({ tls: mutual(pairs.stranger) }),
      reason: /Received fatal alert: certificate_unknown/,
    },
  ];

  function mutual({ certificate, privateKey }: TestPair) {
    return { caCert: pairs.server.certificate, clientCert: certificate, clientKey: privateKey };
  }

  for (const { name, listener, right, wrong, reason } of ways) {
    it(`lets in who shows ${name}, and nobody else`, async () => {
      const [good, bad] = await Promise.all([knockWith(listener, right()), knockWith(listener, wrong())]);
      expect(good.isIn, good.output).to.equal(true);
      expect(bad.isIn, bad.output).to.equal(false);
      expect(bad.output).to.match(reason);
    });
  }

  it("lets in nobody without the TLS, the certificate or the authority that it takes", async () => {
    const tries = [
      // Kafka's client takes the answer in TLS for the length of one in its own form.
      { listener: "SASL_SSL", security: { sasl }, reason: /OutOfMemoryError|disconnected|Timed out/ },
      {
        listener: "MUTUAL",
        security: { tls: { caCert: pairs.server.certificate } },
        reason: /fatal alert: (bad_certificate|certificate_required)/,
      },
      { listener: "SSL", security: { tls: {} }, reason: /PKIX path building failed/ },
    ] as const;
    for (const { listener, security, reason } of tries) {
      const { isIn, output } = await knockWith(listener, security);
      expect(isIn, `${listener}: ${output}`).to.equal(false);
      expect(output).to.match(reason);
    }
  });

  it("can't be reached with what is refused before (KN9054)", async () => {
    const refused = { sasl: { ...odd, mechanism: "PLAIN" } } satisfies KafkaSecurityArgs;
    const badKey = { tls: mutual(pairs.ed25519) };
    for (const security of [refused, badKey]) {
      const problems = checkBroker({ kafka: { bootstrapServers: ["kafka:9092"], security } });
      expect(problems.map(({ code }) => code)).to.deep.equal(["KN9054"]);
    }
    const plain = { protocol: "SASL_PLAINTEXT", "sasl.mechanism": "PLAIN", ...odd };
    const asIs = await knock("SASL_PLAINTEXT", clientProperties(plain));
    expect(asIs.isIn, asIs.output).to.equal(false);
    // It is the form alone: masked, as Knative doesn't do it, the same password is the right one.
    const masked = JSON.stringify(odd.password).slice(1, -1);
    const known = await knock("SASL_PLAINTEXT", clientProperties({ ...plain, password: masked }));
    expect(known.isIn, known.output).to.equal(true);
    const { certificate, privateKey } = pairs.ed25519;
    const key = await knock(
      "MUTUAL",
      clientProperties({ protocol: "SSL", "user.crt": certificate, "user.key": privateKey }),
    );
    expect(key.output).to.contain("Private key could not be loaded");
  });

  it("makes the topic that a Broker speaks of, with its settings", async () => {
    const { config, settings } = await brokerOn(
      "SASL_SSL",
      { sasl, tls: { caCert: pairs.server.certificate } },
      { partitions: 6, replicationFactor: 1, topicConfig: { "retention.ms": "86400000" } },
    );
    const made = await makeTopic("orders", config, settings);
    expect(made.exitCode, made.output).to.equal(0);
    const { output } = await topics(config, settings, "--describe", "--topic", "orders");
    expect(output).to.match(/PartitionCount: 6\s+ReplicationFactor: 1\s+Configs: .*retention\.ms=86400000/);
  });

  it("refuses more copies of a topic than it has brokers, and settings that it doesn't know", async () => {
    const security = { sasl };
    const { config, settings } = await brokerOn("SASL_PLAINTEXT", security);
    const copies = await makeTopic("copies", config, settings);
    expect(copies.exitCode, copies.output).not.to.equal(0);
    expect(copies.output).to.match(/replication factor of 3 cannot be reached because only 1 broker/);
    const topic = { replicationFactor: 1, topicConfig: { retention: "1" } };
    const odd = await brokerOn("SASL_PLAINTEXT", security, topic);
    const unknown = await makeTopic("unknown", odd.config, odd.settings);
    expect(unknown.output).to.match(/Unknown topic config name: retention/);
  });

  it("takes records from a KafkaSink, and gives them to the group of a KafkaSource", async () => {
    const security = { sasl, tls: { caCert: pairs.server.certificate } };
    const access = { bootstrapServers: [kafka.at("SASL_SSL")], security };
    const { registrations } = await record(() => {
      new KafkaSink("out", { topic: "archive", partitions: 2, replicationFactor: 1, ...access });
      new KafkaSource("in", {
        topics: ["archive"],
        initialOffset: "earliest",
        sink: { url: "http://a.example.com" },
        ...access,
      });
    });
    const sink = byName(registrations, "out:KafkaSink/default/out").inputs["spec"] as SinkSpec;
    const source = byName(registrations, "in:KafkaSource/default/in").inputs["spec"] as SourceSpec;
    const writer = clientProperties(secretOf(registrations, sink.auth.secret.ref.name));
    const made = await makeTopic(
      sink.topic,
      {
        "bootstrap.servers": sink.bootstrapServers.join(","),
        "default.topic.partitions": String(sink.numPartitions),
        "default.topic.replication.factor": String(sink.replicationFactor),
      },
      writer,
    );
    expect(made.exitCode, made.output).to.equal(0);
    const sent = await kafka.tool("VerifiableProducer", "--producer.config", writer, [
      ...[
        "--bootstrap-server",
        sink.bootstrapServers.join(","),
        "--topic",
        sink.topic,
        "--max-messages",
        "5",
      ],
    ]);
    expect(sent.output).to.contain('"acked":5');
    const reader = {
      ...clientProperties(namedBy(source.net, registrations)),
      "group.id": source.consumerGroup,
      "auto.offset.reset": source.initialOffset,
    };
    const got = await kafka.tool("consumer.ConsoleConsumer", "--consumer.config", reader, [
      ...["--bootstrap-server", source.bootstrapServers.join(","), "--topic", source.topics.join()],
      ...["--max-messages", "5", "--timeout-ms", "60000"],
    ]);
    expect(got.output).to.contain("Processed a total of 5 messages");
  });
});
