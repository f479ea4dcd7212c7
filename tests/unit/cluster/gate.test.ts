import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { checkCluster, checkKubernetesVersion } from "../../../provider/src/cluster/cluster.check";
import { askCluster } from "../../../provider/src/cluster/gate";
import {
  awaitNamespacesGone,
  ProbeError,
  probeCluster,
  servesGroup,
} from "../../../provider/src/cluster/probe";
import { ProblemsError } from "../../../provider/src/problems";

type Answers = Record<string, { status?: number; body: unknown } | undefined>;

describe("cluster: gate", () => {
  let server: Server;
  let answers: Answers;
  let seen: { path: string; authorization?: string }[];
  let kubeconfig: string;

  beforeEach(async () => {
    answers = {};
    seen = [];
    server = createServer((request, response) => {
      seen.push({ path: request.url ?? "", authorization: request.headers.authorization });
      const answer = answers[request.url ?? ""];
      response.writeHead(answer?.status ?? (answer === undefined ? 404 : 200), {
        "content-type": "application/json",
      });
      response.end(JSON.stringify(answer?.body ?? {}));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    kubeconfig = configFor((server.address() as AddressInfo).port);
  });

  afterEach(() => new Promise((resolve) => server.close(resolve)));

  const configFor = (port: number) =>
    JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      // The library refuses to send credentials in the clear unless verification is off altogether.
      clusters: [
        { name: "a", cluster: { server: `http://127.0.0.1:${port}`, "insecure-skip-tls-verify": true } },
      ],
      contexts: [{ name: "a", context: { cluster: "a", user: "me" } }],
      users: [{ name: "me", user: { token: "t0ken" } }],
      "current-context": "a",
    });
  const version = { body: { gitVersion: "v1.34.4-aliyun.1" } };
  const controller = "/apis/apps/v1/namespaces/knative-serving/deployments/controller";
  const eventing = "/apis/apps/v1/namespaces/knative-eventing/deployments/eventing-controller";
  const options = { timeoutSeconds: 5, namespaces: ["knative-serving", "kourier-system"] };

  async function problemsOf(text: string): Promise<string[]> {
    await pulumi.runtime.setMocks({
      newResource: ({ inputs }) => ({ id: "id", state: inputs as object }),
      call: () => ({}),
    });
    const component = new pulumi.ComponentResource("test:index:Component", "component");
    try {
      await askCluster(
        { kubeconfig: text, context: undefined, args: { timeoutSeconds: 2 }, namespaces: [] },
        component,
      );
      return [];
    } catch (error) {
      expect(error).to.be.instanceOf(ProblemsError);
      expect(JSON.stringify(error)).not.to.contain("t0ken");
      return (error as ProblemsError).problems.map(({ path, code }) => `${path} ${code}`);
    }
  }

  it("finds out whether the cluster serves a group, where that may be asked", async () => {
    const serves = () => servesGroup(kubeconfig, "a", "keda.sh", { timeoutSeconds: 5 });
    answers = { "/apis": { body: { groups: [{ name: "apps" }, { name: "keda.sh" }] } } };
    expect(await serves()).to.equal(true);
    answers = { "/apis": { body: { groups: [{ name: "external.keda.sh" }] } } };
    expect(await serves()).to.equal(false);
    answers = { "/apis": { status: 403, body: {} } };
    expect(await serves()).to.equal(undefined);
  });

  it("asks with the credentials of the kubeconfig, for the version and for what is installed", async () => {
    const labels = { "app.kubernetes.io/version": "1.22.2" };
    const operated = { labels, ownerReferences: [{ kind: "KnativeEventing", name: "own" }] };
    answers = {
      "/version": version,
      [controller]: { body: { metadata: { labels: { "app.kubernetes.io/version": "1.22.1" } } } },
      [eventing]: {
        body: { metadata: operated },
      },
      "/api/v1/namespaces/knative-eventing": { body: { metadata: { name: "knative-eventing", uid: "u" } } },
    };
    expect(await probeCluster(kubeconfig, "a", options)).to.deep.equal({
      serverVersion: "1.34.4-aliyun.1",
      installedVersion: "1.22.1",
      certManagerInstalled: undefined,
      installedIstio: undefined,
      installedGatewayApi: undefined,
      installedKubeOvn: undefined,
      forbidden: [],
      installation: {
        clusterUid: undefined,
        namespaces: [],
        installer: "somebody",
        version: "1.22.1",
      },
      eventingInstallation: {
        clusterUid: undefined,
        namespaces: [{ name: "knative-eventing", uid: "u", owner: undefined, markedCluster: undefined }],
        installer: 'the Knative Operator (KnativeEventing "own")',
        version: "1.22.2",
      },
    });
    expect(seen.every(({ authorization }) => authorization === "Bearer t0ken")).to.equal(true);
  });

  it("asks with the token of a file that the kubeconfig names as kubectl does", async () => {
    const directory = mkdtempSync(join(tmpdir(), "pulumi-knative-token-"));
    try {
      writeFileSync(join(directory, "token"), "t0ken-of-a-file");
      answers = { "/version": version };
      const user = { tokenFile: join(directory, "token") };
      const config = { ...(JSON.parse(kubeconfig) as object), users: [{ name: "me", user }] };
      await probeCluster(JSON.stringify(config), "a", options);
      expect(seen.every(({ authorization }) => authorization === "Bearer t0ken-of-a-file")).to.equal(true);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it("knows of nothing installed where there is nothing, or where it may not look", async () => {
    answers = { "/version": version };
    const nothing = { clusterUid: undefined, namespaces: [], installer: undefined, version: undefined };
    expect(await probeCluster(kubeconfig, "a", options)).to.deep.equal({
      serverVersion: "1.34.4-aliyun.1",
      installedVersion: undefined,
      certManagerInstalled: undefined,
      installedIstio: undefined,
      installedGatewayApi: undefined,
      installedKubeOvn: undefined,
      forbidden: [],
      installation: nothing,
      eventingInstallation: nothing,
    });
    answers = { "/version": version, [controller]: { status: 403, body: {} } };
    const unread = await probeCluster(kubeconfig, "a", options);
    expect(unread.installedVersion).to.equal(undefined);
    expect(unread.forbidden).to.deep.equal([controller]);
  });

  it("finds the cluster's identity, and whose Knative's namespaces are", async () => {
    const annotations = {
      "knative.pulumi.com/owner": "shop/prod/platform",
      "knative.pulumi.com/cluster": "uid-of-kube-system",
    };
    answers = {
      "/version": version,
      "/api/v1/namespaces/kube-system": {
        body: { metadata: { name: "kube-system", uid: "uid-of-kube-system" } },
      },
      "/api/v1/namespaces/knative-serving": {
        body: { metadata: { name: "knative-serving", uid: "a", annotations } },
      },
      "/api/v1/namespaces/kourier-system": { body: { metadata: { name: "kourier-system", uid: "b" } } },
    };
    const { clusterUid, namespaces = [] } = (await probeCluster(kubeconfig, "a", options)).installation ?? {};
    expect(clusterUid).to.equal("uid-of-kube-system");
    expect(namespaces).to.deep.equal([
      { name: "knative-serving", uid: "a", owner: "shop/prod/platform", markedCluster: "uid-of-kube-system" },
      { name: "kourier-system", uid: "b", owner: undefined, markedCluster: undefined },
    ]);
  });

  it("finds cert-manager where all its definitions are, and knows nothing where it may not look", async () => {
    const asked = async (groups: readonly string[], more: typeof answers = {}) => {
      answers = {
        "/version": version,
        "/apis": { body: { groups: groups.map((name) => ({ name })) } },
        ...more,
      };
      return (await probeCluster(kubeconfig, "a", options)).certManagerInstalled;
    };
    const resources = (...names: string[]) => ({ body: { resources: names.map((name) => ({ name })) } });
    const acme = { "/apis/acme.cert-manager.io/v1": resources("challenges", "orders") };
    const main = ["certificaterequests", "certificates", "clusterissuers", "issuers"];
    const groups = ["apps", "cert-manager.io", "acme.cert-manager.io"];
    expect(await asked(groups, { ...acme, "/apis/cert-manager.io/v1": resources(...main) })).to.equal(true);
    expect(await asked(groups, { ...acme, "/apis/cert-manager.io/v1": resources("issuers") })).to.equal(
      false,
    );
    expect(await asked(["apps"])).to.equal(false);
    expect(await asked([], { "/apis": { status: 403, body: {} } })).to.equal(undefined);
  });

  it("finds Istio by its definitions, control planes and injectors", async () => {
    const istio = { name: "networking.istio.io", versions: [{ version: "v1" }] };
    const labels = { app: "istiod", "istio.io/rev": "default", "app.kubernetes.io/version": "1.29.6" };
    answers = {
      "/version": version,
      "/apis": { body: { groups: [istio] } },
      "/apis/apps/v1/deployments?labelSelector=app%3Distiod": {
        body: { items: [{ metadata: { name: "istiod", namespace: "istio-system", labels } }] },
      },
      "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations?labelSelector=app%3Dsidecar-injector":
        { body: { items: [{ metadata: { name: "istio-sidecar-injector", labels } }] } },
    };
    expect((await probeCluster(kubeconfig, "a", options)).installedIstio).to.deep.equal({
      apiVersions: ["v1"],
      controlPlanes: [{ revision: "default", namespace: "istio-system", version: "1.29.6" }],
      injectors: ["default"],
    });
  });

  it("tells a cluster that refuses the credentials (KN2006) from one that isn't there (KN2003)", async () => {
    answers = { "/version": { status: 401, body: {} } };
    expect(await problemsOf(kubeconfig)).to.deep.equal(["kubeconfig KN2006"]);
    expect(await problemsOf(configFor(1))).to.deep.equal(["kubeconfig KN2003"]);
    answers = { "/version": { status: 500, body: {} } };
    expect(await problemsOf(kubeconfig)).to.deep.equal(["kubeconfig KN2003"]);
  });

  it("refuses a server that isn't Kubernetes", async () => {
    const error: unknown = await probeCluster(kubeconfig, "a", options).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(ProbeError);
  });

  it("refuses a kubeconfig that can't be read before it asks anyone", async () => {
    expect(await problemsOf("/nonexistent/kubeconfig")).to.deep.equal(["kubeconfig KN2001"]);
    expect(seen).to.deep.equal([]);
  });

  it("waits until a namespace is gone, and says what holds it", async () => {
    const path = "/api/v1/namespaces/knative-serving";
    const conditions = [
      {
        type: "NamespaceFinalizersRemaining",
        status: "True",
        message: "Some content has finalizers: x in 1 instance",
      },
    ];
    answers = {
      [path]: { body: { metadata: { deletionTimestamp: "2026-01-01T00:00:00Z" }, status: { conditions } } },
    };
    const waits: string[] = [];
    const gone = awaitNamespacesGone(kubeconfig, "a", ["knative-serving"], {
      ...options,
      limitSeconds: 30,
      onWait: (message) => {
        waits.push(message);
        answers = {};
      },
    });
    expect(await gone).to.equal(undefined);
    expect(waits).to.have.length(1);
    expect(waits[0]).to.contain("knative-serving is still terminating").and.to.contain("x in 1 instance");
  });

  it("gives up on a namespace that never goes, with its reason (KN2005 in the component)", async () => {
    answers = {
      "/api/v1/namespaces/a": { body: { metadata: { deletionTimestamp: "2026-01-01T00:00:00Z" } } },
    };
    const reason = await awaitNamespacesGone(kubeconfig, "a", ["a"], {
      ...options,
      limitSeconds: 0,
      onWait: () => undefined,
    });
    expect(reason).to.contain("namespace a is still terminating");
  });
});

describe("cluster: check", () => {
  it("refuses a server below the minimum", () => {
    expect(checkKubernetesVersion("1.32.9", "1.33")).to.have.length(1);
    expect(checkKubernetesVersion("v1.33.0-gke.1", "1.33")).to.deep.equal([]);
    expect(checkKubernetesVersion("1.20.0")[0]?.code).to.equal("KN2004");
  });

  it("leaves a kubeconfig that is not known yet alone", () => {
    expect(checkCluster({ kubeconfig: pulumi.output("x") })).to.deep.equal([]);
  });
});
