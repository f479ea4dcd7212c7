import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { PulumiProject } from "./pulumiProject";

/** What the engine tells of a resource: that it begins with it, or that it is through. */
export interface EngineStep {
  readonly what: "begins" | "ends";
  readonly op: string;
  readonly urn: string;
}

interface EventLine {
  readonly resourcePreEvent?: { readonly metadata: { readonly op: string; readonly urn: string } };
  readonly resOutputsEvent?: { readonly metadata: { readonly op: string; readonly urn: string } };
}

const pollMilliseconds = 50;

/**
 * Starts an update, or a destroy, and kills it, with all that it started, once the engine tells the step that is meant: at the same point whatever the
 * machine's speed. Throws if the update ends before.
 */
export async function killUpdate(
  project: PulumiProject,
  isMeant: (step: EngineStep) => boolean,
  command: "up" | "destroy" = "up",
): Promise<void> {
  const log = join(project.home, "events.json");
  rmSync(log, { force: true });
  const { ended, kill } = await project.start(command, "--yes", "--skip-preview", "--event-log", log);
  let over = false;
  const end = ended.finally(() => (over = true));
  while (!over && !stepsIn(log).some(isMeant)) {
    await new Promise((resolve) => setTimeout(resolve, pollMilliseconds));
  }
  const late = over;
  kill();
  const { output } = await end;
  if (late) {
    throw new Error(`the ${command} ended before the step at which it was to be killed:\n${output}`);
  }
  // A killed engine leaves its lock in a file backend: cancelling is what Pulumi itself tells users to do.
  await project.run("cancel", "--yes");
}

function stepsIn(log: string): EngineStep[] {
  if (!existsSync(log)) {
    return [];
  }
  // The last line may be written only in part.
  const lines = readFileSync(log, "utf8").split("\n").slice(0, -1);
  return lines.flatMap((line): EngineStep[] => {
    const { resourcePreEvent: begins, resOutputsEvent: ends } = JSON.parse(line) as EventLine;
    return [
      ...(begins === undefined ? [] : [{ what: "begins" as const, ...begins.metadata }]),
      ...(ends === undefined ? [] : [{ what: "ends" as const, ...ends.metadata }]),
    ];
  });
}
