import { expect } from "chai";
import colors from "picocolors";
import { filterText } from "../../../provider/src/graph/filters";
import { graphOf } from "../../../provider/src/graph/graph";
import { renderMermaid } from "../../../provider/src/graph/mermaid";
import type { FlowObject } from "../../../provider/src/graph/model";
import { readFlow } from "../../../provider/src/graph/read";
import { renderTree } from "../../../provider/src/graph/tree";
import { broker, failing, FakeReader, object, service, shop } from "./objects";

const plain = colors.createColors(false);
const none = new Map<string, FlowObject>();
const tree = (objects: readonly FlowObject[]) => renderTree(graphOf(objects, none), plain);
/** The state and reason of what is drawn of one object that leads nowhere. */
const drawn = (one: FlowObject) => {
  const [{ state, reason } = { state: "none" }] = graphOf([one], none).nodes;
  return { state, reason };
};
const broken = (objects: readonly FlowObject[]) =>
  objects.map((one) =>
    one.metadata.name === "orders"
      ? { ...one, ...failing("Unable to get the Subscriber's URI", 'services "taker" not found') }
      : one,
  );

describe("graph: the flow of events", () => {
  it("is a tree from what sends to what receives, with dead letters last", () => {
    expect(tree(shop())).to.equal(`PingSource default/tick (* * * * *) ✔
└─ Broker default/main (MTChannelBasedBroker) ✔
   ├─ Trigger default/orders (type = order) ✔
   │  └─ /orders: Service default/taker ✔
   └─ dead letters: Service default/lost ✔
`);
  });

  it("is a flowchart of Mermaid, with what isn't ready marked", () => {
    expect(renderMermaid(graphOf(broken(shop()), none))).to.equal(`flowchart LR
  n1(["PingSource tick<br/>* * * * *"])
  n2{{"Broker main<br/>MTChannelBasedBroker"}}
  n3>"Trigger orders<br/>type = order<br/>✘ not ready: Unable to get the Subscriber's URI: services #34;taker#34; not found"]
  n4["Service lost"]
  n5["Service taker"]
  n1 --> n2
  n2 -.->|"dead letters"| n4
  n2 --> n3
  n3 -->|"/orders"| n5
  classDef notReady stroke:#c62828,stroke-width:3px
  classDef missing stroke:#c62828,stroke-width:3px,stroke-dasharray:5 5
  classDef pending stroke:#ef6c00,stroke-width:2px
  class n3 notReady
`);
    expect(tree(broken(shop()))).to.contain(
      `Trigger default/orders (type = order) ✘ not ready: Unable to get the Subscriber's URI: services "taker" not found\n`,
    );
  });

  it("has a box for each of several namespaces, and URLs outside of them", () => {
    const away = object("sources.knative.dev/v1", "PingSource", "far/away", { sink: broker("main") });
    const out = object("messaging.knative.dev/v1", "Subscription", "out", {
      channel: { apiVersion: "messaging.knative.dev/v1", kind: "Channel", name: "here" },
      subscriber: { uri: 'http://x.example.com/?a=<b>&c="d"' },
    });
    expect(renderMermaid(graphOf([away, out], none)).split("\n")).to.deep.equal([
      "flowchart LR",
      '  subgraph ns1["default"]',
      '    n2{{"Broker main"}}',
      '    n3[("Channel here")]',
      '    n4>"Subscription out"]',
      "  end",
      '  subgraph ns2["far"]',
      '    n1(["PingSource away"])',
      "  end",
      '  n5("URL http://x.example.com/?a=#60;b#62;#38;c=#34;d#34;")',
      "  n1 --> n2",
      "  n3 --> n4",
      "  n4 --> n5",
      "",
    ]);
  });

  it("numbers steps and branches, and tells replies and filters", () => {
    const sequence = object("flows.knative.dev/v1", "Sequence", "steps", {
      steps: [{ ...service("first"), delivery: { deadLetterSink: service("lost") } }, service("second")],
      reply: broker("main"),
    });
    const parallel = object("flows.knative.dev/v1", "Parallel", "both", {
      branches: [{ filter: service("only"), subscriber: service("first"), reply: broker("main") }],
    });
    expect(tree([sequence, parallel])).to.equal(`Parallel default/both ✔
├─ branch 1 filter: Service default/only
├─ branch 1: Service default/first
└─ branch 1 reply: Broker default/main
Sequence default/steps ✔
├─ step 1: Service default/first
├─ step 2: Service default/second
├─ reply: Broker default/main
└─ step 1 dead letters: Service default/lost
`);
  });

  it("tells a circle once", () => {
    const again = object("eventing.knative.dev/v1", "Trigger", "again", {
      broker: "main",
      subscriber: broker("main"),
    });
    const main = object("eventing.knative.dev/v1", "Broker", "main");
    expect(tree([main, again])).to.equal(`Broker default/main ✔
└─ Trigger default/again ✔
   └─ Broker default/main ✔ (see above)
`);
  });

  it("leaves out what Knative made for something else, but where others lead to it", () => {
    const owned = (kind: string, name: string) =>
      object(
        "messaging.knative.dev/v1",
        kind,
        name,
        {},
        { metadata: { ownerReferences: [{ kind: "Broker", name: "main" }] } },
      );
    const inner = [owned("InMemoryChannel", "main-kne-trigger"), owned("Channel", "tapped")];
    const tap = object("messaging.knative.dev/v1", "Subscription", "tap", {
      channel: { apiVersion: "messaging.knative.dev/v1", kind: "Channel", name: "tapped" },
    });
    expect(tree([...shop(), ...inner])).to.equal(tree(shop()));
    expect(tree([...inner, tap])).to.equal("Channel default/tapped ✔\n└─ Subscription default/tap ✔\n");
  });

  it("shows what a SinkBinding is about, by name or by labels", () => {
    const subject = (more: object) => ({
      apiVersion: "apps/v1",
      kind: "Deployment",
      namespace: "default",
      ...more,
    });
    const bindings = [
      object("sources.knative.dev/v1", "SinkBinding", "one", {
        subject: subject({ name: "web" }),
        sink: broker("main"),
      }),
      object("sources.knative.dev/v1", "SinkBinding", "team", {
        subject: subject({ selector: { matchLabels: { team: "a" } } }),
        sink: broker("main"),
      }),
    ];
    expect(tree(bindings)).to.equal(`Deployment default/web
└─ binding: SinkBinding default/one ✔
   └─ Broker default/main
Deployment default/team=a (by labels)
└─ binding: SinkBinding default/team ✔
   └─ Broker default/main
`);
  });

  it("says how things are in Knative's words", () => {
    const kind = ["eventing.knative.dev/v1", "Broker", "main"] as const;
    const one = (more: Parameters<typeof object>[4]) => drawn(object(...kind, {}, more));
    expect(one({})).to.deep.equal({ state: "ready", reason: undefined });
    expect(one(failing("Why", "because"))).to.deep.equal({ state: "notReady", reason: "Why: because" });
    expect(one({ status: { conditions: [{ type: "Ready", status: "Unknown" }] } })).to.deep.equal({
      state: "pending",
      reason: "not ready yet",
    });
    const late = { state: "pending", reason: "no controller has looked at this Broker yet" };
    expect(one({ status: { observedGeneration: 0 } })).to.deep.equal(late);
    expect(one({ status: { conditions: [] } })).to.deep.equal(late);
    expect(one({ metadata: { deletionTimestamp: "2026-01-01T00:00:00Z" } })).to.deep.equal({
      state: "notReady",
      reason: "it is being deleted",
    });
  });

  it("says that there is nothing", () => {
    expect(tree([])).to.equal("No events flow here.\n");
    expect(renderMermaid({ nodes: [], edges: [] })).to.equal("flowchart LR\n");
  });

  it("puts filters into words", () => {
    const filters = [
      { exact: { type: "a", source: "b" } },
      { any: [{ prefix: { type: "c" } }, { suffix: { type: "d" } }] },
      { not: { all: [{ exact: { x: "e" } }, { cesql: "y > 1" }] } },
    ];
    expect(filterText({ filters, filter: { attributes: { type: "passed over" } } })).to.equal(
      "type = a and source = b and (type begins with c or type ends with d) and not (x = e and y > 1)",
    );
    expect(filterText({ filter: { attributes: { type: "a" } }, filters: [] })).to.equal("type = a");
    expect(filterText({ filter: { attributes: {} } })).to.equal(undefined);
  });
});

describe("graph: reading a cluster", () => {
  const services = "/apis/serving.knative.dev/v1/namespaces/default/services";

  it("looks at what the flow leads to beside, and at nothing else", async () => {
    const objects = shop().filter(({ metadata }) => metadata.name !== "lost");
    const reader = new FakeReader([...objects, object("serving.knative.dev/v1", "Service", "other")]);
    const { objects: read, looked } = await readFlow(reader, "default");
    const nodes = graphOf(read, looked).nodes.filter(({ role }) => role === "service");
    expect(nodes.map(({ name, state, reason }) => ({ name, state, reason }))).to.deep.equal([
      { name: "lost", state: "missing", reason: "it isn't there" },
      { name: "taker", state: "ready", reason: undefined },
    ]);
    expect(reader.asked.filter((path) => path.startsWith(services)).toSorted()).to.deep.equal([
      `${services}/lost`,
      `${services}/taker`,
    ]);
  });

  it("asks once for many of a kind", async () => {
    const triggers = Array.from({ length: 6 }, (_, index) =>
      object("eventing.knative.dev/v1", "Trigger", `t${index}`, { subscriber: service(`s${index}`) }),
    );
    const reader = new FakeReader([...triggers, object("serving.knative.dev/v1", "Service", "s0")]);
    const { looked } = await readFlow(reader, "default");
    expect(reader.asked.filter((path) => path.startsWith(services))).to.deep.equal([services]);
    expect([...looked.values()].filter((found) => found !== undefined).length).to.equal(1);
    expect(looked.size).to.equal(6);
  });

  it("calls nothing missing that it may not look at, or whose kind it doesn't know", async () => {
    const strange = object("eventing.knative.dev/v1", "Trigger", "strange", {
      broker: "main",
      subscriber: { ref: { apiVersion: "example.com/v1", kind: "Thing", name: "x" } },
    });
    const reader = new FakeReader([...shop(), strange], [`${services}/lost`]);
    const { objects, looked } = await readFlow(reader, "default");
    const states = new Map(graphOf(objects, looked).nodes.map(({ name, state }) => [name, state]));
    expect(states.get("lost")).to.equal("unknown");
    expect(states.get("x")).to.equal("unknown");
    expect(reader.denied).to.deep.equal([`${services}/lost`]);
  });

  it("reads one namespace, or all", async () => {
    const away = object("eventing.knative.dev/v1", "Broker", "far/main");
    const brokers = async (namespace: string | undefined) =>
      (await readFlow(new FakeReader([...shop(), away]), namespace)).objects
        .filter(({ kind }) => kind === "Broker")
        .map(({ metadata }) => metadata.namespace);
    expect(await brokers("far")).to.deep.equal(["far"]);
    expect(await brokers(undefined)).to.deep.equal(["default", "far"]);
  });
});
