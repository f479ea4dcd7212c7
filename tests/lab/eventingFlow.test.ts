import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { EventFinding } from "../../provider/src/diagnose/events/finding";
import type { PlatformArgs } from "../../provider/src";
import { askDiagnosis, askGraph } from "../support/diagnosis";
import { eventingTimeoutMs, eventsImage, needEventing } from "../support/eventing";
import { Kubectl } from "../support/kubectl";
import { labImage, labPlatform } from "../support/lab";
import { TestStack } from "../support/stack";

const eventing = {
  brokers: [{ name: "main", delivery: { retry: 1, deadLetterSink: { service: "lost" } } }],
  triggers: [
    {
      name: "orders",
      broker: "main",
      filter: { type: "order" },
      subscriber: { service: "taker", path: "/orders" },
    },
  ],
  sources: { pings: [{ name: "tick", schedule: "* * * * *", sink: { broker: "main" } }] },
} satisfies PlatformArgs["eventing"];

const home = "knative-eventing";
const knativeService = (name: string) => ({
  ref: { apiVersion: "serving.knative.dev/v1", kind: "Service", name },
});
const trigger = (name: string, subscriber: object) => ({
  apiVersion: "eventing.knative.dev/v1",
  kind: "Trigger",
  metadata: { name, namespace: "default" },
  spec: { broker: "main", filter: { attributes: { type: name } }, subscriber },
});

describe("lab: what diagnose and graph say of the way of events", function () {
  this.timeout(eventingTimeoutMs);
  let env: Record<string, string>;
  let stack: TestStack;
  let kubectl: Kubectl;
  let found: string[];
  const files = mkdtempSync(join(tmpdir(), "pulumi-knative-flow-"));

  before(async function () {
    env = await needEventing(this);
    kubectl = new Kubectl(env);
    found = await kubectl.inventory();
    const services = ["taker", "lost"].map((name) => ({
      name,
      image: eventsImage,
      visibility: "cluster-local" as const,
    }));
    stack = new TestStack(env, { ...labPlatform(services), eventing });
    await stack.init();
    await stack.up();
  });

  after(async () => {
    await stack?.end();
    rmSync(files, { recursive: true, force: true });
  });

  /** The finding that the code names, once it is the first of all. */
  async function firstOf(code: string, ...args: string[]): Promise<EventFinding> {
    let said = "";
    const look = async () => {
      const answer = await askDiagnosis(env, "events", ...args);
      said = answer.text;
      return answer.first?.code === code && answer.exitCode === 1 ? answer : undefined;
    };
    const answer = await kubectl
      .until(`diagnose events says ${code} first`, look, 150)
      .catch((error: Error) => expect.fail(`${error.message}, but\n${said}`));
    const first = answer.first as unknown as EventFinding;
    expect(answer.text).to.contain(code).and.contain(first.next[0]);
    return first;
  }

  const untilFine = (...args: string[]) =>
    kubectl.until(
      "diagnose finds nothing",
      async () => ((await askDiagnosis(env, ...args)).exitCode === 0 ? true : undefined),
      150,
    );

  /** Makes objects, and takes them away again when the check is done. */
  async function withObjects(objects: readonly object[], check: () => Promise<void>): Promise<void> {
    const file = join(files, "objects.json");
    writeFileSync(file, JSON.stringify({ apiVersion: "v1", kind: "List", items: objects }));
    await kubectl.apply(...objects);
    try {
      await check();
    } finally {
      await kubectl.run("delete", "-f", file, "--ignore-not-found", "--wait=true");
    }
    await untilFine("events");
  }

  const stateOf = async (name: string) =>
    (await askGraph(env)).nodes.find((node) => node.name === name)?.state;

  it("finds nothing where nothing is broken, with events or without asking for them", async () => {
    await untilFine("events");
    const events = await askDiagnosis(env, "events", "broker/main");
    expect(events.exitCode, events.text).to.equal(0);
    expect(events.text).to.contain("Nothing is broken.");
    const all = await askDiagnosis(env);
    expect(all.exitCode, all.text).to.equal(0);
    expect(all.text).to.match(/│ events +│ fine /);
  });

  it("draws the flow of the cluster as that of the stack file, but for what is only known there", async () => {
    const { text, mermaid, nodes } = await askGraph(env);
    const tree = `PingSource default/tick (* * * * *) ✔
└─ Broker default/main (MTChannelBasedBroker) ✔
   ├─ Trigger default/orders (type = order) ✔
   │  └─ /orders: Service default/taker ✔
   └─ dead letters: Service default/lost ✔
`;
    expect(text).to.equal(tree);
    expect(mermaid)
      .to.match(/^flowchart LR\n/)
      .and.contain('-.->|"dead letters"|');
    expect(mermaid).not.to.contain("classDef");
    expect(nodes.map(({ state }) => state)).to.deep.equal(["ready", "ready", "ready", "ready", "ready"]);
    const services = ["taker", "lost"].map((name) => ({ name, image: eventsImage }));
    const file = join(files, "Pulumi.flow.yaml");
    const config = { "pulumi-knative:services": services, "pulumi-knative:eventing": eventing };
    writeFileSync(file, JSON.stringify({ config }));
    const planned = await askGraph(env, "--stack-file", file);
    expect(planned.text).to.equal(tree.replaceAll(" ✔", ""));
  });

  it("finds a subscriber that isn't there, also where nobody asks for events", () =>
    withObjects([trigger("astray", knativeService("takr"))], async () => {
      const first = await firstOf("KN9077");
      expect(first).to.include({ link: "trigger", severity: "error" });
      expect(first.object).to.deep.equal({ kind: "Trigger", namespace: "default", name: "astray" });
      expect(first.cause).to.contain('Service default/takr, isn\'t there (did you mean "taker"?)');
      expect(await stateOf("takr")).to.equal("missing");
      await kubectl.until(
        "the graph has Knative's words",
        async () => ((await stateOf("astray")) === "notReady" ? true : undefined),
        60,
      );
      const all = await askDiagnosis(env);
      expect(all.exitCode).to.equal(1);
      expect(all.first?.code, all.text).to.equal("KN9077");
      // What comes over another trigger is fine.
      expect((await askDiagnosis(env, "events", "trigger/orders")).exitCode).to.equal(0);
      expect((await askDiagnosis(env, "taker")).exitCode).to.equal(0);
    }));

  it("finds a subscriber that isn't ready", () => {
    const spec = { template: { spec: { containers: [{ image: labImage("never-pushed") }] } } };
    const metadata = { name: "sick", namespace: "default" };
    const sick = { apiVersion: "serving.knative.dev/v1", kind: "Service", metadata, spec };
    return withObjects([sick, trigger("ill", knativeService("sick"))], async () => {
      const first = await firstOf("KN9078", "trigger/ill");
      expect(first).to.include({ link: "subscriber" });
      expect(first.object).to.deep.equal({ kind: "Service", namespace: "default", name: "sick" });
      expect(first.next[0]).to.equal("pulumi-knative diagnose sick -n default");
      expect(await stateOf("sick")).to.equal("notReady");
    });
  });

  it("finds a source whose sink isn't there", () => {
    const sink = { ref: { apiVersion: "eventing.knative.dev/v1", kind: "Broker", name: "mian" } };
    const metadata = { name: "mute", namespace: "default" };
    const spec = { schedule: "* * * * *", sink };
    const source = { apiVersion: "sources.knative.dev/v1", kind: "PingSource", metadata, spec };
    return withObjects([source], async () => {
      const first = await firstOf("KN9077");
      expect(first).to.include({ link: "source" });
      expect(first.object.name).to.equal("mute");
      expect(first.cause).to.contain('did you mean "main"?');
      await kubectl.until(
        "the source says so itself",
        async () => ((await firstOf("KN9077")).message.startsWith("SinkProvided") ? true : undefined),
        60,
      );
    });
  });

  it("finds a dead letter sink that went away", () => {
    const grave = {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "grave", namespace: "default" },
      spec: { selector: { app: "grave" }, ports: [{ port: 80 }] },
    };
    const sink = { ref: { apiVersion: "v1", kind: "Service", name: "grave", namespace: "default" } };
    const brittle = {
      apiVersion: "eventing.knative.dev/v1",
      kind: "Broker",
      metadata: { name: "brittle", namespace: "default" },
      spec: { delivery: { deadLetterSink: sink } },
    };
    return withObjects([grave, brittle], async () => {
      await untilFine("events", "broker/brittle");
      await kubectl.run("delete", "service", "grave");
      const first = await firstOf("KN9079", "broker/brittle");
      expect(first).to.include({ link: "dead letters" });
      expect(first.object).to.deep.equal({ kind: "Broker", namespace: "default", name: "brittle" });
      expect(first.cause).to.contain("its dead letter sink, Service default/grave, isn't there");
      expect((await askGraph(env)).text).to.contain("dead letters: Service default/grave ✘ missing");
    });
  });

  const programs = [
    ["mt-broker-filter", "KN9070", "broker"],
    ["imc-dispatcher", "KN9070", "channel"],
    ["eventing-controller", "KN9070", "controllers"],
    ["eventing-webhook", "KN9071", "webhook"],
  ] as const;
  for (const [name, code, link] of programs) {
    it(`finds that ${name} is down`, async () => {
      const scale = (count: number) =>
        kubectl.run("-n", home, "scale", "deployment", name, `--replicas=${count}`);
      await scale(0);
      try {
        const first = await firstOf(code);
        expect(first).to.include({ link });
        expect(first.object).to.deep.equal({ kind: "Deployment", namespace: home, name });
        expect(first.next[0]).to.equal(`kubectl -n ${home} scale deployment ${name} --replicas=1`);
      } finally {
        await scale(1);
        await kubectl.run("-n", home, "rollout", "status", "deployment", name, "--timeout=120s");
      }
      await untilFine("events");
    });
  }

  it("leaves nothing behind", async () => {
    await stack.destroy();
    await kubectl.untilAsFound(found);
  });
});
