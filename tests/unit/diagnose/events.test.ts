import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { run } from "../../../provider/src/cli/main";
import { diagnoseCommand } from "../../../provider/src/diagnose/diagnose.command";
import { askedOf, diagnoseEvents, type AskedObject } from "../../../provider/src/diagnose/events/events";
import type { EventFacts } from "../../../provider/src/diagnose/events/facts";
import { readEvents } from "../../../provider/src/diagnose/events/facts";
import type { EventFinding } from "../../../provider/src/diagnose/events/finding";
import type { Condition } from "../../../provider/src/diagnose/facts";
import { objectText } from "../../../provider/src/diagnose/finding";
import type { FlowObject } from "../../../provider/src/graph/model";
import { broker, failing, FakeReader, object, ready, service, shop } from "../graph/objects";
import { before, now } from "./healthy";

const home = "knative-eventing";
const eventing = "eventing.knative.dev/v1";
const messaging = "messaging.knative.dev/v1";

/** Programs of Eventing as they run after an installation. */
const programs = [
  "eventing-controller",
  "eventing-webhook",
  "imc-controller",
  "imc-dispatcher",
  "mt-broker-controller",
  "mt-broker-ingress",
  "mt-broker-filter",
  "job-sink",
];

const program = (name: string) =>
  object("apps/v1", "Deployment", `${home}/${name}`, { replicas: 1 }, { status: { availableReplicas: 1 } });

const webhookConfiguration = (caBundle: string) => ({
  metadata: { name: "webhook.eventing.knative.dev" },
  webhooks: [
    { name: "a", clientConfig: { caBundle, service: { namespace: home, name: "eventing-webhook" } } },
  ],
});

/** Eventing as it is when nothing is wrong with it, and objects in it. */
async function facts(
  objects: readonly FlowObject[],
  deployments = programs.map(program),
): Promise<EventFacts> {
  const { flow } = await readEvents(new FakeReader(objects), "default");
  return {
    flow,
    snapshot: {
      readAt: now,
      installation: {
        namespaces: [{ metadata: { name: home } }],
        deployments: deployments as EventFacts["snapshot"]["installation"]["deployments"],
        pods: [],
        services: [{ metadata: { namespace: home, name: "eventing-webhook" } }],
        endpointSlices: [
          {
            metadata: {
              namespace: home,
              name: "eventing-webhook-1",
              labels: { "kubernetes.io/service-name": "eventing-webhook" },
            },
            endpoints: [{ addresses: ["10.1.1.1"] }],
          },
        ],
        configMaps: [],
        networkPolicies: [],
        webhooks: [webhookConfiguration("Q0E=")],
        events: [],
        nodes: [],
        domainClaims: [],
      },
      namespaces: new Map(),
      logs: new Map(),
      denied: [],
    },
  };
}

/** The objects with one of them otherwise. */
const but = (kind: string, more: object, objects: readonly FlowObject[] = shop()): FlowObject[] =>
  objects.map((each) => (each.kind === kind ? { ...each, ...more } : each));
const without = (name: string, objects: readonly FlowObject[] = shop()): FlowObject[] =>
  objects.filter(({ metadata }) => metadata.name !== name);
const unlike = (condition: Condition): Condition => ({ ...condition, status: "False" });

const told = ({ link, object: named, severity, code, message, cause, next }: EventFinding) => ({
  where: `${severity} ${link} ${objectText(named)} ${code}`,
  message,
  cause,
  next: next[0],
});
async function findings(objects: readonly FlowObject[], asked?: AskedObject) {
  return diagnoseEvents(await facts(objects), asked).findings.map(told);
}
const wheres = async (...args: Parameters<typeof findings>) =>
  (await findings(...args)).map(({ where }) => where);

describe("diagnose: the way of events", () => {
  it("finds nothing where nothing is wrong", async () => {
    expect(await findings(shop())).to.deep.equal([]);
    expect(await findings([])).to.deep.equal([]);
  });

  it("finds a subscriber that isn't there, by the trigger that names it (KN9077)", async () => {
    const unresolved = failing("Unable to get the Subscriber's URI", "not found", [
      {
        type: "SubscriberResolved",
        status: "False",
        reason: "Unable",
        message: 'services "taker" not found',
      },
      { type: "SubscriptionReady", status: "Unknown" },
    ]);
    expect(await findings(but("Trigger", unresolved, without("taker")))).to.deep.equal([
      {
        where: "error trigger Trigger default/orders KN9077",
        message: 'SubscriberResolved: Unable: services "taker" not found',
        cause: "its subscriber, Service default/taker, isn't there",
        next: "kubectl -n default get services.serving.knative.dev",
      },
    ]);
  });

  it("guesses the name that was meant, and tells of which step it is", async () => {
    const sequence = object("flows.knative.dev/v1", "Sequence", "steps", {
      steps: [service("taker"), service("takre")],
    });
    expect(await findings([...shop(), sequence])).to.deep.equal([
      {
        where: "error flow Sequence default/steps KN9077",
        message: "names Service default/takre",
        cause: `its subscriber of step 2, Service default/takre, isn't there (did you mean "taker"?)`,
        next: "kubectl -n default get services.serving.knative.dev",
      },
    ]);
  });

  it("finds a broker that isn't there by its source and its trigger, source first (KN9077)", async () => {
    const noSink = failing("NotFound", "", [{ type: "SinkProvided", status: "False", reason: "NotFound" }]);
    const noBroker = failing("BrokerDoesNotExist", "", [
      {
        type: "BrokerReady",
        status: "False",
        reason: "BrokerDoesNotExist",
        message: 'Broker "main" does not exist',
      },
    ]);
    const objects = but("Trigger", noBroker, but("PingSource", noSink, without("main")));
    expect(await findings(objects)).to.deep.equal([
      {
        where: "error source PingSource default/tick KN9077",
        message: "SinkProvided: NotFound",
        cause: "its sink, Broker default/main, isn't there",
        next: "kubectl -n default get brokers.eventing.knative.dev",
      },
      {
        where: "error trigger Trigger default/orders KN9077",
        message: 'BrokerReady: BrokerDoesNotExist: Broker "main" does not exist',
        cause: "its broker, Broker default/main, isn't there",
        next: "kubectl -n default get brokers.eventing.knative.dev",
      },
    ]);
  });

  it("finds a dead letter sink that isn't there, or has no address (KN9079)", async () => {
    const unresolved = failing("Unable to get the dead letter sink's URI", "no", [
      { type: "DeadLetterSinkResolved", status: "False", reason: "Unable", message: "no" },
    ]);
    expect(await findings(but("Broker", unresolved, without("lost")))).to.deep.equal([
      {
        where: "error dead letters Broker default/main KN9079",
        message: "DeadLetterSinkResolved: Unable: no",
        cause: "its dead letter sink, Service default/lost, isn't there",
        next: "kubectl -n default get services.serving.knative.dev",
      },
    ]);
    expect(await wheres(but("Broker", unresolved))).to.deep.equal([
      "error dead letters Broker default/main KN9079",
    ]);
  });

  it("finds a service that isn't ready where the events go, and leaves out what only waits for it (KN9078)", async () => {
    const waiting = failing("Unable", "no address", [
      { type: "SubscriberResolved", status: "False", reason: "Unable", message: "no address" },
    ]);
    const objects = but("Trigger", waiting).map((each) =>
      each.metadata.name === "taker" ? { ...each, ...failing("RevisionMissing", "no image") } : each,
    );
    expect(await findings(objects)).to.deep.equal([
      {
        where: "error subscriber Service default/taker KN9078",
        message: "RevisionMissing: no image",
        cause:
          "the service has no address for events as long as it isn't ready; its own diagnosis names what keeps it",
        next: "pulumi-knative diagnose taker -n default",
      },
    ]);
    const lost = shop().map((each) =>
      each.metadata.name === "lost" ? { ...each, ...failing("RevisionMissing", "no image") } : each,
    );
    expect(await wheres(lost)).to.deep.equal(["error dead letters Service default/lost KN9078"]);
  });

  it("tells of each kind what keeps it, with its own condition, cause and command (KN9073 to KN9076)", async () => {
    const spoiled = (kind: string, type: string, objects?: readonly FlowObject[]) =>
      but(
        kind,
        failing("Why", "because", [{ type, status: "False", reason: "Why", message: "because" }]),
        objects,
      );
    const channel = object(messaging, "Channel", "pipe", {});
    const subscription = object(messaging, "Subscription", "out", {
      channel: { apiVersion: messaging, kind: "Channel", name: "pipe" },
      subscriber: service("taker"),
    });
    const piped = [...shop(), channel, subscription];
    const cases = [
      [
        spoiled("PingSource", "Deployed"),
        "source PingSource default/tick KN9073",
        "no pod that is available",
      ],
      [spoiled("Broker", "FilterReady"), "broker Broker default/main KN9074", "mt-broker-filter"],
      [spoiled("Broker", "TopicReady"), "broker Broker default/main KN9074", "Kafka can't be reached"],
      [
        spoiled("Trigger", "DependencyReady"),
        "trigger Trigger default/orders KN9075",
        "knative.dev/dependency",
      ],
      [spoiled("Channel", "BackingChannelReady", piped), "channel Channel default/pipe KN9076", "made of"],
      [
        spoiled("Subscription", "AddedToChannel", piped),
        "subscription Subscription default/out KN9075",
        "hasn't taken it up",
      ],
      [spoiled("Trigger", "New"), "trigger Trigger default/orders KN9075", "Knative itself names the reason"],
    ] as const;
    for (const [objects, where, cause] of cases) {
      const [first, ...others] = await findings(objects);
      expect(first?.where).to.equal(`error ${where}`);
      expect(first?.message).to.match(/^\w+: Why: because$/);
      expect(first?.cause).to.contain(cause);
      expect(first?.next).to.match(/^kubectl -n default describe \w+\.\w+\.knative\.dev \w+$/);
      expect(others).to.deep.equal([]);
    }
  });

  it("leaves out a trigger that only waits for its broker", async () => {
    const [condition] = ready;
    const waiting = failing("Why", "because", [{ ...unlike(condition as Condition), type: "BrokerReady" }]);
    const down = failing("Why", "because", [{ type: "Addressable", status: "False", reason: "Why" }]);
    expect(await wheres(but("Trigger", waiting, but("Broker", down)))).to.deep.equal([
      "error broker Broker default/main KN9074",
    ]);
  });

  it("still names one of a circle in which each waits for the next", async () => {
    const circle = [
      object(
        eventing,
        "Broker",
        "main",
        {
          delivery: {
            deadLetterSink: { ref: { apiVersion: "flows.knative.dev/v1", kind: "Sequence", name: "s" } },
          },
        },
        failing("No", "sink", [{ type: "DeadLetterSinkResolved", status: "False", reason: "No" }]),
      ),
      object(
        "flows.knative.dev/v1",
        "Sequence",
        "s",
        { steps: [], reply: broker("main") },
        failing("No", "reply", [{ type: "SubscriptionsReady", status: "False", reason: "No" }]),
      ),
    ];
    expect(await wheres(circle)).to.deep.equal(["error dead letters Broker default/main KN9079"]);
  });

  it("warns of what is under way, and calls it broken once it has had its time", async () => {
    const state = (seconds: number) => ({
      metadata: {
        name: "main",
        namespace: "default",
        uid: "u",
        generation: 1,
        creationTimestamp: before(seconds),
      },
      status: {},
    });
    expect(await wheres(but("Broker", state(20)))).to.deep.equal([
      "warning broker Broker default/main KN9074",
    ]);
    const [late] = await findings(but("Broker", state(600)));
    expect(late?.where).to.equal("error broker Broker default/main KN9074");
    expect(late?.cause).to.contain("it has no class");
    const unknown = (seconds: number) => ({
      status: {
        observedGeneration: 1,
        conditions: [{ type: "Ready", status: "Unknown", lastTransitionTime: before(seconds) }],
      },
    });
    expect(await wheres(but("Trigger", unknown(20)))).to.deep.equal([
      "warning trigger Trigger default/orders KN9075",
    ]);
    expect(await wheres(but("Trigger", unknown(600)))).to.deep.equal([
      "error trigger Trigger default/orders KN9075",
    ]);
  });

  it("follows only what comes over the object that is asked for", async () => {
    const other = object(eventing, "Trigger", "other", { broker: "main", subscriber: service("gone") });
    const objects = [...without("lost"), other];
    expect(await wheres(objects, askedOf("trigger/orders", "default"))).to.deep.equal([
      "error dead letters Broker default/main KN9079",
    ]);
    expect(await wheres(objects, askedOf("brokers.eventing.knative.dev/main", "default"))).to.deep.equal([
      "error trigger Trigger default/other KN9077",
      "error dead letters Broker default/main KN9079",
    ]);
    const { flow } = diagnoseEvents(await facts(objects), askedOf("Trigger/other", "default"));
    expect(flow.nodes.map(({ name }) => name)).to.deep.equal(["tick", "main", "other", "gone", "lost"]);
  });

  it("finds no object of a name, and the name that was meant (KN9072)", async () => {
    expect(await findings(shop(), askedOf("broker/mian", "default"))).to.deep.equal([
      {
        where: "error broker Broker default/mian KN9072",
        message: 'namespace "default" has no Broker "mian"; it has main',
        cause: 'it was never made, was refused, or lies in another namespace (did you mean "main"?)',
        next: "kubectl get brokers.eventing.knative.dev -A",
      },
    ]);
    expect(askedOf("brooker/main", "default")).to.equal(undefined);
    expect(askedOf("broker", "default")).to.equal(undefined);
  });
});

describe("diagnose: Eventing's own programs", () => {
  const scaled = (name: string) => ({ ...program(name), spec: { replicas: 0 }, status: {} });

  it("finds each that is down, and what that means, before what only follows from it (KN9070)", async () => {
    const cases = [
      ["eventing-controller", "controllers", "are not acted upon"],
      ["mt-broker-controller", "controllers", "are not acted upon"],
      ["mt-broker-ingress", "broker", "brokers take no events"],
      ["mt-broker-filter", "broker", "hand no events to their triggers"],
      ["imc-dispatcher", "channel", "channels in memory"],
      ["job-sink", "sink", "no JobSink"],
    ] as const;
    for (const [name, link, effect] of cases) {
      const deployments = programs.map((each) => (each === name ? scaled(each) : program(each)));
      const [first, ...others] = diagnoseEvents(await facts(shop(), deployments)).findings.map(told);
      expect(first?.where).to.equal(`error ${link} Deployment ${home}/${name} KN9070`);
      expect(first?.cause).to.contain(effect);
      expect(first?.next).to.equal(`kubectl -n ${home} scale deployment ${name} --replicas=1`);
      expect(others).to.deep.equal([]);
    }
  });

  it("explains by the program what brokers say of it", async () => {
    const deployments = programs.map((name) => (name === "mt-broker-filter" ? scaled(name) : program(name)));
    const unavailable = failing("EndpointsUnavailable", "", [
      { type: "FilterReady", status: "False", reason: "EndpointsUnavailable" },
    ]);
    const found = diagnoseEvents(await facts(but("Broker", unavailable), deployments)).findings;
    expect(found.map((each) => told(each).where)).to.deep.equal([
      `error broker Deployment ${home}/mt-broker-filter KN9070`,
    ]);
  });

  it("explains by the dispatcher what triggers say of their subscriptions", async () => {
    const deployments = programs.map((name) => (name === "imc-dispatcher" ? scaled(name) : program(name)));
    const unready = failing("NotSubscribed", "", [
      { type: "SubscriptionReady", status: "False", reason: "NotSubscribed" },
    ]);
    const found = diagnoseEvents(await facts(but("Trigger", unready), deployments)).findings;
    expect(found.map((each) => told(each).where)).to.deep.equal([
      `error channel Deployment ${home}/imc-dispatcher KN9070`,
    ]);
  });

  it("finds a program that was deleted, but none of parts that aren't installed", async () => {
    const kept = programs.filter((name) => name !== "mt-broker-filter").map(program);
    const [found] = diagnoseEvents(await facts([], kept)).findings;
    expect(found?.message).to.equal("there is no Deployment mt-broker-filter");
    const core = ["eventing-controller", "eventing-webhook"].map(program);
    expect(diagnoseEvents(await facts([], core)).findings).to.deep.equal([]);
  });

  it("finds that Eventing isn't installed, and says nothing of what it may not see", async () => {
    const [none] = diagnoseEvents(await facts([], [])).findings;
    expect(none).to.include({ code: "KN9070", message: `namespace ${home} has no eventing-controller` });
    const unseen = await facts([], []);
    const denied = [`/apis/apps/v1/namespaces/${home}/deployments`];
    const { findings: found } = diagnoseEvents({ ...unseen, snapshot: { ...unseen.snapshot, denied } });
    expect(found).to.deep.equal([]);
  });

  it("finds a webhook without a pod, or without a CA (KN9071)", async () => {
    const deployments = programs.map((name) => (name === "eventing-webhook" ? scaled(name) : program(name)));
    const [down] = diagnoseEvents(await facts([], deployments)).findings;
    expect(down && told(down).where).to.equal(`error webhook Deployment ${home}/eventing-webhook KN9071`);
    const { flow, snapshot } = await facts([]);
    const installation = { ...snapshot.installation, webhooks: [webhookConfiguration("")] };
    const [bare] = diagnoseEvents({ flow, snapshot: { ...snapshot, installation } }).findings;
    expect(bare).to.include({ code: "KN9071", message: "has no caBundle" });
  });
});

describe("diagnose events: command line", () => {
  let directory: string;
  let written: string;
  let complained: string;
  let exitCode: typeof process.exitCode;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "events-"));
    written = "";
    complained = "";
    exitCode = process.exitCode;
    const config = {
      clusters: [{ name: "a", cluster: { server: "http://127.0.0.1:1" } }],
      contexts: [{ name: "here", context: { cluster: "a", namespace: "default" } }],
      "current-context": "here",
    };
    writeFileSync(join(directory, "kubeconfig"), JSON.stringify(config));
  });

  afterEach(() => {
    process.exitCode = exitCode;
    rmSync(directory, { recursive: true, force: true });
  });

  const installed = [
    ...programs.map(program),
    { apiVersion: "v1", kind: "Namespace", metadata: { name: home } },
  ];

  async function diagnose(objects: readonly FlowObject[], ...args: readonly string[]) {
    const command = diagnoseCommand("diagnose", {
      open: () => Promise.resolve(new FakeReader(objects)),
      write: (text) => void (written += text),
      complain: (text) => void (complained += text),
      color: false,
    });
    await run(command, [...args, "--kubeconfig", join(directory, "kubeconfig")]);
    return process.exitCode;
  }

  it("prints the flow, the links and the first that is broken, with commands for the same cluster", async () => {
    const objects = [...without("taker"), ...programs.map(program)];
    expect(await diagnose(objects, "events", "trigger/orders", "--context", "here")).to.equal(1);
    expect(written).to.contain("   ├─ Trigger default/orders (type = order) ✔\n");
    expect(written).to.contain("Service default/taker ✘ missing");
    expect(written).to.contain("✔ source  ✔ broker  ✘ trigger");
    expect(written).to.contain("✘ trigger: what gets the events isn't there [KN9077]");
    expect(written).to.contain(
      "kubectl --context here -n default describe triggers.eventing.knative.dev orders",
    );
  });

  it("answers in JSON", async () => {
    const objects = [...without("taker"), ...programs.map(program)];
    expect(await diagnose(objects, "events", "-o", "json")).to.equal(1);
    const answer = JSON.parse(written) as { first: EventFinding; flow: { nodes: unknown[] } };
    expect(answer.first).to.include({ code: "KN9071" });
    expect(answer.flow.nodes.length).to.equal(5);
  });

  it("ends with 2 for what is no object, or two ways to say which", async () => {
    expect(await diagnose([], "events", "brooker/main")).to.equal(2);
    expect(complained).to.contain('"brooker" is no kind that events flow through (did you mean "broker"?)');
    expect(await diagnose([], "events", "main")).to.equal(2);
    expect(complained).to.contain('"main" is no kind with a name, such as broker/main');
    expect(await diagnose([], "events", "broker/main", "-A")).to.equal(2);
    expect(complained).to.contain("not both");
    expect(written).to.equal("");
  });

  it("is part of what a namespace's diagnosis says, where Eventing is installed", async () => {
    expect(await diagnose([...without("taker"), ...installed])).to.equal(1);
    expect(written).to.match(/│ events +│ broken │ /);
    expect(written).to.contain("[KN9077]");
    written = "";
    await diagnose(shop(), "taker");
    expect(written).not.to.contain("events");
    written = "";
    await diagnose([]);
    expect(written).not.to.contain("events");
  });
});
