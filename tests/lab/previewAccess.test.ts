import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { Kubectl } from "../support/kubectl";
import { labImage, labPlatform, needLab } from "../support/lab";
import { start } from "../support/command";
import { TestStack } from "../support/stack";

const previewAccess = join(__dirname, "..", "..", "examples", "ci", "preview-access.yaml");
const account = "preview";
const namespace = "pulumi-previews";
const warning = /these credentials may not create or patch deployments in knative-serving/;

describe("P14: previews with credentials that change nothing", function () {
  this.timeout(600_000);
  const files = mkdtempSync(join(tmpdir(), "pulumi-knative-account-"));
  let env: Record<string, string>;
  let kubectl: Kubectl;
  let stack: TestStack;

  const platform = (image: string, kubeconfig?: string) => {
    const whole = labPlatform([{ name: "hello", image: labImage(image) }]);
    return kubeconfig === undefined ? whole : { ...whole, cluster: { kubeconfig } };
  };

  before(async function () {
    env = await needLab(this);
    kubectl = new Kubectl(env);
    stack = new TestStack(env, platform("v1"));
    await stack.init();
    await stack.up();
  });

  after(async () => {
    rmSync(files, { recursive: true });
    await kubectl?.run("delete", "--ignore-not-found", "-f", previewAccess);
    await kubectl?.run("delete", "--ignore-not-found", "clusterrolebinding", "read-only-previews");
    stack?.configure(platform("v1"));
    await stack?.end();
  });

  /** The lab's kubeconfig with a token of the account in the place of the administrator's certificate. */
  async function accountConfig(): Promise<string> {
    const token = (await kubectl.run("create", "token", account, "-n", namespace)).trim();
    const config = JSON.parse(await kubectl.run("config", "view", "--raw", "-o", "json")) as {
      users: { name: string; user: object }[];
    };
    return JSON.stringify({ ...config, users: config.users.map(({ name }) => ({ name, user: { token } })) });
  }

  async function preview(): Promise<string> {
    stack.configure(platform("v2", await accountConfig()));
    const { exitCode, output } = await stack.run("preview", "--diff");
    expect(exitCode, output).to.equal(0);
    expect(output).to.contain("samples/hello:v2");
    return output;
  }

  it("compare inputs alone, and say so, where an account may only read", async () => {
    await kubectl.apply(
      { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
      { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: account, namespace } },
      {
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "ClusterRole",
        metadata: { name: "read-only-previews" },
        rules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["get", "list", "watch"] }],
      },
      {
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "ClusterRoleBinding",
        metadata: { name: "read-only-previews" },
        roleRef: {
          apiGroup: "rbac.authorization.k8s.io",
          kind: "ClusterRole",
          name: "read-only-previews",
        },
        subjects: [{ kind: "ServiceAccount", name: account, namespace }],
      },
    );
    expect(await preview()).to.match(warning);
    await kubectl.run("delete", "clusterrole,clusterrolebinding", "read-only-previews");
  });

  it("see everything with the account of examples/ci, which can write nothing", async () => {
    await kubectl.run("apply", "--server-side", "-f", previewAccess);
    expect(readFileSync(previewAccess, "utf8")).to.contain(`name: ${account}`);
    expect(await preview()).not.to.match(warning);
    const refused = await kubectl.until(
      "the policy to be in force",
      async () => {
        const { exitCode, output } = await asAccount("create", "configmap", "written", "-n", "default");
        if (exitCode === 0) {
          await kubectl.run("delete", "configmap", "written");
          return undefined;
        }
        return output;
      },
      60,
    );
    expect(refused).to.contain("this account may only try things");
    const tried = await asAccount("create", "configmap", "tried", "-n", "default", "--dry-run=server");
    expect(tried.exitCode, tried.output).to.equal(0);
  });

  async function asAccount(...args: string[]) {
    const file = join(files, "account.json");
    writeFileSync(file, await accountConfig());
    return (await start("kubectl", args, { env: { ...env, KUBECONFIG: file } })).ended;
  }
});
