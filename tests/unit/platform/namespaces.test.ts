import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import type { NamespaceArgs, ServiceArgs } from "../../../provider/src";
import { checkNamespaces } from "../../../provider/src/platform/namespaces.check";
import { foreignNamespaces } from "../../../provider/src/platform/namespaces.gate";
import { inNamespace, renderNamespace } from "../../../provider/src/platform/namespaces.render";
import { checkPlatform } from "../../../provider/src/platform/platform.check";
import { valueOf } from "../../support/recorder";

const image = "registry.example.com/app:1";
const secret = { name: "pull", registry: "registry.example.com", username: "me", password: "pass" };
const codes = (namespaces: NamespaceArgs[], services: ServiceArgs[] = []) =>
  checkPlatform({ cluster: { kubeconfig: pulumi.output("") }, namespaces, services }).map(
    ({ path, code }) => `${path} ${code}`,
  );

describe("platform: namespaces", () => {
  it("are none that others need, each once, with Secrets each once", () => {
    const found = checkNamespaces([
      { name: "team", pullSecrets: [secret, secret] },
      { name: "team" },
      { name: "default" },
      { name: "kube-system" },
      { name: "knative-serving" },
      {
        name: "strict",
        podSecurity: "restricted",
        labels: { "pod-security.kubernetes.io/enforce": "baseline" },
      },
    ]);
    expect(found.map(({ path, code }) => `${path} ${code}`)).to.deep.equal([
      "[1].name KN1007",
      "[0].pullSecrets[1].name KN1007",
      "[2].name KN3008",
      "[3].name KN3008",
      "[4].name KN3008",
      "[5].podSecurity KN1008",
    ]);
  });

  it("are checked along with all the rest", () => {
    const bad = { name: "Team", pullSecrets: [{ ...secret, registry: "https://registry" }] };
    expect(codes([bad], [{ name: "a", image: "UPPER" }])).to.deep.equal([
      "namespaces[0].name KN4001",
      "namespaces[0].pullSecrets[0].registry KN1006",
      "services[0].image KN4009",
    ]);
    expect(codes([{ name: "team", podSecurity: "restricted" }])).to.deep.equal([]);
  });

  it("carry what is said of them, and the credentials that services are pulled with, secret", async () => {
    const [namespace, pull] = renderNamespace({
      name: "team",
      labels: { app: "a" },
      podSecurity: "restricted",
      pullSecrets: [{ ...secret, registry: "docker.io" }],
    });
    expect(namespace?.metadata).to.deep.equal({
      name: "team",
      labels: { app: "a", "pod-security.kubernetes.io/enforce": "restricted" },
    });
    expect(pull?.metadata).to.deep.equal({ name: "pull", namespace: "team" });
    const data = (pull?.data as Record<string, pulumi.Output<string>>)[".dockerconfigjson"];
    expect(await pulumi.isSecret(data as pulumi.Output<string>)).to.equal(true);
    const text = Buffer.from((await valueOf(data as pulumi.Output<string>)) ?? "", "base64").toString();
    const { auths } = JSON.parse(text) as { auths: Record<string, object> };
    expect(Object.keys(auths)).to.deep.equal(["docker.io", "https://index.docker.io/v1/"]);
    expect(auths["docker.io"]).to.include({ username: "me", password: "pass" });
  });

  it("give their services Secrets and rights, where those say nothing themselves", () => {
    const namespaces: NamespaceArgs[] = [
      { name: "team", podSecurity: "restricted", pullSecrets: [secret] },
      { name: "open" },
    ];
    const service = { name: "a", image };
    expect(inNamespace({ ...service, namespace: "team" }, namespaces)).to.include({ restricted: true });
    expect(inNamespace({ ...service, namespace: "team" }, namespaces).imagePullSecrets).to.deep.equal([
      "pull",
    ]);
    const own = { ...service, namespace: "team", imagePullSecrets: [], restricted: false };
    expect(inNamespace(own, namespaces)).to.deep.equal(own);
    expect(inNamespace(service, namespaces)).to.equal(service);
    expect(inNamespace({ ...service, namespace: "open" }, namespaces).restricted).to.equal(undefined);
  });

  it("refuse services that ask for what the namespace forbids (KN3507)", () => {
    const service: ServiceArgs = { name: "a", namespace: "team", image, securityContext: { runAsUser: 0 } };
    expect(codes([{ name: "team", podSecurity: "restricted" }], [service])).to.deep.equal([
      "services[0].securityContext.runAsUser KN3507",
    ]);
    expect(codes([{ name: "team", podSecurity: "baseline" }], [service])).to.deep.equal([]);
  });
});

describe("platform: namespaces that are there", () => {
  const owner = { project: "shop", stack: "dev", component: "platform", formerly: [] };
  const live = { name: "team", uid: "n1" };
  const refused = (more: object, args: Partial<NamespaceArgs> = {}, uids: string[] = []) =>
    foreignNamespaces(
      owner,
      [{ name: "team", ...args }],
      { clusterUid: "c1", namespaces: [{ ...live, ...more }] },
      {
        namespaces: uids.map((uid) => ({
          uid,
          component: "platform",
          owner: undefined,
          markedCluster: "c1",
        })),
        providers: [],
      },
    ).map(({ path, code }) => `${path} ${code}`);

  it("stay whose they are, unless taking them over is asked for", () => {
    expect(refused({})).to.deep.equal(["namespaces[0].name KN3008"]);
    expect(refused({ owner: "shop/prod/platform" })).to.deep.equal(["namespaces[0].name KN3008"]);
    expect(refused({}, { adopt: true })).to.deep.equal([]);
  });

  it("are the stack's own by their mark or by its state", () => {
    expect(refused({ owner: "shop/dev/platform", markedCluster: "c1" })).to.deep.equal([]);
    expect(refused({}, {}, ["n1"])).to.deep.equal([]);
    expect(refused({ owner: "shop/dev/platform", markedCluster: "c2" })).to.deep.equal([
      "namespaces[0].name KN3008",
    ]);
  });
});
