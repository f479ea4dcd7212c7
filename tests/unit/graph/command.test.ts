import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { program, run } from "../../../provider/src/cli/main";
import { graphCommand } from "../../../provider/src/graph/graph.command";
import type { FlowGraph } from "../../../provider/src/graph/model";
import { FakeReader, shop } from "./objects";

const stackFile = `
config:
  pulumi-knative:services:
    - { name: taker, image: registry.example.com/taker:1 }
  pulumi-knative:eventing:
    kafka:
      source: true
      bootstrapServers: ["kafka.example.com:9092"]
      security: { sasl: { mechanism: PLAIN, user: me, password: { secure: v1:abc } } }
    brokers:
      - { name: main, brokerClass: MTChannelBasedBroker }
    triggers:
      - { name: orders, broker: main, filter: { type: order }, subscriber: { service: taker } }
    sources:
      pings:
        - { name: tick, schedule: "* * * * *", sink: { broker: main } }
`;

describe("graph: command line", () => {
  let directory: string;
  let written: string;
  let complained: string;
  let exitCode: typeof process.exitCode;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "graph-"));
    written = "";
    complained = "";
    exitCode = process.exitCode;
    const config = {
      clusters: [{ name: "a", cluster: { server: "http://127.0.0.1:1" } }],
      contexts: [{ name: "here", context: { cluster: "a", namespace: "default" } }],
      "current-context": "here",
    };
    writeFileSync(file("kubeconfig"), JSON.stringify(config));
  });

  afterEach(() => {
    process.exitCode = exitCode;
    rmSync(directory, { recursive: true, force: true });
  });

  const file = (name: string) => join(directory, name);
  const services = "/apis/serving.knative.dev/v1/namespaces/default/services";

  async function graph(...args: readonly string[]): Promise<typeof process.exitCode> {
    const command = graphCommand({
      open: () => Promise.resolve(new FakeReader(shop(), [`${services}/lost`])),
      write: (text) => void (written += text),
      complain: (text) => void (complained += text),
      color: false,
    }).configureOutput({ writeErr: (text) => void (complained += text) });
    await run(command, args);
    return process.exitCode;
  }

  async function ofStack(text: string, ...args: readonly string[]): Promise<typeof process.exitCode> {
    writeFileSync(file("Pulumi.prod.yaml"), text);
    return graph("--stack-file", file("Pulumi.prod.yaml"), ...args);
  }

  it("prints Mermaid, and what it may not look at aside", async () => {
    expect(await graph("--kubeconfig", file("kubeconfig"))).to.equal(0);
    expect(written).to.match(/^flowchart LR\n {2}n1\(\["PingSource tick/);
    expect(complained).to.contain(`may not read it:\n  ${services}/lost`);
  });

  it("prints text and JSON", async () => {
    const cluster = ["--kubeconfig", file("kubeconfig")];
    expect(await graph(...cluster, "-o", "text")).to.equal(0);
    expect(written).to.contain("└─ Broker default/main (MTChannelBasedBroker) ✔");
    written = "";
    expect(await graph(...cluster, "--output", "json")).to.equal(0);
    const { nodes, edges, denied } = JSON.parse(written) as FlowGraph & { readonly denied: string[] };
    expect(nodes.map(({ kind, state }) => `${kind} ${state}`)).to.deep.equal([
      "PingSource ready",
      "Broker ready",
      "Trigger ready",
      "Service unknown",
      "Service ready",
    ]);
    expect(edges).to.deep.include({
      from: "Broker.eventing.knative.dev/default/main",
      to: "Trigger.eventing.knative.dev/default/orders",
      role: "trigger",
    });
    expect(denied).to.deep.equal([`${services}/lost`]);
  });

  it("prints what a stack file plans, its secrets unread, and asks no cluster", async () => {
    expect(await ofStack(stackFile, "-o", "text")).to.equal(0);
    expect(written).to.equal(`PingSource default/tick (* * * * *)
└─ Broker default/main (MTChannelBasedBroker)
   └─ Trigger default/orders (type = order)
      └─ Service default/taker
`);
    expect(complained).to.equal("");
  });

  it("reads a section that was set as JSON", async () => {
    const brokers = JSON.stringify({ brokers: [{ name: "main" }] });
    expect(await ofStack(`config: { "pulumi-knative:eventing": '${brokers}' }`, "-o", "text")).to.equal(0);
    expect(written).to.equal("Broker default/main (MTChannelBasedBroker)\n");
  });

  it("tells all problems of the stack file, by their paths in it", async () => {
    const wrong = stackFile
      .replace("service: taker", "service: takre")
      .replace("broker: main,", "broker: mian,");
    const said: unknown[] = [];
    const error = console.error;
    console.error = (text: unknown) => void said.push(text);
    try {
      expect(await ofStack(wrong)).to.equal(1);
    } finally {
      console.error = error;
    }
    expect(String(said[0])).to.match(
      /pulumi-knative:eventing\.triggers\[0\]\.broker: .*did you mean "main".*KN9002/,
    );
    expect(String(said[0])).to.match(
      /pulumi-knative:eventing\.triggers\[0\]\.subscriber\.service: .*"taker".*KN9002/,
    );
    expect(written).to.equal("");
  });

  it("refuses a section that is encrypted as a whole (KN1009)", async () => {
    const said: unknown[] = [];
    const error = console.error;
    console.error = (text: unknown) => void said.push(text);
    try {
      expect(await ofStack('config: { "pulumi-knative:eventing": { secure: v1:abc } }')).to.equal(1);
    } finally {
      console.error = error;
    }
    expect(String(said[0])).to.contain("is encrypted as a whole").and.contain("KN1009");
  });

  it("asks a cluster or reads a stack file, not both", async () => {
    expect(await ofStack(stackFile, "-n", "shop")).to.equal(2);
    expect(complained).to.contain("'--stack-file <path>' cannot be used with option");
    expect(written).to.equal("");
  });

  it("ends with 2 where the cluster can't be asked (KN2001)", async () => {
    expect(await graph("--kubeconfig", file("none"))).to.equal(2);
    expect(complained).to.contain("KN2001");
  });

  it("is a command of pulumi-knative", () => {
    expect(program().commands.map((command) => command.name())).to.include("graph");
  });
});
