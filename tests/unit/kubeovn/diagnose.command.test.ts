import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { diagnoseCommand } from "../../../provider/src/diagnose/diagnose.command";
import type { KubeObject } from "../../../provider/src/diagnose/facts";
import type { Reader } from "../../../provider/src/diagnose/reader";
import { runNetwork } from "../../../provider/src/kubeovn/diagnose.command";
import { readNetworks } from "../../../provider/src/kubeovn/diagnose.facts";
import { asked, first, healthy, podWith } from "./networks";

describe("diagnose network: the command", () => {
  const answers: Record<string, unknown> = {
    "/apis": { groups: [{ name: "kubeovn.io" }, { name: "k8s.cni.cncf.io" }] },
    "/apis/apps/v1/namespaces/kube-system/deployments/kube-ovn-controller": healthy.controller,
    "/apis/kubeovn.io/v1/subnets": healthy.subnets,
    "/apis/kubeovn.io/v1/vpcs": healthy.vpcs,
    "/apis/k8s.cni.cncf.io/v1/network-attachment-definitions": healthy.attachments,
    "/api/v1/namespaces/default/services/kubernetes": { spec: { clusterIP: "10.96.0.1" } },
    "/api/v1/namespaces/red": healthy.namespace,
    "/api/v1/namespaces/red/pods/app-1": podWith(first),
  };
  const reader: Reader = {
    denied: ["/api/v1/namespaces/red/events?x"],
    list: <T extends KubeObject>(path: string) => Promise.resolve((answers[path] ?? []) as readonly T[]),
    get: <T extends KubeObject>(path: string) => Promise.resolve(answers[path] as T | undefined),
    text: () => Promise.resolve(""),
    patch: () => Promise.resolve(),
    remove: () => Promise.resolve(),
  };
  let directory: string;
  let written: string;
  const surroundings = {
    open: () => Promise.resolve(reader),
    write: (text: string) => void (written += text),
    complain: (text: string) => void (written += text),
    color: false,
  };
  const options = (output: "text" | "json") => ({
    namespace: "red",
    kubeconfig: join(directory, "config"),
    output,
    timeout: 5,
  });

  before(() => {
    directory = mkdtempSync(join(tmpdir(), "network-"));
    const config = {
      "current-context": "c",
      contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
      clusters: [{ name: "c", cluster: { server: "https://127.0.0.1:1" } }],
      users: [{ name: "u", user: { token: "t" } }],
    };
    writeFileSync(join(directory, "config"), JSON.stringify(config));
  });
  beforeEach(() => {
    written = "";
  });
  after(() => rmSync(directory, { recursive: true }));

  it("tells the first broken link, the pod's interfaces and the next command, and ends with 1", async () => {
    expect(await runNetwork("app-1", options("text"), surroundings)).to.equal(1);
    for (const part of [
      "10.20.0.5",
      "✘ api-server",
      "✔ subnet",
      "[KN8108]",
      "next:",
      "namespaces/red/events",
    ]) {
      expect(written).to.contain(part);
    }
  });

  it("tells it to programs as JSON, of the cluster where no pod is named, and ends with 0 where all is well", async () => {
    expect(await runNetwork(undefined, options("json"), surroundings)).to.equal(0);
    expect(JSON.parse(written)).to.deep.include({ ok: true, broken: 0, findings: [] });
  });

  it("reads what belongs to the pod, and nothing of it where none is named", async () => {
    expect((await readNetworks(reader, asked)).pod).to.deep.equal(podWith(first));
    expect((await readNetworks(reader)).pod).to.equal(undefined);
  });

  it("stands below diagnose, with options of its own", async () => {
    const command = diagnoseCommand("diagnose", surroundings);
    const args = ["network", "app-1", "-n", "red", "--kubeconfig", join(directory, "config"), "-o", "json"];
    const before = process.exitCode;
    try {
      await command.parseAsync(args, { from: "user" });
      expect(process.exitCode).to.equal(1);
    } finally {
      process.exitCode = before;
    }
    expect(JSON.parse(written)).to.have.nested.property("first.code", "KN8108");
  });
});
