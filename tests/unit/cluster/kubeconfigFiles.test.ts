import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { parse, stringify } from "yaml";
import { findKubeconfig } from "../../../provider/src/cluster/kubeconfigFiles";

const cluster = (name: string, server: string, more: object = {}) => ({ name, cluster: { server, ...more } });
const context = (name: string, of: string) => ({ name, context: { cluster: of, user: "me" } });

describe("cluster: where the kubeconfig comes from", () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "pulumi-knative-kubeconfig-"));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const write = (name: string, content: object | string): string => {
    const path = join(directory, name);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, typeof content === "string" ? content : stringify(content));
    return path;
  };
  const found = (value: string | undefined, environment = {}): Record<string, unknown> => {
    const source = findKubeconfig(value, environment, directory);
    return "text" in source ? (parse(source.text) as Record<string, unknown>) : { missing: source.missing };
  };

  it("is the text that is given, as it is", () => {
    const text = "apiVersion: v1 # mine\nclusters: []\n";
    expect(findKubeconfig(text)).to.deep.equal({ text });
  });

  it("is a file's text as it is, where that names no other file by a relative path", () => {
    const text = "apiVersion: v1 # mine\nclusters:\n  - { name: a, cluster: { server: 'https://a' } }\n";
    expect(findKubeconfig(write("config", text))).to.deep.equal({ text });
  });

  it("has the files that it names looked for beside it, as kubectl does", () => {
    const path = write("deep/config", {
      clusters: [cluster("a", "https://a", { "certificate-authority": "ca.crt" })],
      users: [
        {
          name: "me",
          user: {
            "client-certificate": "../me.crt",
            "client-key": "/etc/me.key",
            exec: { command: "./login", args: ["./kept"] },
          },
        },
        { name: "other", user: { exec: { command: "aws" } } },
      ],
    });
    expect(found(path)).to.deep.equal({
      clusters: [cluster("a", "https://a", { "certificate-authority": join(directory, "deep", "ca.crt") })],
      users: [
        {
          name: "me",
          user: {
            "client-certificate": join(directory, "me.crt"),
            "client-key": "/etc/me.key",
            exec: { command: join(directory, "deep", "login"), args: ["./kept"] },
          },
        },
        { name: "other", user: { exec: { command: "aws" } } },
      ],
    });
  });

  it("is put together from all files of KUBECONFIG, of which the first counts", () => {
    const first = write("a", {
      "current-context": "",
      clusters: [cluster("one", "https://first")],
      contexts: [context("staging", "one")],
    });
    const second = write("b", {
      "current-context": "prod",
      clusters: [cluster("one", "https://second"), cluster("two", "https://two")],
      contexts: [context("prod", "two")],
      users: [{ name: "me", user: {} }],
    });
    const KUBECONFIG = [first, join(directory, "none"), second].join(":");
    expect(found(undefined, { KUBECONFIG })).to.deep.equal({
      "current-context": "prod",
      clusters: [cluster("one", "https://first"), cluster("two", "https://two")],
      contexts: [context("staging", "one"), context("prod", "two")],
      users: [{ name: "me", user: {} }],
    });
  });

  it("tells all places where it was looked for in vain", () => {
    const KUBECONFIG = "/nonexistent/a:/nonexistent/b";
    expect(found(undefined, { KUBECONFIG })).to.deep.equal({ missing: "/nonexistent/a, /nonexistent/b" });
    expect(found("/nonexistent/c")).to.deep.equal({ missing: "/nonexistent/c" });
  });

  it("is the cluster that a pod runs in, where there is nothing else", () => {
    const home = process.env.HOME;
    process.env.HOME = directory;
    try {
      const pod = { KUBERNETES_SERVICE_HOST: "fd00::1", KUBERNETES_SERVICE_PORT: "443" };
      expect(found(undefined, pod)).to.deep.equal({ missing: join(directory, ".kube", "config") });
      const tokenFile = write("token", "t0ken");
      const { clusters, users, "current-context": current } = found(undefined, pod);
      const ca = join(directory, "ca.crt");
      expect(clusters).to.deep.equal([
        cluster("in-cluster", "https://[fd00::1]:443", { "certificate-authority": ca }),
      ]);
      expect(users).to.deep.equal([{ name: "in-cluster", user: { tokenFile } }]);
      expect(current).to.equal("in-cluster");
      expect(JSON.stringify(found(undefined, pod)), "the token stays where it is").not.to.contain("t0ken");
      const KUBECONFIG = "/nonexistent/a";
      expect(found(undefined, { ...pod, KUBECONFIG })).to.deep.equal({ missing: "/nonexistent/a" });
    } finally {
      process.env.HOME = home;
    }
  });
});
