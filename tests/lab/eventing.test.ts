import { expect } from "chai";
import type { PlatformArgs } from "../../provider/src";
import { BrokerDoor, eventingTimeoutMs, EventLog, needEventing } from "../support/eventing";
import { Kubectl } from "../support/kubectl";
import { labPlatform } from "../support/lab";
import { TestStack } from "../support/stack";

interface Outputs {
  readonly brokers: Readonly<Record<string, string>>;
  readonly triggers: Readonly<Record<string, string>>;
}

const ping = "dev.knative.sources.ping";
const added = "dev.knative.apiserver.resource.add";
const inTurn = 1000;
const underKills = 300;

describe("lab: Knative Eventing", function () {
  this.timeout(eventingTimeoutMs);
  let kubectl: Kubectl;
  let log: EventLog;
  let door: BrokerDoor;
  let stack: TestStack;
  let found: string[];

  before(async function () {
    kubectl = new Kubectl(await needEventing(this));
    found = await kubectl.inventory();
    log = new EventLog(kubectl);
    door = new BrokerDoor(kubectl);
    await log.start();
    stack = new TestStack(await needEventing(this), platform("1"));
    await stack.init();
    await stack.up();
    await door.open();
  });

  after(async () => {
    await log?.stop();
    await stack?.end();
  });

  function platform(turn: string): PlatformArgs {
    const base = labPlatform(
      [
        log.subscriber("taker", { REFUSE_TYPE: "broken", TURN: turn }),
        log.subscriber("lost"),
        log.subscriber("woken"),
        log.subscriber("first", { REPLY_TYPE: "between" }),
        log.subscriber("second", { REPLY_TYPE: "done" }),
      ],
      { autoscaler: { stableWindow: "6s", scaleToZeroGracePeriod: "6s" } },
    );
    return {
      ...base,
      eventing: {
        brokers: [
          {
            name: "main",
            delivery: {
              retry: 3,
              backoffPolicy: "linear",
              backoffDelay: "PT0.2S",
              deadLetterSink: { service: "lost" },
            },
          },
        ],
        triggers: [
          {
            name: "orders",
            broker: "main",
            filters: [{ any: ["order", "broken", "done"].map((type) => ({ exact: { type } })) }],
            subscriber: { service: "taker", path: "/orders" },
          },
          { name: "pings", broker: "main", filter: { type: ping }, subscriber: { service: "woken" } },
          { name: "steps", broker: "main", filter: { type: "begin" }, subscriber: { sequence: "steps" } },
          { name: "changes", broker: "main", filter: { type: added }, subscriber: { service: "woken" } },
        ],
        sequences: [
          {
            name: "steps",
            steps: [{ subscriber: { service: "first" } }, { subscriber: { service: "second" } }],
            reply: { broker: "main" },
          },
        ],
        sources: {
          pings: [{ name: "tick", schedule: "* * * * *", data: "tick", sink: { broker: "main" } }],
          apiServers: [
            {
              name: "changes",
              resources: [
                { apiVersion: "v1", kind: "ConfigMap", selector: { matchLabels: { watched: "yes" } } },
              ],
              mode: "Resource",
              sink: { broker: "main" },
            },
          ],
        },
      },
    };
  }

  const podsOf = async (service: string) =>
    (await kubectl.run("get", "pods", "-l", `serving.knative.dev/service=${service}`, "-o", "name"))
      .split("\n")
      .filter((line) => line !== "").length;
  /** The distinct events of a series that arrived, once all of them did or nothing more comes. */
  const arrived = async (series: string, all: number) => {
    const ids = async () =>
      new Set(
        (await log.received("taker", "order"))
          .map(({ id }) => id)
          .filter((id) => id.startsWith(`${series}-`)),
      );
    await kubectl
      .until(`${all} events of ${series}`, async () => ((await ids()).size >= all ? true : undefined), 120)
      .catch(() => undefined); // the count is what the test is about
    return ids();
  };

  it("tells where brokers take events, and where triggers hand them to", async () => {
    const { brokers, triggers } = await stack.outputs<Outputs>();
    expect(brokers).to.deep.equal({
      main: "http://broker-ingress.knative-eventing.svc.cluster.local/default/main",
    });
    expect(triggers).to.include({
      orders: "http://taker.default.svc.cluster.local/orders",
      pings: "http://woken.default.svc.cluster.local",
    });
  });

  it("has nothing to change afterwards, nor after a refresh", async () => {
    expect(await stack.leftToDo()).to.equal("");
    await stack.must("refresh", "--yes");
    expect(await stack.leftToDo()).to.equal("");
  });

  it("wakes a service that sleeps at zero by the event of a PingSource", async () => {
    await kubectl.until(
      "woken has gone to sleep",
      async () => ((await podsOf("woken")) === 0 ? true : undefined),
      180,
    );
    const before = (await log.received("woken", ping)).length;
    const events = await kubectl.until(
      "an event of the PingSource",
      async () => {
        const now = await log.received("woken", ping);
        return now.length > before ? now : undefined;
      },
      180,
    );
    expect(events.at(-1)?.data).to.equal("tick");
    expect(await podsOf("woken")).to.be.greaterThan(0);
  });

  it("hands over what a filter takes, at the path that it is told, and nothing else", async () => {
    await door.send("main", { id: "one", type: "order" });
    await door.send("main", { id: "none", type: "unknown" });
    expect(await log.firstOf("taker", "order")).to.include({ id: "one", path: "/orders", source: "test" });
    expect((await log.all()).some(({ id }) => id === "none")).to.equal(false);
  });

  it("brings an event that nobody takes into the dead letter sink", async () => {
    await door.send("main", { id: "refused", type: "broken" });
    await log.firstOf("lost", "broken");
    expect((await log.received("lost", "broken")).map(({ id }) => id)).to.deep.equal(["refused"]);
    expect(await log.received("taker", "broken")).to.deep.equal([]);
  });

  it("hands an event from step to step of a sequence, and its answer back to the broker", async () => {
    await door.send("main", { id: "sequence", type: "begin" });
    const done = await log.firstOf("taker", "done");
    expect(done.data).to.equal("sequence>first>second");
  });

  it("sends what changes in the cluster, and nothing that it wasn't asked for", async () => {
    const configMap = (name: string, labels: Readonly<Record<string, string>>) => ({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name, namespace: "default", labels },
    });
    try {
      await kubectl.apply(configMap("overlooked", {}), configMap("seen", { watched: "yes" }));
      const event = await log.firstOf("woken", added);
      expect((JSON.parse(event.data) as { metadata: { name: string } }).metadata.name).to.equal("seen");
      expect((await log.received("woken", added)).length).to.equal(1);
    } finally {
      await kubectl.run("delete", "configmap", "seen", "overlooked", "--ignore-not-found");
    }
  });

  it(`loses none of at least ${inTurn} events while the subscriber rolls out a new revision`, async () => {
    let isUpdated = false;
    let sent = 0;
    const sending = (async () => {
      for (; sent < inTurn || !isUpdated; sent++) {
        await door.send("main", { id: `turn-${sent}`, type: "order" });
      }
    })();
    stack.configure(platform("2"));
    await stack.up().finally(() => {
      isUpdated = true;
    });
    await sending;
    const ids = await arrived("turn", sent);
    const events = (await log.received("taker", "order")).filter(({ id }) => id.startsWith("turn-"));
    const revisions = [...new Set(events.map(({ revision }) => revision))].toSorted();
    console.log(
      `      ${ids.size} of ${sent} events arrived, ${events.length - ids.size} of them twice, at ${revisions.join(" and ")}`,
    );
    expect(ids.size).to.equal(sent);
    expect(revisions).to.deep.equal(["taker-00001", "taker-00002"]);
  });

  it("loses no event whose sender tries again while the broker's pods are killed", async () => {
    let tries = 0;
    const sending = (async () => {
      for (let index = 0; index < underKills; index++) {
        tries += await door.send("main", { id: `kill-${index}`, type: "order" });
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    })();
    const killing = (async () => {
      for (const role of ["ingress", "filter"]) {
        await kubectl.run(
          ...["delete", "pods", "--namespace=knative-eventing", "--grace-period=0", "--force"],
          ...["-l", `eventing.knative.dev/brokerRole=${role}`],
        );
      }
    })();
    await Promise.all([sending, killing]);
    const ids = await arrived("kill", underKills);
    console.log(`      ${ids.size} of ${underKills} events arrived, ${tries - underKills} were sent again`);
    expect(ids.size).to.equal(underKills);
  });

  it("refuses another minor than Serving's (KN9001)", async () => {
    const base = platform("2");
    stack.configure({ ...base, eventing: { ...base.eventing, release: "1.23" } });
    const { exitCode, output } = await stack.run("preview");
    expect(exitCode, output).not.to.equal(0);
    expect(output).to.match(/eventing\.release: .*1\.23.*KN9001/);
  });

  it("leaves nothing behind", async () => {
    await door.close();
    await stack.destroy();
    await kubectl.untilAsFound(found);
  });
});
