import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { stringify } from "yaml";
import type { AckArgs } from "../../../provider/src/alibaba/ack.args";
import { Cloud } from "../../support/alicloud/cloud";
import { installCloud } from "../../support/alicloud/install";
import { fullest, smallest } from "../../support/ack";
import { PulumiProject } from "../../support/pulumiProject";
import { needPulumi, pathWith, patience, root } from "../languages/tools";

/** A program with one cluster, as a team would write it, and a cloud that stands in for Alibaba's. */
class ClusterProject extends PulumiProject {
  readonly cloudFile = join(this.directory, "cloud.json");

  constructor(pulumi: readonly string[], apiServer: string) {
    super({
      env: {
        ALICLOUD_ACCESS_KEY: "access-key-never-to-be-seen",
        ALICLOUD_SECRET_KEY: "secret-key-never-to-be-seen",
      },
    });
    const plugins = installCloud(join(this.directory, "plugins"), { file: this.cloudFile, apiServer });
    this.env = { ...this.env, PATH: pathWith(plugins, ...pulumi) };
    symlinkSync(join(root, "node_modules"), join(this.directory, "node_modules"));
    writeFileSync(
      join(this.directory, "Pulumi.yaml"),
      stringify({ name: "ack", runtime: "nodejs", main: "index.js" }),
    );
    writeFileSync(join(this.directory, "package.json"), '{ "name": "ack" }');
    const library = join(root, "dist", "provider", "src");
    writeFileSync(
      join(this.directory, "index.js"),
      `const { Cluster } = require(${JSON.stringify(library)});
const args = JSON.parse(require("node:fs").readFileSync("cluster.json", "utf8"));
const cluster = new Cluster("ack", args);
exports.ack = cluster.ack;
exports.serverVersion = cluster.serverVersion;
exports.kubeconfig = cluster.kubeconfig;
`,
    );
  }

  configure(ack: AckArgs): void {
    writeFileSync(join(this.directory, "cluster.json"), JSON.stringify({ ack }));
  }

  get cloud() {
    return Cloud.read(this.cloudFile);
  }

  get kinds(): string[] {
    return Object.values(this.cloud.held).map(({ type }) => type.split(":").at(-1) ?? "");
  }
}

describe("engine: an ACK cluster on a cloud that stands in for Alibaba's", function () {
  this.timeout(patience);
  let server: Server;
  let project: ClusterProject;

  before(async function () {
    const pulumi = await needPulumi(this);
    server = createServer((request, response) => {
      response.writeHead(request.url === "/version" ? 200 : 404, { "content-type": "application/json" });
      response.end(JSON.stringify(request.url === "/version" ? { gitVersion: "v1.34.4-aliyun.1" } : {}));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const apiServer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    project = new ClusterProject(pulumi, apiServer);
    project.configure(smallest);
    await project.init();
  });
  after(() => {
    project?.dispose();
    server?.close();
  });

  it("previews all of it before there is anything", async () => {
    const changes = await project.changedNames();
    expect(changes).to.include.members([
      "create ack:vpc",
      "create ack:cluster",
      "create ack:nodePool/default",
    ]);
    expect(changes.filter((change) => !change.startsWith("create "))).to.deep.equal([]);
    expect(project.cloud.done).to.deep.equal([]);
  });

  it("is made in an order that the cloud takes, and then has an API server that answers", async () => {
    await project.up();
    expect(project.kinds).to.have.members([
      "Network",
      "Switch",
      "Switch",
      "NatGateway",
      "EipAddress",
      "EipAssociation",
      "SnatEntry",
      "SnatEntry",
      "SecurityGroup",
      "SecurityGroupRule",
      "SecurityGroupRule",
      "SecurityGroupRule",
      "ManagedKubernetes",
      "NodePool",
    ]);
    const outputs = JSON.parse(await project.must("stack", "output", "--json")) as Record<string, unknown>;
    expect(outputs).to.deep.include({ serverVersion: "1.34.4-aliyun.1", kubeconfig: "[secret]" });
    expect(outputs["ack"]).to.have.property("egressAddress", "203.0.113.9");
  });

  it("keeps credentials of cloud and cluster out of state and output", async () => {
    const { output } = await project.run("preview", "--diff");
    const directory = join(project.directory, "backend");
    const files = readdirSync(directory, { recursive: true, encoding: "utf8", withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
    for (const text of [output, ...files]) {
      expect(text).not.to.match(/never-to-be-seen|t0ken/);
    }
  });

  it("replaces nothing for another kubeconfig, which each run gets, and adds what is added", async () => {
    const addon = { name: "metrics-server" };
    project.configure({ ...smallest, addons: [addon] });
    const changes = await project.changedNames();
    expect(changes).to.include("create ack:addon/metrics-server");
    expect(changes.filter((change) => change !== "create ack:addon/metrics-server")).to.satisfy(
      (rest: string[]) => rest.every((change) => change === "update ack"),
    );
    await project.up();
    expect(project.cloud.done.filter((each) => each.startsWith("delete"))).to.deep.equal([]);
  });

  it("is replaced one after the other by what can't be changed, with its nodes, and keeps the network", async () => {
    const before = project.cloud.done.length;
    project.configure({ ...smallest, serviceCidr: "172.22.0.0/16" });
    await project.up();
    const done = project.cloud.done.slice(before).map((each) => each.replace(/-\d+$/, ""));
    expect(done).to.deep.equal(["delete addon", "delete np", "delete c", "create c", "create np"]);
  });

  it("can't be deleted while it is protected, not even in part", async () => {
    project.configure({ ...smallest, serviceCidr: "172.22.0.0/16", deletionProtection: true });
    await project.up();
    const before = project.kinds;
    // Its preview stops it. Without one the engine would come to the cluster only after its nodes.
    const { exitCode, output } = await project.run("destroy", "--yes");
    expect(exitCode).not.to.equal(0);
    expect(output).to.contain("protect");
    expect(project.kinds).to.deep.equal(before);
  });

  it("leaves nothing in the cloud when it is destroyed, without running the program", async () => {
    project.configure({ ...smallest, serviceCidr: "172.22.0.0/16", deletionProtection: false });
    await project.up();
    rmSync(join(project.directory, "cluster.json"));
    await project.destroy();
    expect(project.cloud.held).to.deep.equal({});
  });

  it("is made and destroyed with everything that can be said of it", async () => {
    project.configure({
      ...fullest,
      knative: undefined,
      deletionProtection: false,
      credentialMinutes: undefined,
    });
    await project.up();
    expect(project.kinds).to.include.members(["AutoscalingConfig", "KubernetesAddon", "NodePool"]);
    await project.destroy();
    expect(project.cloud.held).to.deep.equal({});
  });
});
