import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { program } from "../../../provider/src/cli/main";
import { openReader } from "../../../provider/src/diagnose/read";
import { benchCommand } from "../../../provider/src/loadtest/bench.command";
import { answersOf } from "../diagnose/answers";
import { but, before } from "../diagnose/healthy";

interface Said {
  readonly ok: boolean;
  readonly isInterrupted: boolean;
  readonly totals: {
    readonly requests: number;
    readonly failures: number;
    readonly failureKinds: readonly { readonly kind: string }[];
  };
  readonly pods: { readonly coldStarts: number; readonly mostReady: number };
  readonly points: readonly { readonly users: number }[];
  readonly target: { readonly road: { readonly gateway: string } };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

describe("load test: command line", function () {
  this.timeout(120_000);
  let api: Server;
  let gateway: Server;
  let answers: Record<string, unknown>;
  let hosts: Set<string>;
  let paths: string[];
  let answer: (count: number, response: ServerResponse) => void;
  let onWritten: (text: string) => void;
  let directory: string;
  let written: string;
  let complained: string;
  let interrupt: () => void;
  let exitCode: typeof process.exitCode;

  beforeEach(async () => {
    exitCode = process.exitCode;
    hosts = new Set();
    paths = [];
    written = "";
    complained = "";
    onWritten = () => undefined;
    answer = (_, response) => void response.end("hello");
    directory = mkdtempSync(join(tmpdir(), "bench-"));
    gateway = createServer((request, response) => {
      hosts.add(request.headers.host ?? "");
      paths.push(request.url ?? "");
      answer(paths.length, response);
    });
    const port = await listen(gateway);
    // A cluster on this machine, whose gateway has an address of this machine.
    answers = answersOf(
      but({
        "/installation/services/1/spec/ports": [{ name: "http2", port }],
        "/installation/services/1/status/loadBalancer/ingress": [{ ip: "127.0.0.1" }],
        "/installation/configMaps/1/data": { "apps.test": "" },
        "/home/services/0/status/url": "http://hello.default.apps.test",
      }),
    );
    api = createServer((request, response) => {
      const path = request.url?.split("?")[0] ?? "";
      response.writeHead(answers[path] === undefined ? 404 : 200);
      response.end(JSON.stringify(answers[path] ?? {}));
    });
    kubeconfig(await listen(api));
  });

  afterEach(async () => {
    process.exitCode = exitCode;
    rmSync(directory, { recursive: true, force: true });
    for (const server of [api, gateway]) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  const inDirectory = (name: string) => join(directory, name);
  function kubeconfig(port: number): void {
    const config = {
      clusters: [
        { name: "a", cluster: { server: `http://127.0.0.1:${port}`, "insecure-skip-tls-verify": true } },
      ],
      contexts: [{ name: "here", context: { cluster: "a", namespace: "default" } }],
      "current-context": "here",
    };
    writeFileSync(inDirectory("kubeconfig"), JSON.stringify(config));
  }

  async function bench(...args: readonly string[]): Promise<typeof process.exitCode> {
    const command = benchCommand({
      open: openReader,
      write: (text) => {
        written += text;
        onWritten(text);
      },
      complain: (text) => void (complained += text),
      color: false,
      onInterrupt: (end) => {
        interrupt = end;
        return () => undefined;
      },
    }).configureOutput({ writeErr: (text) => void (complained += text) });
    const all = [
      "hello",
      "--kubeconfig",
      inDirectory("kubeconfig"),
      "--html",
      inDirectory("page.html"),
      ...args,
    ];
    await command.parseAsync(all, { from: "user" });
    return process.exitCode;
  }

  const small = [
    "--users",
    "2",
    "--spawn-rate",
    "4",
    "--max-users",
    "5",
    "--duration",
    "2s",
    "--wait",
    "0.02",
  ];

  it("is a command of pulumi-knative", () => {
    expect(program().commands.map((command) => command.name())).to.include("bench");
  });

  it("drives the gateway as the plan says, with the service's host, and reports in text and on a page", async () => {
    expect(await bench(...small, "--path", "/api?x=1"), complained).to.equal(0);
    expect([...hosts]).to.deep.equal(["hello.default.apps.test"]);
    expect(new Set(paths)).to.deep.equal(new Set(["/api?x=1"]));
    expect(written).to.match(/through {2}127\.0\.0\.1:\d+ \(Service kourier-system\/kourier\)/);
    expect(written).to.contain("100.000 %, no failures");
    expect(written).to.match(/pods {6}1 at most, 0 started, 0 cold starts/);
    const page = readFileSync(inDirectory("page.html"), "utf8");
    expect(page).to.contain("Load test of default/hello");
    expect(page.match(/<svg /g)).to.have.length(4);
    expect(page).not.to.match(/<script|https?:\/\/(?!hello)/);
  });

  it("reports in JSON alone, with every request counted once", async () => {
    expect(await bench(...small, "--json", "--no-html")).to.equal(0);
    const said = JSON.parse(written) as Said;
    expect(said.ok).to.equal(true);
    expect(said.target.road.gateway).to.equal("kourier-system/kourier");
    expect(said.points.at(-1)?.users).to.equal(5);
    // Besides those counted there are the first one, and those that the end cuts off: one a user at most.
    expect(paths.length - said.totals.requests).to.be.within(1, 6);
    expect(said.totals.requests).to.be.greaterThan(5);
    expect(existsSync(inDirectory("page.html"))).to.equal(false);
  });

  it("counts failures by kind, and ends with 1 where they are too many", async () => {
    answer = (count, response) => {
      if (count % 3 === 0) {
        response.destroy();
      } else {
        response.writeHead(count % 3 === 1 ? 200 : 503).end();
      }
    };
    expect(await bench(...small, "--json")).to.equal(1);
    const said = JSON.parse(written) as Said;
    expect(said.ok).to.equal(false);
    expect(said.totals.failureKinds.map(({ kind }) => kind)).to.have.members(["503", "UND_ERR_SOCKET"]);
    expect(complained).to.contain("fewer than 99.99 % of the requests were answered well");
    written = "";
    paths = [];
    expect(await bench(...small, "--json", "--min-success", "1")).to.equal(0);
  });

  it("tells a cold start while it runs", async () => {
    const path = "/api/v1/namespaces/default/pods";
    const pods = answers[path];
    answers[path] = { items: [] };
    onWritten = (text) => {
      if (text.includes("users    2")) {
        setTimeout(() => void (answers[path] = pods), 500);
      }
    };
    await bench(...small, "--duration", "4s");
    expect(written).to.contain("1 cold start\n");
    expect(written).to.match(/ 0 {4}0\n|\s0\s+0\n/);
  });

  it("ends early where it is interrupted, and reports what there was", async () => {
    onWritten = (text) => {
      if (/^\s+\d+s/.test(text)) {
        interrupt();
      }
    };
    expect(await bench(...small, "--duration", "5m")).to.equal(0);
    expect(written).to.match(/interrupted after \d+s/);
  });

  it("puts nothing under load where the first request isn't answered", async () => {
    answer = (_, response) => void response.writeHead(404).end();
    expect(await bench(...small)).to.equal(2);
    expect(paths).to.have.length(1);
    expect(complained).to.match(/the first request to http:\/\/hello.* ended with 404.*\[KN9704\]/);
  });

  it("refuses a target outside, and sends it nothing", async () => {
    const other = createServer((_, response) => void (paths.push("other"), response.end()));
    const port = await listen(other);
    expect(await bench(...small, "--gateway", `127.0.0.1:${port}`)).to.equal(2);
    other.close();
    expect(complained).to.contain("[KN9702]");
    expect(paths).to.deep.equal([]);
  });

  it("says what keeps the service from answering rather than to start", async () => {
    answers = answersOf(
      but({
        "/home/services/0/status/conditions": [
          { type: "Ready", status: "False", reason: "X", message: "broken", lastTransitionTime: before(9) },
        ],
      }),
    );
    expect(await bench(...small)).to.equal(2);
    expect(complained).to.match(/Service default\/hello: X: broken.*\[KN5018\]/);
    expect(paths).to.deep.equal([]);
  });

  it("shows the plan, or writes it for Locust, and sends nothing", async () => {
    expect(await bench("--dry-run")).to.equal(0);
    expect(written).to.contain("10 at first, 5 more each second up to 1000 after 3m18s");
    expect(await bench("--locustfile", inDirectory("locustfile.py"), "--duration", "90s")).to.equal(0);
    expect(readFileSync(inDirectory("locustfile.py"), "utf8")).to.contain("if seconds >= 90:");
    expect(paths).to.deep.equal([]);
  });

  it("refuses a plan that contradicts itself, and numbers out of bounds", async () => {
    expect(await bench("--users", "5", "--max-users", "2")).to.equal(2);
    expect(complained).to.contain("[KN9701]");
    for (const wrong of [
      ["--users", "0"],
      ["--users", "1.5"],
      ["--duration", "2d"],
      ["--wait", ""],
    ]) {
      const refused = await bench(...wrong).then(
        () => undefined,
        (error: Error) => error.message,
      );
      expect(refused, wrong.join(" ")).to.match(/must be/);
    }
  });
});
