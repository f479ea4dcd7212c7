import { expect } from "chai";
import type { PlatformArgs } from "../../provider/src";
import { BrokerDoor, eventingTimeoutMs, EventLog, eventsImage, needEventing } from "../support/eventing";
import { killUpdate } from "../support/kill";
import { Kubectl } from "../support/kubectl";
import { labPlatform } from "../support/lab";
import { TestStack } from "../support/stack";

interface Deployment {
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly containers: readonly { readonly env?: readonly { readonly name: string }[] }[];
      };
    };
  };
}

const teller = "teller";
const tellerLabels = { app: teller };

/** A program that knows nothing of brokers: a SinkBinding tells it where its events go. */
const tellerDeployment = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: teller, namespace: "default", labels: tellerLabels },
  spec: {
    replicas: 1,
    selector: { matchLabels: tellerLabels },
    template: {
      metadata: { labels: tellerLabels },
      spec: {
        containers: [
          {
            name: "events",
            image: eventsImage,
            env: [
              { name: "SEND_TYPE", value: "told" },
              { name: "NAME", value: teller },
            ],
          },
        ],
        terminationGracePeriodSeconds: 1,
      },
    },
  },
};

describe("lab: flows and sources of Knative Eventing", function () {
  this.timeout(eventingTimeoutMs);
  let kubectl: Kubectl;
  let log: EventLog;
  let door: BrokerDoor;
  let stack: TestStack;
  let found: string[];

  before(async function () {
    const env = await needEventing(this);
    kubectl = new Kubectl(env);
    found = await kubectl.inventory();
    log = new EventLog(kubectl);
    door = new BrokerDoor(kubectl);
    await log.start();
    await kubectl.apply(tellerDeployment);
    stack = new TestStack(env, platform());
    await stack.init();
    await stack.up();
    await door.open();
  });

  after(async () => {
    await log?.stop();
    await stack?.end();
    await kubectl?.run("delete", "deployment", teller, "--ignore-not-found");
  });

  function platform(): PlatformArgs {
    const base = labPlatform(
      [
        log.subscriber("sift", { SIFT: "yes" }),
        log.subscriber("left", { REPLY_TYPE: "merged" }),
        log.subscriber("right", { REPLY_TYPE: "set-aside" }),
        log.subscriber("taker", { REPLY_TYPE: "answered" }),
        log.subscriber("last"),
      ],
      { autoscaler: { stableWindow: "6s", scaleToZeroGracePeriod: "6s" } },
    );
    return {
      ...base,
      eventing: {
        brokers: [{ name: "main" }],
        triggers: [
          {
            name: "split",
            broker: "main",
            filters: [{ any: ["left", "right", "neither"].map((type) => ({ exact: { type } })) }],
            subscriber: { parallel: "split" },
          },
          { name: "told", broker: "main", filter: { type: "told" }, subscriber: { service: "last" } },
        ],
        channels: [{ name: "merged" }],
        subscriptions: [
          {
            name: "merged",
            channel: "merged",
            subscriber: { service: "taker" },
            reply: { service: "last", path: "/answers" },
          },
        ],
        parallels: [
          {
            name: "split",
            branches: [
              { filter: { service: "sift", path: "/left" }, subscriber: { service: "left" } },
              {
                filter: { service: "sift", path: "/right" },
                subscriber: { service: "right" },
                reply: { service: "last", path: "/aside" },
              },
            ],
            reply: { channel: "merged" },
          },
        ],
        sources: {
          containers: [
            {
              name: "poller",
              image: eventsImage,
              env: { SEND_TYPE: "polled", NAME: "poller" },
              extensions: { tenant: "red" },
              sink: { service: "last", path: "/polled" },
            },
          ],
          sinkBindings: [
            {
              name: "teller",
              subject: { apiVersion: "apps/v1", kind: "Deployment", selector: { matchLabels: tellerLabels } },
              extensions: { tenant: "blue" },
              sink: { broker: "main" },
            },
          ],
        },
      },
    };
  }

  const sinkOf = async () => {
    const { spec } = await kubectl.json<Deployment>("get", "deployment", teller);
    return (spec.template.spec.containers[0]?.env ?? []).map(({ name }) => name);
  };

  it("takes the branches of a Parallel whose filters let an event pass, and merges their answers", async () => {
    await door.send("main", { id: "l", type: "left" });
    await door.send("main", { id: "r", type: "right" });
    await door.send("main", { id: "n", type: "neither" });
    expect((await log.firstOf("left", "left")).data).to.equal("l");
    expect((await log.firstOf("right", "right")).data).to.equal("r");
    // The parallel's reply is a channel; the second branch has a reply of its own.
    expect((await log.firstOf("taker", "merged")).data).to.equal("l>left");
    expect(await log.firstOf("last", "set-aside")).to.include({ data: "r>right", path: "/aside" });
    const passed = (await log.all()).filter(({ by }) => ["left", "right"].includes(by));
    expect(passed.map(({ id }) => id).toSorted()).to.deep.equal(["l", "r"]);
    expect(await log.received("taker", "set-aside")).to.deep.equal([]);
  });

  it("hands a channel's events to its subscriber, and the answers on", async () => {
    expect(await log.firstOf("last", "answered")).to.include({ data: "l>left>taker", path: "/answers" });
  });

  it("takes events from a container, with the attributes that they are to have", async () => {
    const event = await log.firstOf("last", "polled");
    expect(event).to.include({ source: "poller", path: "/polled" });
    expect(event.headers).to.include({ "Ce-Tenant": "red" });
  });

  it("tells a program that is there where its events go, and which attributes they are to have", async () => {
    const event = await log.firstOf("last", "told");
    expect(event).to.include({ source: teller, data: "told" });
    expect(event.headers).to.include({ "Ce-Tenant": "blue" });
    expect(await sinkOf()).to.include("K_SINK");
  });

  it("has nothing to change afterwards, nor after a refresh", async () => {
    expect(await stack.leftToDo()).to.equal("");
    await stack.must("refresh", "--yes");
    expect(await stack.leftToDo()).to.equal("");
  });

  it("goes whole, though its first removal was cut off, and leaves the bound program as it was", async () => {
    await door.close();
    await killUpdate(
      stack,
      ({ what, op, urn }) =>
        what === "begins" && op === "delete" && urn.endsWith("::main:Broker/default/main"),
      "destroy",
    );
    await stack.destroy();
    expect(await sinkOf()).to.deep.equal(["SEND_TYPE", "NAME"]);
    await kubectl.run("delete", "deployment", teller);
    await kubectl.untilAsFound(found);
  });
});
