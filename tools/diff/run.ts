import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import { collectEvents, parseEvent, type Diagnostic, type EngineEvent, type Preview } from "./events";
import { plainText } from "./plainText";
import { recordingLine } from "./recording";

export interface RunOptions {
  /** Directory of Pulumi.yaml. */
  readonly directory: string;
  readonly stack: string;
  /** Look at the cluster first. */
  readonly refresh: boolean;
  /** File for the engine's events. */
  readonly saveEvents?: string;
  /** Called with the number of resources that the engine has come to. */
  readonly onProgress?: (resources: number) => void;
}

export interface RunResult {
  readonly preview: Preview;
  readonly failed: boolean;
}

/**
 * Previews a stack. The engine's events come as a stream through a pipe: unlike an event log they never lie in a file,
 * and unlike the digest of `--json` they tell secrets, replacements, policies and outputs apart.
 */
export async function runPreview(options: RunOptions): Promise<RunResult> {
  const execa = await loadExeca();
  const args = [
    ...["preview", "--json", "--non-interactive", "--color", "never", "--stack", options.stack],
    ...(options.refresh ? ["--refresh"] : []),
  ];
  const child = execa("pulumi", args, {
    cwd: options.directory,
    env: { PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true", PULUMI_SKIP_UPDATE_CHECK: "true" },
    stdin: "ignore",
    reject: false,
    buffer: { stdout: false },
  });
  const events = await readEvents(child, options);
  const { exitCode, stderr, code } = await child;
  refuseMissingCli(code);
  return { preview: withErrors(collectEvents(events), exitCode ?? 1, stderr), failed: exitCode !== 0 };
}

/** The stack that is selected in a project. */
export async function selectedStack(directory: string): Promise<string> {
  const execa = await loadExeca();
  const { stdout, exitCode, stderr, code } = await execa(
    "pulumi",
    ["stack", "--show-name", "--non-interactive", "--color", "never"],
    { cwd: directory, stdin: "ignore", reject: false },
  );
  refuseMissingCli(code);
  if (exitCode !== 0) {
    throw new Error(
      `no stack is named and none is selected: name some, say --all, or run \`pulumi stack select\`\n${stderr}`.trim(),
    );
  }
  return stdout.trim();
}

/** Static imports of execa fail under tsx, whose `require` doesn't resolve one of its dependencies. */
async function loadExeca() {
  return (await import("execa")).execa;
}

function refuseMissingCli(code: string | undefined): void {
  if (code === "ENOENT") {
    throw new Error(
      "there is no `pulumi` on PATH: install the Pulumi CLI (https://www.pulumi.com/docs/install/), " +
        'or take the lab\'s with `eval "$(npm run --silent lab -- env)"`',
    );
  }
}

async function readEvents(lines: AsyncIterable<unknown>, options: RunOptions): Promise<EngineEvent[]> {
  // Values that were in the open before they became secrets are in it: for the owner's eyes only.
  const file =
    options.saveEvents === undefined ? undefined : createWriteStream(options.saveEvents, { mode: 0o600 });
  const events: EngineEvent[] = [];
  const resources = new Set<string>();
  for await (const line of lines) {
    const json = parseLine(String(line));
    if (json === undefined) {
      continue;
    }
    const event = parseEvent(json, "what pulumi printed");
    events.push(event);
    resources.add(event.resourcePreEvent?.metadata.urn ?? "");
    options.onProgress?.(resources.size - 1);
    const recorded = recordingLine(json);
    if (recorded !== undefined) {
      file?.write(`${recorded}\n`);
    }
  }
  await closed(file);
  return events;
}

async function closed(file: ReturnType<typeof createWriteStream> | undefined): Promise<void> {
  if (file !== undefined) {
    file.end();
    await finished(file);
  }
}

/** Plugins may print to the CLI's output: only objects are events. */
function parseLine(line: string): unknown {
  if (!line.startsWith("{")) {
    return undefined;
  }
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** A CLI that fails before the engine runs tells why on stderr alone. */
function withErrors(preview: Preview, exitCode: number, stderr: string): Preview {
  if (exitCode === 0 || preview.diagnostics.some(({ severity }) => severity === "error")) {
    return preview;
  }
  const told = plainText(stderr)
    // A message may have several lines; the CLI warns from other threads, before and after it fails.
    .split(/^(?=(?:error|warning): )/m)
    .filter((part) => part.startsWith("error: "));
  const messages =
    told.length > 0 ? told.map((part) => part.replace(/^error: /, "").trim()) : [plainText(stderr)];
  const errors = messages
    .map((message) => (message === "" ? `pulumi ended with code ${exitCode} and said nothing` : message))
    .map((message): Diagnostic => ({ severity: "error", message: hint(message) }));
  return { ...preview, diagnostics: [...errors, ...preview.diagnostics] };
}

function hint(message: string): string {
  return /no stack named '.+' found/.test(message)
    ? `${message}; make it with \`pulumi stack init\`, or mend PULUMI_BACKEND_URL`
    : message;
}
