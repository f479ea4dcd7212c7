import { spawnSync } from "node:child_process";

import { expect } from "chai";

import { parseHierarchies } from "../../../../lab/node/cgroups";
import { renderExports } from "../../../../lab/node/env";
import { CHECKS } from "../../../../lab/node/checks";
import { nodeComponents } from "../../../../lab/node/components";
import {
  identify,
  inside,
  isAlive,
  parseNamespacePids,
  parseStat,
  type Located,
} from "../../../../lab/node/processTable";
import { noProxy } from "../../../../lab/node/proxy";
import { staleNames } from "../../../../lab/node/staleImages";

const PROGRAMS = {
  kube: "/t/kube",
  etcd: "/t/etcd",
  containerd: "/d/containerd",
  runc: "/d/runc",
  conntrack: "/d/conntrack",
  iptablesDir: "/i",
  cniDir: "/c",
  dockerRegistry: "/d/docker-registry",
  tini: "/d/tini",
};

describe("lab host", () => {
  it("reads a process's state and start behind a name with brackets and spaces", () => {
    const rest = Array.from({ length: 30 }, (_, i) => String(i + 4));
    expect(parseStat(`12 (a) b (c) S ${rest.join(" ")}`)).to.deep.equal({ state: "S", startTicks: 22 });
  });

  it("tells a process from a later one of the same number", async () => {
    const me = await identify(process.pid);
    expect(await isAlive(me)).to.equal(true);
    expect(await isAlive({ pid: process.pid, startTicks: (me?.startTicks ?? 0) + 1 })).to.equal(false);
    expect(await isAlive(undefined)).to.equal(false);
  });

  it("does not take a process for one that was recorded before the machine was started anew", async () => {
    const me = await identify(process.pid);
    expect(await isAlive({ pid: process.pid, startTicks: me?.startTicks ?? 0, boot: "another" })).to.equal(
      false,
    );
    // As records of older labs are.
    expect(await isAlive({ pid: process.pid, startTicks: me?.startTicks ?? 0 })).to.equal(true);
  });

  it("finds all processes of a node, and none of another lab's pods", () => {
    const entry = (pid: number, parent: number, namespace: string, ...inner: number[]): Located => ({
      ...{ pid, parent, namespace },
      numbers: [pid, ...inner],
    });
    const ours = [
      entry(100, 10, "ours", 1),
      entry(101, 100, "ours", 7),
      entry(102, 101, "our pod", 8, 1),
      entry(103, 102, "our pod", 9, 2),
      // Its parent is one of the host's: it was started from there.
      entry(104, 10, "ours", 10),
    ];
    const others = [
      entry(10, 1, "host"),
      entry(200, 10, "theirs", 1),
      entry(201, 200, "their pod", 7, 1),
      entry(202, 201, "their pod", 8, 2),
    ];
    const found = inside(100, [...others, ...ours]);
    expect(found.map(({ pid }) => pid)).to.deep.equal([100, 101, 102, 103, 104]);
    expect(found.map(({ innerPid }) => innerPid)).to.deep.equal([1, 7, 8, 9, 10]);
    expect(inside(999, others)).to.deep.equal([]);
  });

  it("does not take a process that ended for alive", async () => {
    const { pid } = spawnSync("true");
    expect(await identify(pid)).to.equal(undefined);
  });

  it("reads a process's numbers from the host's namespace inwards", () => {
    expect(parseNamespacePids("Name:\tx\nNSpid:\t2301\t17\t1\nNSpgid:\t1\n")).to.deep.equal([2301, 17, 1]);
    expect(parseNamespacePids("Name:\tx\n")).to.deep.equal([]);
  });

  it("finds the cgroup hierarchies of both versions", () => {
    const mounts = [
      "31 23 0:26 / /sys/fs/cgroup rw shared:9 - tmpfs tmpfs rw,mode=755",
      "32 31 0:27 / /sys/fs/cgroup/unified rw shared:10 - cgroup2 cgroup2 rw",
      "33 31 0:28 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu",
      "",
    ].join("\n");
    expect(parseHierarchies(mounts)).to.deep.equal([
      { mountPoint: "/sys/fs/cgroup/unified", version: 2 },
      { mountPoint: "/sys/fs/cgroup/cpu", version: 1 },
    ]);
  });

  it("has every component checked, started once, and after others that exist", () => {
    const components = nodeComponents(PROGRAMS, "/mirror");
    const names = components.map(({ name }) => name);
    expect([...names].sort()).to.deep.equal(Object.keys(CHECKS).sort());
    expect(components.flatMap(({ after }) => after).filter((name) => !names.includes(name))).to.deep.equal(
      [],
    );
  });

  it("gives components a PATH with the lab's programs first and nothing of the caller's environment", () => {
    for (const { env, name } of nodeComponents(PROGRAMS, "/mirror")) {
      expect(Object.keys(env ?? {}), name).to.deep.equal(["PATH", "HOME"]);
      expect(env?.PATH, name).to.match(/^\/i:\/d:\/usr/);
    }
  });

  it("keeps the lab's addresses from a proxy, and says nothing where there is none", () => {
    expect(noProxy({ NO_PROXY: "example.com" })).to.deep.equal({});
    expect(
      noProxy({ https_proxy: "http://proxy:3128", NO_PROXY: "example.com, 10.210.0.0/30" }),
    ).to.deep.equal({
      NO_PROXY: "example.com,10.210.0.0/30,10.211.0.0/24,10.212.0.0/16,10.213.0.0/24",
      no_proxy: "example.com,10.210.0.0/30,10.211.0.0/24,10.212.0.0/16,10.213.0.0/24",
    });
  });

  it("finds the names under which containerd keeps another image than the registry", () => {
    const listing = [
      "REF TYPE DIGEST SIZE PLATFORMS LABELS",
      "r:5000/envoy:v1 application/vnd.oci.image.manifest.v1+json sha256:old 40.0 MiB linux/amd64 -",
      "r:5000/hello:v1 application/vnd.oci.image.manifest.v1+json sha256:same 1.0 MiB linux/amd64 -",
      "r:5000/user:v1 application/vnd.oci.image.manifest.v1+json sha256:other 1.0 MiB linux/amd64 -",
      "",
    ].join("\n");
    const images = [
      { repository: "envoy", tag: "v1", digest: "sha256:new" },
      { repository: "hello", tag: "v1", digest: "sha256:same" },
    ];
    expect(staleNames(listing, images, "r:5000")).to.deep.equal(["r:5000/envoy:v1"]);
  });

  it("writes exports that a shell reads back as they were", () => {
    const value = `a 'quoted' $HOME "x" \`y\`\nline`;
    const script = `${renderExports({ VALUE: value })}printf %s "$VALUE"`;
    expect(spawnSync("sh", ["-c", script], { encoding: "utf8" }).stdout).to.equal(value);
  });
});
