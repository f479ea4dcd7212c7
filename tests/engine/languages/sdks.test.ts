import { join } from "node:path";
import { expect } from "chai";
import { loadExeca } from "../../../lab/toolchain/execa";
import { compiledNodeSdk, installedPythonSdk } from "./languages";
import { needGo, needPython, patience, root } from "./tools";

const components = ["Cluster", "Platform", "Service", "Serving"];

describe("engine: the SDKs", function () {
  this.timeout(patience);

  it("for Node.js compiles, and can be imported", async () => {
    const execa = await loadExeca();
    const program = `const sdk = require(${JSON.stringify(await compiledNodeSdk())});
      console.log(${JSON.stringify(components)}.map((name) => sdk[name].__pulumiType).join(), sdk.Exposure.LoadBalancer)`;
    const { stdout } = await execa(process.execPath, ["-e", program]);
    expect(stdout).to.equal(`${components.map((name) => `knative:index:${name}`).join()} LoadBalancer`);
  });

  it("for Python can be installed and imported", async function () {
    const execa = await loadExeca();
    const python = join(await needPython(this), "python");
    const program = `import pulumi_knative as sdk; print([sdk.${components.join(".__name__, sdk.")}.__name__], sdk.Exposure.LOAD_BALANCER.value, sdk.GatewayArgs(replicas=2).replicas)`;
    const { stdout } = await execa(python, ["-c", program], {
      env: { PYTHONPATH: await installedPythonSdk(this) },
    });
    expect(stdout).to.equal(`[${components.map((name) => `'${name}'`).join(", ")}] LoadBalancer 2`);
  });

  it("for Go compiles with the modules that it pins", async function () {
    await needGo(this);
    const execa = await loadExeca();
    const { exitCode, all } = await execa("go", ["build", "./..."], {
      cwd: join(root, "sdk", "go"),
      env: { GOWORK: "off", GOFLAGS: "-mod=readonly" },
      all: true,
      reject: false,
    });
    expect(`${exitCode} ${all}`).to.equal("0 ");
  });
});
