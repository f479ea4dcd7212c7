import { expect } from "chai";
import { Kubectl } from "../support/kubectl";
import { labImage, labPlatform, needLab } from "../support/lab";
import { ask } from "../support/requests";
import { TestStack } from "../support/stack";

interface Outputs {
  readonly gateways: readonly { readonly address: string; readonly httpPort: number }[];
  readonly urls: Readonly<Record<string, string>>;
}

interface Budgets {
  readonly items: readonly {
    readonly metadata: { readonly name: string };
    readonly spec: { readonly maxUnavailable?: number };
    readonly status?: { readonly disruptionsAllowed?: number };
  }[];
}

interface Pods {
  readonly items: readonly {
    readonly metadata: { readonly labels: Readonly<Record<string, string>> };
    readonly spec: {
      readonly containers: readonly { readonly resources: { readonly requests?: { cpu?: string } } }[];
    };
    readonly status: { readonly phase: string };
  }[];
}

const system = "knative-serving";

describe("lab: operations", function () {
  this.timeout(600_000);
  let stack: TestStack;
  let kubectl: Kubectl;
  let outputs: Outputs;

  before(async function () {
    const env = await needLab(this);
    kubectl = new Kubectl(env);
    const args = labPlatform([{ name: "hello", image: labImage("v1") }], {
      profile: "minimal",
      podSecurity: "restricted",
      workloads: { activator: { minReplicas: 2, maxReplicas: 2 }, controller: { replicas: 2 } },
      gateways: [{ exposure: "LoadBalancer", replicas: 2 }],
    });
    stack = new TestStack(env, args);
    await stack.init();
    await stack.up();
    outputs = await stack.outputs<Outputs>();
  });

  after(async () => {
    await stack?.end();
  });

  const podsOf = async (namespace: string, program: string) =>
    (await kubectl.json<Pods>("get", "pods", "-n", namespace, "-l", `app=${program}`)).items;

  it("runs as many pods as its profile and its programs' settings say, with what they ask for", async () => {
    const scaled = async () => {
      const pods = await podsOf(system, "activator");
      return pods.length === 2 && pods.every(({ status }) => status.phase === "Running") ? true : undefined;
    };
    await kubectl.until("the activator's HPA has made its second pod", scaled, 60);
    const counts = await Promise.all(
      ["activator", "controller", "autoscaler", "webhook"].map(async (program) => {
        const pods = await podsOf(system, program);
        expect(
          pods.every(({ status }) => status.phase === "Running"),
          program,
        ).to.equal(true);
        return [program, pods.length, pods[0]?.spec.containers[0]?.resources.requests?.cpu];
      }),
    );
    expect(counts).to.deep.equal([
      ["activator", 2, "50m"],
      ["controller", 2, "50m"],
      ["autoscaler", 1, "30m"],
      ["webhook", 1, "30m"],
    ]);
    expect(await podsOf("kourier-system", "3scale-kourier-gateway")).to.have.length(2);
  });

  it("runs under the restricted pod security standard, and answers", async () => {
    const label = await kubectl.run(
      ...[
        "get",
        "namespace",
        system,
        "-o",
        "jsonpath={.metadata.labels.pod-security\\.kubernetes\\.io/enforce}",
      ],
    );
    expect(label).to.equal("restricted");
    const { address, httpPort } = outputs.gateways[0] ?? { address: "", httpPort: 0 };
    expect((await ask(`${address}:${httpPort}`, outputs.urls.hello ?? "")).status).to.equal(200);
  });

  it("lets every node be drained: each budget allows one pod to go", async () => {
    const budgets = await kubectl.until(
      "every budget allows a disruption",
      async () => {
        const { items } = await kubectl.json<Budgets>("get", "pdb", "-A");
        return items.every(({ status }) => (status?.disruptionsAllowed ?? 0) > 0) ? items : undefined;
      },
      60,
    );
    expect(budgets.map(({ metadata }) => metadata.name)).to.include.members([
      "activator-pdb",
      "webhook-pdb",
      "controller-pdb",
      "3scale-kourier-gateway-pdb",
    ]);
    expect(budgets.every(({ spec }) => spec.maxUnavailable === 1)).to.equal(true);
  });

  it("changes nothing the second time", async () => {
    expect(await stack.leftToDo()).to.equal("");
  });
});
