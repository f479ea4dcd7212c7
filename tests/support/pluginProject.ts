import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { linkModules } from "../engine/languages/languages";
import { root } from "../engine/languages/tools";
import { PulumiProject } from "./pulumiProject";

/** A program of one component. */
export interface PluginProgram {
  readonly component: string;
  /** Outputs of the component that the stack has, too. */
  readonly outputs: readonly string[];
}

/**
 * A program with one component that comes by way of the plugin, as in other languages: the Node.js host of the tests knows nothing
 * of hooks, and the plugin speaks to the engine without it.
 */
export class PluginProject extends PulumiProject {
  constructor({ component, outputs }: PluginProgram, sdk: string) {
    super({ env: {} });
    linkModules(join(this.directory, "node_modules"), sdk);
    const plugins = { providers: [{ name: "knative", path: join(root, "provider", "bin") }] };
    const project = { name: "plugin", runtime: "nodejs", main: "index.js", plugins };
    writeFileSync(join(this.directory, "Pulumi.yaml"), stringify(project));
    writeFileSync(join(this.directory, "package.json"), '{ "name": "plugin" }');
    writeFileSync(
      join(this.directory, "index.js"),
      `const sdk = require("pulumi-knative-sdk");
const { args, kubeconfig } = JSON.parse(require("node:fs").readFileSync("args.json", "utf8"));
const { Provider } = require("@pulumi/kubernetes");
const settings = { kubeconfig, enablePatchForce: true };
const opts = kubeconfig === undefined ? {} : { providers: [new Provider("cluster", settings)] };
const made = new sdk[${JSON.stringify(component)}]("edge", args, opts);
for (const output of ${JSON.stringify(outputs)}) {
  exports[output] = made[output];
}
`,
    );
  }

  /** Writes the arguments; with a kubeconfig the component gets a provider of that cluster. */
  configure(args: object, kubeconfig?: string): void {
    writeFileSync(join(this.directory, "args.json"), JSON.stringify({ args, kubeconfig }));
  }

  /** All that the CLI keeps. */
  get kept(): string[] {
    return readdirSync(this.backend, {
      recursive: true,
      encoding: "utf8",
      withFileTypes: true,
    })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
  }
}
