import { cpSync, symlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { PulumiProject } from "../../support/pulumiProject";
import { root } from "./tools";

/** A copy of a program, in a directory where what it refers to lies at the same relative paths. */
export class ExampleProject extends PulumiProject {
  constructor(source: string, env: Readonly<Record<string, string>>) {
    super({ at: join("examples", basename(source)), env });
    cpSync(source, this.directory, { recursive: true });
    for (const entry of ["provider", "sdk"]) {
      symlinkSync(join(root, entry), join(this.home, entry));
    }
  }

  /** The state as it lies in the backend. */
  state(): string {
    return this.stateOf(basename(this.directory));
  }
}
