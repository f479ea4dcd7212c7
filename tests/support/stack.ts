import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import type { PlatformArgs } from "../../provider/src";
import { PulumiProject } from "./pulumiProject";

const root = join(__dirname, "..", "..");
const project = "pulumi-knative";

/** The root program of this repository with a stack file of its own. The compiled program must be there (`npm run build`). */
export class TestStack extends PulumiProject {
  constructor(env: Readonly<Record<string, string>>, config: PlatformArgs, stack = "test") {
    super({ env, stack });
    for (const entry of ["dist", "node_modules", "package.json"]) {
      symlinkSync(join(root, entry), join(this.directory, entry));
    }
    writeFileSync(join(this.directory, "Pulumi.yaml"), readFileSync(join(root, "Pulumi.yaml")));
    this.configure(config);
  }

  /** Writes the stack file anew. */
  configure(config: PlatformArgs): void {
    const entries = Object.entries(config).map(
      ([key, value]) => [`${project}:${key}`, value as unknown] as const,
    );
    const path = join(this.directory, `Pulumi.${this.name}.yaml`);
    const kept = existing(path).filter((line) => /^(encryptionsalt|secretsprovider)/.test(line));
    writeFileSync(path, `${kept.join("\n")}\n${stringify({ config: Object.fromEntries(entries) })}`);
  }

  /** The state as it lies in the backend. */
  state(): string {
    return this.stateOf(project);
  }

  /** Files of releases that other runs have cached must not stand in for those that this stack names. */
  protected override environment(): Record<string, string> {
    return { ...super.environment(), XDG_CACHE_HOME: join(this.home, "cache") };
  }
}

function existing(path: string): string[] {
  try {
    return readFileSync(path, "utf8").split("\n");
  } catch {
    return [];
  }
}
