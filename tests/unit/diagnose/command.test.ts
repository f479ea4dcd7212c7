import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { program } from "../../../provider/src/cli/main";
import {
  diagnoseCommand,
  runDiagnose,
  type DiagnoseOptions,
} from "../../../provider/src/diagnose/diagnose.command";
import { logsWanted, openReader } from "../../../provider/src/diagnose/read";
import { renderJson, renderText } from "../../../provider/src/diagnose/render";
import { diagnose } from "../../../provider/src/diagnose/diagnose";
import { answersOf } from "./answers";
import { but, healthy } from "./healthy";

const down = but({ "/installation/deployments/5/status": {} });

describe("diagnose: command line", () => {
  let server: Server;
  let answers: Record<string, unknown>;
  let statuses: Record<string, number>;
  let asked: string[];
  let directory: string;
  let written: string;
  let complained: string;

  beforeEach(async () => {
    answers = answersOf(healthy());
    statuses = {};
    asked = [];
    written = "";
    complained = "";
    directory = mkdtempSync(join(tmpdir(), "diagnose-"));
    server = createServer((request, response) => {
      const path = request.url?.split("?")[0] ?? "";
      asked.push(request.url ?? "");
      response.writeHead(statuses[path] ?? (answers[path] === undefined ? 404 : 200));
      response.end(JSON.stringify(answers[path] ?? {}));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    kubeconfig((server.address() as AddressInfo).port);
  });

  afterEach(async () => {
    rmSync(directory, { recursive: true, force: true });
    await new Promise((resolve) => server.close(resolve));
  });

  const file = () => join(directory, "kubeconfig");
  function kubeconfig(port: number): void {
    const cluster = { server: `http://127.0.0.1:${port}`, "insecure-skip-tls-verify": true };
    const config = {
      clusters: [{ name: "a", cluster }],
      contexts: [
        { name: "here", context: { cluster: "a", namespace: "default" } },
        { name: "there", context: { cluster: "a", namespace: "elsewhere" } },
      ],
      "current-context": "here",
    };
    writeFileSync(file(), JSON.stringify(config));
  }

  const run = (service?: string, options: Partial<DiagnoseOptions> = {}) =>
    runDiagnose(
      service,
      { kubeconfig: file(), output: "text", timeout: 5, ...options },
      {
        open: openReader,
        write: (text) => void (written += text),
        complain: (text) => void (complained += text),
        color: false,
      },
    );

  it("ends with 0 where nothing is broken, and shows the whole way", async () => {
    expect(await run("hello")).to.equal(0);
    expect(written).to.contain("default/hello");
    expect(written).to.contain("✔ controllers  ✔ webhook");
    expect(written).to.contain("Nothing is broken.");
    expect(complained).to.equal("");
  });

  it("ends with 1 where something is broken, and prints link, message, cause and command", async () => {
    answers = answersOf(down);
    expect(await run()).to.equal(1);
    expect(written).to.match(/✘ gateway: gateway down \[KN5023\]/);
    expect(written).to.match(/object: Deployment kourier-system\/3scale-kourier-gateway/);
    expect(written).to.match(/cause: {2}.*no request gets in/);
    expect(written).to.match(/next: {3}kubectl -n kourier-system describe deployment 3scale-kourier-gateway/);
  });

  it("answers in JSON with the first broken link", async () => {
    answers = answersOf(down);
    expect(await run("hello", { output: "json" })).to.equal(1);
    const answer = JSON.parse(written) as Record<string, unknown>;
    expect(answer).to.include({ ok: false, broken: 1 });
    expect(answer.first).to.include({ code: "KN5023", link: "gateway", severity: "error" });
  });

  it("asks the same cluster by the commands that it gives", async () => {
    answers = answersOf(down);
    await run("hello", { context: "here" });
    expect(written).to.contain("kubectl --context here -n kourier-system describe");
  });

  it("looks in the context's namespace, in the one that is named, or in all that have services", async () => {
    await run(undefined, { context: "there" });
    expect(asked).to.include("/apis/serving.knative.dev/v1/namespaces/elsewhere/services");
    asked = [];
    await run(undefined, { context: "there", namespace: "third" });
    expect(asked).to.include("/apis/serving.knative.dev/v1/namespaces/third/services");
    asked = [];
    expect(await run(undefined, { context: "there", allNamespaces: true })).to.equal(0);
    expect(asked).to.include("/apis/serving.knative.dev/v1/namespaces/default/services");
  });

  it("lists what it may not look at", async () => {
    statuses = { "/api/v1/nodes": 403 };
    expect(await run("hello")).to.equal(0);
    expect(written).to.contain("Not looked at, for the credentials may not read it:\n  /api/v1/nodes");
  });

  it("ends with 2 where the cluster gives no answer (KN2003), or takes no credentials (KN2006)", async () => {
    statuses = { "/api/v1/namespaces": 401 };
    expect(await run()).to.equal(2);
    expect(complained).to.contain("KN2006");
    kubeconfig(1);
    expect(await run()).to.equal(2);
    expect(complained).to.contain("KN2003");
    expect(written).to.equal("");
  });

  it("ends with 2 where the command line or the kubeconfig is wrong", async () => {
    expect(await run("hello", { allNamespaces: true })).to.equal(2);
    expect(complained).to.contain("not both");
    expect(await run("hello", { context: "nowhere" })).to.equal(2);
    expect(complained).to.contain("KN2002");
    expect(await run("hello", { kubeconfig: join(directory, "none") })).to.equal(2);
    expect(complained).to.contain("KN2001");
  });

  it("is a command of pulumi-knative, and one of its own for kubectl", () => {
    expect(program().commands.map((command) => command.name())).to.include("diagnose");
    expect(diagnoseCommand("kubectl knative-diagnose").helpInformation()).to.contain(
      "kubectl knative-diagnose [options] [command] [service]",
    );
  });

  it("reads the logs of what crashed before, and queue-proxy's of what isn't ready", () => {
    const status = (name: string, more: object) => ({ name, ready: false, ...more });
    const pods = [
      {
        metadata: { namespace: "default", name: "one" },
        status: {
          containerStatuses: [
            status("user-container", { lastState: { terminated: { exitCode: 1 } } }),
            status("queue-proxy", { state: { running: {} } }),
            { name: "fine", ready: true },
          ],
        },
      },
    ];
    expect(logsWanted(pods)).to.deep.equal([
      {
        key: "default/one/user-container",
        path: "/api/v1/namespaces/default/pods/one/log?container=user-container&tailLines=15&previous=true",
      },
      {
        key: "default/one/queue-proxy",
        path: "/api/v1/namespaces/default/pods/one/log?container=queue-proxy&tailLines=15",
      },
    ]);
    expect(
      logsWanted(Array.from({ length: 50 }, () => pods[0] ?? { metadata: { name: "" } })).length,
    ).to.be.at.most(8);
  });

  it("paints only where it is told to, and the same words", () => {
    const diagnosis = diagnose(down);
    const escape = String.fromCharCode(27);
    expect(renderText(diagnosis, false)).not.to.contain(escape);
    expect(renderText(diagnosis, true)).to.contain(escape);
    expect(renderText(diagnosis, true).replaceAll(new RegExp(`${escape}\\[\\d+m`, "g"), "")).to.equal(
      renderText(diagnosis, false),
    );
    expect(JSON.parse(renderJson(diagnose(healthy())))).to.include({ ok: true, broken: 0 });
  });
});
