import { expect } from "chai";
import { Cluster } from "../../provider/src/cluster/cluster";
import { Broker } from "../../provider/src/eventing/broker";
import type { BrokerArgs } from "../../provider/src/eventing/broker.args";
import type { ChannelArgs } from "../../provider/src/eventing/channel.args";
import { Eventing } from "../../provider/src/eventing/eventing";
import type { EventingArgs } from "../../provider/src/eventing/eventing.args";
import { PingSource } from "../../provider/src/eventing/pingSource";
import { Trigger } from "../../provider/src/eventing/trigger";
import type { TriggerArgs } from "../../provider/src/eventing/trigger.args";
import { contentMarks } from "../support/contentMarks";
import {
  channelsAndFlows,
  delivery,
  expectFlowsKept,
  expectSourcesKept,
  furtherSources,
  keptDelivery,
} from "../support/eventingFlows";
import { EventingPlayer } from "../support/eventingPlayer";
import type { InlineStack } from "../support/inlineStack";
import { KubeApi, type ApiObject } from "../support/kubeApi";
import { Kubectl } from "../support/kubectl";
import { needLab } from "../support/lab";
import { needReleases } from "../support/releases";
import { Sandbox } from "../support/sandbox";

/** No program of Eventing's can be had here: its Deployments are admitted and have no pods, and a player does what they would. */
const withoutPods = ["Deployment", "StatefulSet"].map((kind) => ({
  target: { kind },
  patch: { metadata: { annotations: { "pulumi.com/skipAwait": "true" } }, spec: { replicas: 0 } },
}));

interface Changes {
  readonly eventing?: EventingArgs;
  readonly broker?: BrokerArgs;
  readonly channel?: ChannelArgs;
  readonly trigger?: Partial<TriggerArgs>;
}

describe("engine: Eventing", function () {
  this.timeout(600_000);
  let sandbox: Sandbox;
  let kubectl: Kubectl;
  let api: KubeApi;
  let player: EventingPlayer;
  let stack: InlineStack;
  let mirror: string;
  let found: string[];

  before(async function () {
    mirror = needReleases(this);
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
  });

  afterEach(() => {
    player?.check();
  });

  function program(release: string, changed: Changes = {}) {
    return () => {
      const cluster = new Cluster("eventing", { kubeconfig: sandbox.kubeconfig });
      const { provider } = cluster;
      const eventing = new Eventing(
        "eventing",
        {
          release,
          source: { mirror },
          patches: withoutPods,
          migrationJobs: false,
          serverVersion: cluster.serverVersion,
          installedVersion: cluster.installedEventingVersion,
          installation: cluster.eventingInstallation,
          ...changed.eventing,
        },
        { provider },
      );
      const { namespace } = sandbox;
      const broker = new Broker(
        "main",
        { namespace, delivery, ...changed.broker },
        { provider, dependsOn: [eventing] },
      );
      const trigger = new Trigger(
        "wanted",
        {
          namespace,
          broker: broker.brokerName,
          filters: [
            { any: [{ exact: { type: "a" } }, { not: { prefix: { source: "/b" } } }] },
            { all: [{ suffix: { subject: "c" } }, { cesql: "EXISTS amount AND amount > 10" }] },
          ],
          subscriber: { ref: { apiVersion: "v1", kind: "Service", name: "receiver" }, path: "/events" },
          delivery,
          ...changed.trigger,
        },
        { provider, dependsOn: [eventing] },
      );
      const plain = new Trigger(
        "plain",
        { namespace, broker: broker.brokerName, filter: { type: "d" }, subscriber: { service: "receiver" } },
        { provider, dependsOn: [eventing] },
      );
      const flows = channelsAndFlows(sandbox.namespace, changed.channel, { provider, dependsOn: [eventing] });
      furtherSources(namespace, { provider, dependsOn: [eventing, flows.subscription, flows.parallel] });
      const ping = new PingSource(
        "tick",
        {
          namespace,
          schedule: "*/5 * * * *",
          timezone: "Europe/Berlin",
          contentType: "application/json",
          data: '{"hello": "world"}',
          sink: { broker: broker.brokerName },
          extensions: { tenant: "a" },
        },
        { provider, dependsOn: [eventing, trigger, plain, flows.subscription, flows.parallel] },
      );
      return {
        address: broker.address,
        subscriber: trigger.subscriberUri,
        sink: ping.sinkUri,
        subscribed: flows.subscription.subscriberUri,
        addresses: [flows.channel, flows.sequence, flows.parallel].map((each) => each.address),
      };
    };
  }

  const use = (release: string, changed: Changes = {}) => stack.use(program(release, changed));
  const read = (group: string, plural: string, name: string) =>
    api.get(`/apis/${group}/v1/namespaces/${sandbox.namespace}/${plural}/${name}`);
  const specOf = async (group: string, plural: string, name: string) =>
    ((await read(group, plural, name)) as ApiObject).spec;
  const installed = async () => {
    const path = "/apis/apps/v1/namespaces/knative-eventing/deployments/eventing-controller";
    return (await api.get(path))?.metadata.labels?.["app.kubernetes.io/version"];
  };

  /** What was sent must be what is there: the API server drops fields that a definition doesn't have. */
  async function expectKept(): Promise<void> {
    const specs = await Promise.all([
      specOf("eventing.knative.dev", "brokers", "main"),
      specOf("eventing.knative.dev", "triggers", "wanted"),
      specOf("eventing.knative.dev", "triggers", "plain"),
      specOf("sources.knative.dev", "pingsources", "tick"),
    ]);
    const [broker, wanted, plain, tick] = specs;
    const { namespace } = sandbox;
    expect(broker).to.deep.equal({ delivery: keptDelivery });
    expect(wanted).to.deep.equal({
      broker: "main",
      filters: [
        { any: [{ exact: { type: "a" } }, { not: { prefix: { source: "/b" } } }] },
        { all: [{ suffix: { subject: "c" } }, { cesql: "EXISTS amount AND amount > 10" }] },
      ],
      subscriber: { ref: { apiVersion: "v1", kind: "Service", name: "receiver", namespace }, uri: "/events" },
      delivery: keptDelivery,
    });
    expect(plain).to.deep.include({ filter: { attributes: { type: "d" } } });
    expect(tick).to.deep.equal({
      schedule: "*/5 * * * *",
      timezone: "Europe/Berlin",
      contentType: "application/json",
      data: '{"hello": "world"}',
      sink: { ref: { apiVersion: "eventing.knative.dev/v1", kind: "Broker", name: "main", namespace } },
      ceOverrides: { extensions: { tenant: "a" } },
    });
  }

  it("is admitted with all its parts, and tells their addresses once they are ready", async () => {
    const { outputs } = await stack.up();
    expect(outputs["address"]?.value).to.equal(`http://broker-ingress.example.com/${sandbox.namespace}/main`);
    expect(outputs["subscriber"]?.value).to.equal("http://subscriber.example.com");
    expect(outputs["sink"]?.value).to.equal("http://sink.example.com");
    expect(outputs["subscribed"]?.value).to.equal("http://subscriber.example.com");
    expect(outputs["addresses"]?.value).to.deep.equal(
      ["channel/lost", "sequence/checked", "parallel/both"].map((each) => {
        const [kind, name] = each.split("/");
        return `http://${kind}.example.com/${sandbox.namespace}/${name}`;
      }),
    );
    expect(await installed()).to.equal("1.21.4");
    await expectKept();
    await expectFlowsKept(sandbox.namespace, specOf);
    await expectSourcesKept(sandbox.namespace, specOf);
  });

  it("has nothing to change afterwards, nor after a refresh", async () => {
    expect(await stack.changes()).to.deep.equal({});
    await stack.refresh();
    expect(await stack.changes()).to.deep.equal({});
  });

  it("changes a delivery in place, and a broker's class only by a replacement", async () => {
    const broker = `main:Broker/${sandbox.namespace}/main`;
    use("1.21", { broker: { delivery: { ...delivery, retry: 5 } } });
    expect(await stack.changes()).to.deep.equal({
      [broker]: { op: "update", fields: [...contentMarks, "spec.delivery.retry"] },
    });
    use("1.21", { broker: { brokerClass: "Kafka" } });
    expect((await stack.changes())[broker]?.op).to.match(/replace/);
    expect((await stack.previewResult()).stdout).to.contain("events not yet handed on are lost");
    use("1.21", { channel: { delivery: { ...delivery, retry: 5 } } });
    expect((await stack.changes())[`lost:Channel/${sandbox.namespace}/lost`]?.op).to.match(/replace/);
    use("1.21", { trigger: { broker: "other" } });
    expect((await stack.changes())[`wanted:Trigger/${sandbox.namespace}/wanted`]?.op).to.match(/replace/);
  });

  for (const [minor, version] of [
    ["1.22", "1.22.2"],
    ["1.23", "1.23.0"],
  ] as const) {
    it(`is upgraded to ${minor} in place`, async () => {
      use(minor);
      const changes = Object.values(await stack.changes()).map(({ op }) => op);
      expect(changes.filter((op) => op === "update").length).to.be.greaterThan(30);
      expect(changes.filter((op) => op.includes("replace"))).to.deep.equal([]);
      await stack.up();
      expect(await installed()).to.equal(version);
      await expectKept();
      await expectFlowsKept(sandbox.namespace, specOf);
      await expectSourcesKept(sandbox.namespace, specOf);
      expect(await stack.changes()).to.deep.equal({});
    });
  }

  it("goes from the senders to the receivers, and leaves nothing behind", async () => {
    const before = player.deletions().length;
    await stack.destroy();
    const gone = player.deletions().slice(before);
    const name = (each: string) => `${each.split("/")[0]}/${sandbox.namespace}/${each.split("/")[1]}`;
    const inTurn = [
      ["PingSource/tick", "Trigger/wanted"],
      ["PingSource/tick", "Trigger/plain"],
      ["PingSource/tick", "Subscription/on-lost"],
      ["PingSource/tick", "Parallel/both"],
      ["ApiServerSource/watch", "Subscription/on-lost"],
      ["ContainerSource/poller", "Parallel/both"],
      ["SinkBinding/bound", "Subscription/on-lost"],
      ["Trigger/wanted", "Broker/main"],
      ["Trigger/plain", "Broker/main"],
      ["Parallel/both", "Sequence/checked"],
      ["Sequence/checked", "Channel/lost"],
      ["Subscription/on-lost", "Channel/lost"],
    ].map(([first = "", then = ""]) => [name(first), name(then)] as const);
    expect(gone).to.have.members([...new Set(inTurn.flat())]);
    for (const [first, then] of inTurn) {
      expect(gone.indexOf(first), `${first} before ${then}`).to.be.lessThan(gone.indexOf(then));
    }
    await kubectl.untilAsFound(found);
  });
});
