import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Output, runtime } from "@pulumi/pulumi";
import { expect } from "chai";
import { knownTexts } from "../../../provider/src/inputs/maps";
import { keyProblems, readStackConfig } from "../../../provider/src/platform/stackConfig";
import { leafPaths, securePaths, withSecrets } from "../../../provider/src/platform/stackSecrets";

const services = [
  { name: "shop", image: "registry.example.com/shop:1", env: { TOKEN: "t0p", MODE: "fast" } },
];

const cluster = {
  kubeconfig: JSON.stringify({
    clusters: [{ name: "away", cluster: { server: "https://127.0.0.1:1" } }],
    contexts: [{ name: "away", context: { cluster: "away", user: "me" } }],
    users: [{ name: "me", user: {} }],
    "current-context": "away",
  }),
};

async function tell(value: unknown): Promise<{ secret: boolean; value: unknown }> {
  const output = value as { isSecret: Promise<boolean>; promise: () => Promise<unknown> };
  return { secret: await output.isSecret, value: await output.promise() };
}

describe("the keys of a stack file", () => {
  it("are those of the package, whatever the project is called", () => {
    const found = ["pulumi-knative:serving", "pulumi-knative:services", "kubernetes:context", "aws:region"];
    expect(keyProblems(found, "acme")).to.deep.equal([]);
  });

  it("that are misspelt are told with the nearest known one (KN1001)", () => {
    const [problem] = keyProblems(["pulumi-knative:service"], "pulumi-knative");
    expect(problem?.path).to.equal("pulumi-knative:service");
    expect(problem?.code).to.equal("KN1001");
    expect(problem?.reason).to.contain('did you mean "services"');
  });

  it("that belong deeper are told with those that there are", () => {
    const [problem] = keyProblems(["pulumi-knative:gateways"], "pulumi-knative");
    expect(problem?.reason).to.contain(
      "known are cluster, serving, namespaces, eventing, observability, security, services",
    );
  });

  it("that begin with the project's name are told what to begin with", () => {
    const [problem] = keyProblems(["acme:serving"], "acme");
    expect(problem?.reason).to.contain("call it pulumi-knative:serving");
  });
});

describe("the secrets of a stack file", () => {
  it("are found wherever they stand", () => {
    const file = `config:
  pulumi-knative:cluster: { kubeconfig: { secure: v1:abc } }
  pulumi-knative:services:
    - name: shop
      env: { TOKEN: { secure: v1:def }, MODE: fast }
  whole: { secure: v1:ghi }
`;
    expect(Object.fromEntries(securePaths(file))).to.deep.equal({
      "pulumi-knative:cluster": [["kubeconfig"]],
      "pulumi-knative:services": [[0, "env", "TOKEN"]],
      whole: [[]],
    });
  });

  it("are none in what is no stack file", () => {
    for (const text of ["", "- a", "config: 3", ": : :\n\t-"]) {
      expect([...securePaths(text).values()].flat(), text).to.deep.equal([]);
    }
  });

  it("are made secret, and nothing beside them", async () => {
    const made = withSecrets(services, [[0, "env", "TOKEN"]]) as typeof services;
    expect(await tell(made[0]?.env.TOKEN)).to.deep.equal({ secret: true, value: "t0p" });
    expect(made[0]?.env.MODE).to.equal("fast");
    expect(made[0]?.name).to.equal("shop");
    expect(services[0]?.env.TOKEN, "the given value").to.equal("t0p");
  });

  it("are all leaves where the whole is secret", () => {
    const made = withSecrets(services, [[]]) as typeof services;
    expect(Output.isInstance(made[0]?.name)).to.equal(true);
    expect(leafPaths(services).length).to.equal(4);
  });
});

describe("a stack's configuration", () => {
  const directory = mkdtempSync(join(tmpdir(), "pulumi-knative-config-"));
  const before = { directory: process.cwd(), keys: process.env.PULUMI_CONFIG_SECRET_KEYS };

  beforeEach(() => {
    process.chdir(directory);
    void runtime.setMocks(
      { newResource: () => ({ id: "id", state: {} }), call: () => ({}) },
      "acme",
      "stack",
    );
  });
  afterEach(() => {
    process.chdir(before.directory);
    delete process.env.PULUMI_CONFIG_SECRET_KEYS;
    runtime.setAllConfig({});
  });
  after(() => rmSync(directory, { recursive: true }));

  const configure = (values: Readonly<Record<string, unknown>>, secretKeys: readonly string[], file = "") => {
    const all = { "pulumi-knative:cluster": cluster, ...values };
    const texts = Object.entries(all).map(([key, value]) => [key, JSON.stringify(value)]);
    runtime.setAllConfig(Object.fromEntries(texts) as Record<string, string>);
    process.env.PULUMI_CONFIG_SECRET_KEYS = JSON.stringify(secretKeys);
    writeFileSync(join(directory, "Pulumi.yaml"), "");
    writeFileSync(join(directory, "Pulumi.stack.yaml"), file);
  };
  const failure = async () => {
    const error: unknown = await readStackConfig().catch((reason: unknown) => reason);
    return error instanceof Error ? error.message : expect.fail("it was taken");
  };

  it("has secret what the stack file encrypts", async () => {
    const file = "config:\n  pulumi-knative:services: [{ env: { TOKEN: { secure: v1:x } } }]\n";
    configure({ "pulumi-knative:services": services }, ["pulumi-knative:services"], file);
    const [shop] = (await readStackConfig()).services ?? [];
    expect(await tell(knownTexts(shop?.env).TOKEN)).to.deep.equal({ secret: true, value: "t0p" });
    expect(knownTexts(shop?.env).MODE).to.equal("fast");
  });

  it("has secret all that can be where nobody tells what is", async () => {
    configure({ "pulumi-knative:services": services }, ["pulumi-knative:services"]);
    const [shop] = (await readStackConfig()).services ?? [];
    expect((await tell(knownTexts(shop?.env).TOKEN)).secret).to.equal(true);
    expect((await tell(knownTexts(shop?.env).MODE)).secret).to.equal(true);
    expect(shop?.name).to.equal("shop");
  });

  it("refuses secrets where they can't be kept, and every unknown key, at once", async () => {
    const file = "config:\n  pulumi-knative:services: [{ name: { secure: v1:x } }]\n";
    configure(
      {
        "pulumi-knative:services": services,
        "pulumi-knative:servin": {},
        "pulumi-knative:serving": { releas: "1" },
      },
      ["pulumi-knative:services"],
      file,
    );
    const message = await failure();
    expect(message).to.match(/pulumi-knative:services\[0\]\.name: can't be secret.*\[KN1009\]/);
    expect(message).to.match(/pulumi-knative:servin: is not a known key.*did you mean "serving".*\[KN1001\]/);
    expect(message).to.match(/pulumi-knative:serving\.releas: .*did you mean "release"/);
    expect(message).not.to.contain("t0p");
  });
});
