import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { importCommand, runImport } from "../../../provider/src/alibaba/import.command";
import { importServices } from "../../../provider/src/alibaba/import";
import { checkServing } from "../../../provider/src/serving/serving.check";
import { program } from "../../../provider/src/cli/main";
import { annotations } from "./samples";

const service = (texts: Record<string, string>, spec: object = {}): string =>
  JSON.stringify({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "ingress-gateway", namespace: "knative-serving", annotations: texts },
    spec: { type: "LoadBalancer", ports: [{ port: 80 }, { port: 443 }], ...spec },
  });

async function run(text: string, json = false) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runImport(undefined, json, {
    read: () => Promise.resolve(text),
    write: (line) => out.push(line),
    complain: (line) => err.push(line),
  });
  return { code, out: out.join(""), err: err.join("") };
}

describe("pulumi-knative import-annotations", () => {
  it("prints the gateway that a Service stands for, which the package then takes", async () => {
    const texts = annotations({ "address-type": "intranet", "vswitch-id": "vsw-1", "acl-status": "off" });
    const { code, out } = await run(
      service({ ...texts, "example.com/team": "web" }, { externalTrafficPolicy: "Local" }),
    );
    expect(code).to.equal(0);
    expect(out).to.match(/^# Service knative-serving\/ingress-gateway\n- exposure: LoadBalancer\n/);
    const [gateway] = parse(out) as [object];
    expect(gateway).to.deep.equal({
      exposure: "LoadBalancer",
      alibaba: { addressType: "intranet", network: { vswitchId: "vsw-1" }, acl: { enabled: false } },
      annotations: { "example.com/team": "web" },
      externalTrafficPolicy: "Local",
    });
    expect(checkServing({ gateways: [gateway] })).to.deep.equal([]);
  });

  it("prints what is wrong by the names of the annotations, all of it, and ends with 1", async () => {
    const { code, out } = await run(
      service(
        annotations({
          "adress-type": "intranet",
          "charge-type": "paybybandwidth",
          "protocol-port": "https:443",
          bandwidth: "two",
        }),
      ),
    );
    expect(code).to.equal(1);
    const lines = out.split("\n").filter((line) => line.startsWith("# !"));
    expect(lines.map((line) => /loadbalancer-([a-z-]+)"\].*\[(KN\d+)\]$/.exec(line)?.slice(1))).to.deep.equal(
      [
        ["adress-type", "KN7000"],
        ["bandwidth", "KN7002"],
        ["bandwidth", "KN7012"],
        ["cert-id", "KN7021"],
      ],
    );
    expect(out).to.contain('did you mean "address-type"?');
  });

  it("says of a mistyped address type that the address is public", async () => {
    const { out } = await run(service(annotations({ "adress-type": "intranet" })));
    expect((parse(out) as [{ alibaba: object }])[0].alibaba).to.deep.equal({ addressType: "internet" });
  });

  it("reads an NLB by its class, with its own rules", () => {
    const [imported] = importServices(
      service(annotations({ name: "web" }), { loadBalancerClass: "alibabacloud.com/nlb" }),
    );
    expect(imported?.gateway.alibaba?.type).to.equal("nlb");
    expect(imported?.problems.map(({ code, path }) => [code, path])).to.deep.equal([
      ["KN7016", 'annotations["service.beta.kubernetes.io/alibaba-cloud-loadbalancer-zone-maps"]'],
    ]);
  });

  it("tells what of the Service keeps the controller from reading anything", () => {
    const [imported] = importServices(
      service(
        {
          ...annotations({ name: "web", type: "nlb" }),
          "service.beta.kubernetes.io/class": "other",
        },
        { type: "ClusterIP", loadBalancerClass: "example.com/other", loadBalancerIP: "10.0.0.1" },
      ),
    );
    expect(imported?.problems.map(({ code }) => code)).to.deep.equal([
      ...["KN7005", "KN7005", "KN7005"],
      ...["KN7004", "KN7004"],
    ]);
  });

  it("names the annotation that is there by its old name, and the one that hides it", () => {
    const [imported] = importServices(
      service({
        ...annotations({ "address-type": "intranet" }),
        "service.beta.kubernetes.io/alicloud-loadbalancer-address-type": "internet",
        "service.beta.kubernetes.io/alicloud-loadbalancer-bandwidth": "5",
      }),
    );
    expect(imported?.problems.map(({ code, path }) => [code, /"(.*)"/.exec(path)?.[1]])).to.deep.equal([
      ["KN7001", "service.beta.kubernetes.io/alicloud-loadbalancer-address-type"],
      ["KN7011", "service.beta.kubernetes.io/alicloud-loadbalancer-bandwidth"],
    ]);
  });

  it("reads several documents and lists, and prints JSON for programs", async () => {
    const list = JSON.stringify({
      kind: "List",
      apiVersion: "v1",
      items: [JSON.parse(service({})), { kind: "Pod" }],
    });
    const { code, out } = await run(`${service({})}\n---\n${list}`, true);
    expect(code).to.equal(0);
    expect((JSON.parse(out) as { service: string }[]).map((one) => one.service)).to.deep.equal([
      "knative-serving/ingress-gateway",
      "knative-serving/ingress-gateway",
    ]);
  });

  it("ends with 2 where there is nothing to read", async () => {
    for (const [text, error] of [
      ["", /holds no Service/],
      ["kind: Pod", /holds no Service/],
      ["a: [", /neither YAML nor JSON/],
    ] as const) {
      const { code, err } = await run(text);
      expect(code).to.equal(2);
      expect(err).to.match(error);
    }
  });

  it("reads files, is one of the commands, and says where a file isn't there", async () => {
    const file = join(mkdtempSync(join(tmpdir(), "import-")), "service.yaml");
    writeFileSync(file, service({}));
    const err: string[] = [];
    const surroundings = { write: () => undefined, complain: (line: string) => err.push(line) };
    const { readFile } = await import("node:fs/promises");
    const read = (name: string | undefined) => readFile(name ?? "", "utf8");
    expect(await runImport(file, false, { ...surroundings, read })).to.equal(0);
    expect(await runImport(`${file}.not`, false, { ...surroundings, read })).to.equal(2);
    expect(err.join("")).to.contain("ENOENT");
    expect(program().commands.map((command) => command.name())).to.include(importCommand().name());
  });
});
