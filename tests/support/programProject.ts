import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { PulumiProject } from "./pulumiProject";

const root = join(__dirname, "..", "..");

/** A TypeScript user's program, compiled, with this package beside it. The package must be built (`npm run build`). */
export class ProgramProject extends PulumiProject {
  constructor(env: Readonly<Record<string, string>>, name: string) {
    super({ env });
    const modules = join(root, "node_modules");
    symlinkSync(modules, join(this.directory, "node_modules"));
    writeFileSync(
      join(this.directory, "Pulumi.yaml"),
      stringify({ name, runtime: "nodejs", main: "index.js" }),
    );
    writeFileSync(join(this.directory, "package.json"), JSON.stringify({ name }));
  }

  /** Writes the program anew; in it `k8s`, `knative` and `pulumi` are the packages. */
  write(program: string): void {
    const packages = {
      k8s: "@pulumi/kubernetes",
      knative: join(root, "dist", "provider", "src", "index.js"),
      pulumi: "@pulumi/pulumi",
    };
    const imports = Object.entries(packages).map(
      ([name, from]) => `const ${name} = require(${JSON.stringify(from)});\n`,
    );
    writeFileSync(join(this.directory, "index.js"), `${imports.join("")}${program}`);
  }

  /** Files of releases that other runs have cached must not stand in for those that this project names. */
  protected override environment(): Record<string, string> {
    return { ...super.environment(), XDG_CACHE_HOME: join(this.home, "cache") };
  }
}
