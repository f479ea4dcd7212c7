import { expect } from "chai";
import { Cluster } from "../../provider/src/cluster/cluster";
import { Broker } from "../../provider/src/eventing/broker";
import { Eventing } from "../../provider/src/eventing/eventing";
import type { KafkaBrokerArgs } from "../../provider/src/eventing/kafka/kafkaBroker.args";
import { KafkaChannel } from "../../provider/src/eventing/kafka/kafkaChannel";
import { KafkaSink } from "../../provider/src/eventing/kafka/kafkaSink";
import { KafkaSource } from "../../provider/src/eventing/kafka/kafkaSource";
import { EventingPlayer } from "../support/eventingPlayer";
import type { InlineStack } from "../support/inlineStack";
import { kafkaMirror, type KafkaMirror } from "../support/kafkaMirror";
import { KubeApi, type ApiObject } from "../support/kubeApi";
import { Kubectl } from "../support/kubectl";
import { needLab } from "../support/lab";
import { needReleases } from "../support/releases";
import { Sandbox } from "../support/sandbox";

/** No program of Kafka's parts can be had here: they are admitted and have no pods, and a player does what they would. */
const withoutPods = ["Deployment", "StatefulSet"].map((kind) => ({
  target: { kind },
  patch: { metadata: { annotations: { "pulumi.com/skipAwait": "true" } }, spec: { replicas: 0 } },
}));

/** Nor anything that would convert objects for Kubernetes' garbage collector, which reads them in another version. */
const withoutConversion = {
  target: { kind: "CustomResourceDefinition" },
  patch: { spec: { conversion: { strategy: "None", webhook: null } } },
};

const access = {
  bootstrapServers: ["kafka.example.com:9093"],
  security: { sasl: { user: "shop", password: "hunter2-of-kafka" }, tls: {} },
};

describe("engine: Kafka", function () {
  this.timeout(600_000);
  let sandbox: Sandbox;
  let kubectl: Kubectl;
  let api: KubeApi;
  let player: EventingPlayer;
  let stack: InlineStack;
  let mirrors: Readonly<Record<string, KafkaMirror>>;
  let found: string[];

  before(async function () {
    const official = needReleases(this);
    mirrors = Object.fromEntries(
      ["1.21", "1.22", "1.23"].map((minor) => [minor, kafkaMirror(official, minor)]),
    );
    kubectl = new Kubectl(await needLab(this));
    sandbox = await Sandbox.open(this);
    found = await kubectl.inventory();
    api = new KubeApi(sandbox.kubeconfig);
    player = new EventingPlayer(new KubeApi(sandbox.kubeconfig));
    player.start();
    stack = await sandbox.stack(program("1.21"));
  });

  after(async () => {
    // While somebody is there who lets go of them.
    await sandbox?.close();
    await player?.end();
    await api?.close();
    await kubectl?.removeAllBut(found);
    Object.values(mirrors ?? {}).forEach(({ remove }) => {
      remove();
    });
  });

  afterEach(() => {
    player?.check();
  });

  function program(release: string, broker: KafkaBrokerArgs = {}) {
    return () => {
      const { directory: mirror, checksums = {} } = mirrors[release] ?? {};
      const { namespace } = sandbox;
      const cluster = new Cluster("kafka", { kubeconfig: sandbox.kubeconfig });
      const eventing = new Eventing(
        "kafka",
        {
          release,
          source: { mirror },
          patches: [...withoutPods, withoutConversion],
          migrationJobs: false,
          kafka: {
            ...access,
            broker: true,
            channel: true,
            source: true,
            sink: true,
            checksums: { ...checksums },
          },
          serverVersion: cluster.serverVersion,
          installedVersion: cluster.installedEventingVersion,
          installation: cluster.eventingInstallation,
        },
        { provider: cluster.provider },
      );
      const options = { provider: cluster.provider, dependsOn: [eventing] };
      const main = new Broker("main", { namespace, kafka: { ...access, ...broker } }, options);
      const audit = new KafkaSink("audit", { namespace, topic: "audit", ...access }, options);
      const later = new KafkaChannel("later", { namespace, partitions: 3 }, options);
      const orders = new KafkaSource(
        "orders",
        {
          namespace,
          topics: ["orders"],
          keyType: "int",
          sink: { broker: main.brokerName },
          delivery: { retry: 3, deadLetterSink: { kafkaSink: audit.sinkName } },
          ...access,
        },
        options,
      );
      return { broker: main.address, sink: audit.address, channel: later.address, source: orders.sinkUri };
    };
  }

  const use = (release: string, broker: KafkaBrokerArgs = {}) => stack.use(program(release, broker));
  const read = async (path: string) => {
    const [group, version, plural, name] = path.split("/");
    const object = `/apis/${group}/${version}/namespaces/${sandbox.namespace}/${plural}/${name}`;
    return (await api.get(object)) as ApiObject;
  };

  /** What was sent must be what is there: the API server drops fields that a definition doesn't have. */
  async function expectKept(): Promise<void> {
    const { namespace } = sandbox;
    const source = await read("sources.knative.dev/v1beta1/kafkasources/orders");
    const key = (name: string) => ({ secretKeyRef: { name: "orders-kafka-security", key: name } });
    expect(source.spec).to.deep.equal({
      bootstrapServers: access.bootstrapServers,
      topics: ["orders"],
      consumerGroup: `knative-source-${namespace}-orders`,
      initialOffset: "latest",
      consumers: 1,
      ordering: "ordered",
      delivery: {
        retry: 3,
        deadLetterSink: {
          ref: { apiVersion: "eventing.knative.dev/v1alpha1", kind: "KafkaSink", name: "audit", namespace },
        },
      },
      net: {
        sasl: { enable: true, type: key("sasl.mechanism"), user: key("user"), password: key("password") },
        tls: { enable: true },
      },
      sink: { ref: { apiVersion: "eventing.knative.dev/v1", kind: "Broker", name: "main", namespace } },
    });
    const sink = await read("eventing.knative.dev/v1alpha1/kafkasinks/audit");
    expect(sink.spec).to.deep.equal({
      bootstrapServers: access.bootstrapServers,
      topic: "audit",
      contentMode: "binary",
      auth: { secret: { ref: { name: "audit-kafka-security" } } },
    });
    const channel = await read("messaging.knative.dev/v1beta1/kafkachannels/later");
    expect(channel.spec).to.deep.equal({
      numPartitions: 3,
      replicationFactor: 1,
      retentionDuration: "PT168H",
    });
  }

  it("is admitted with all its parts, and tells their addresses once they are ready", async () => {
    const { outputs } = await stack.up();
    const key = (name: string) => `${sandbox.namespace}/${name}`;
    expect(outputs["broker"]?.value).to.equal(`http://broker-ingress.example.com/${key("main")}`);
    expect(outputs["sink"]?.value).to.equal(`http://kafkasink.example.com/${key("audit")}`);
    expect(outputs["channel"]?.value).to.equal(`http://kafkachannel.example.com/${key("later")}`);
    expect(outputs["source"]?.value).to.equal("http://sink.example.com");
    await expectKept();
  });

  it("has nothing to change afterwards, nor after a refresh", async () => {
    expect(await stack.changes()).to.deep.equal({});
    await stack.refresh();
    expect(await stack.changes()).to.deep.equal({});
  });

  it("moves in place where the address changes, and is made anew where the topic would have to be another", async () => {
    const broker = `main:Broker/${sandbox.namespace}/main`;
    const configMap = `main:ConfigMap/${sandbox.namespace}/main-kafka`;
    use("1.21", { bootstrapServers: ["other.example.com:9093"] });
    const moved = await stack.changes();
    expect([moved[configMap]?.op, moved[broker]?.op]).to.deep.equal(["update", undefined]);
    use("1.21", { partitions: 12 });
    expect((await stack.changes())[broker]?.op).to.match(/replace/);
  });

  for (const minor of ["1.22", "1.23"]) {
    it(`is upgraded to ${minor} in place`, async () => {
      use(minor);
      const changes = Object.values(await stack.changes()).map(({ op }) => op);
      expect(changes.filter((op) => op === "update").length).to.be.greaterThan(30);
      expect(changes.filter((op) => op.includes("replace"))).to.deep.equal([]);
      await stack.up();
      await expectKept();
      expect(await stack.changes()).to.deep.equal({});
    });
  }

  it("goes from the senders to the receivers, and leaves nothing behind", async () => {
    const before = player.deletions().length;
    await stack.destroy();
    const { namespace } = sandbox;
    const gone = player.deletions().slice(before);
    expect(gone[0]).to.equal(`KafkaSource/${namespace}/orders`);
    expect(gone).to.have.members([
      `KafkaSource/${namespace}/orders`,
      `KafkaSink/${namespace}/audit`,
      `KafkaChannel/${namespace}/later`,
      `Broker/${namespace}/main`,
    ]);
    await kubectl.untilAsFound(found);
  });
});
