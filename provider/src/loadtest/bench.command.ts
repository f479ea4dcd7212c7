import { readFile, writeFile } from "node:fs/promises";
import { Command } from "commander";
import { allFindings, diagnose } from "../diagnose/diagnose";
import { objectText } from "../diagnose/finding";
import { readSnapshot } from "../diagnose/read";
import type { Reader } from "../diagnose/reader";
import { exitCodes, terminal, withReader, type Surroundings } from "../diagnose/session";
import { viewOf } from "../diagnose/view";
import { problemLine, type Problem } from "../problems";
import { NoAnswer, runBench } from "./bench";
import { benchOptions, type BenchOptions } from "./bench.options";
import { reportHtml } from "./html";
import { locustfile } from "./locust";
import { checkPlan } from "./plan";
import { isPassed, reportJson, type Report } from "./report";
import { targetOf, type Target } from "./target";
import { planText, pointHeading, pointText, reportText } from "./text";

/** The command's ways to the world. */
export interface BenchSurroundings extends Surroundings {
  /** Calls back when the user wants the test to end, and gives a way to stop listening. */
  readonly onInterrupt: (end: () => void) => () => void;
}

const shell: BenchSurroundings = {
  ...terminal,
  onInterrupt: (end) => {
    process.once("SIGINT", end);
    return () => void process.off("SIGINT", end);
  },
};

const help = `
The target is always the gateway that the cluster itself names for the service; nothing else is put under load. The load is
sent from this machine. Interrupted, the test ends early and reports.

Examples:
  pulumi-knative bench hello --dry-run
  pulumi-knative bench hello --max-users 50 --duration 2m --path /api/v1/health
  pulumi-knative bench hello --locustfile locustfile.py

Exit code: 0 enough requests were answered, 1 too many failed, 2 wrong usage or nothing was put under load.
`;

/** `pulumi-knative bench <service>`: a load test through the service's own gateway. */
export function benchCommand(surroundings: BenchSurroundings = shell): Command {
  const command = new Command("bench")
    .description(
      "put a Knative Service under load through its gateway: latencies, failures, pods, cold starts",
    )
    .argument("<service>", "name of the service")
    .addHelpText("after", help)
    .exitOverride()
    .action(async (service: string, options: BenchOptions & { readonly duration: number }) => {
      process.exitCode = await runBenchCommand(
        service,
        { ...options, seconds: options.duration },
        surroundings,
      );
    });
  return benchOptions().reduce((whole, option) => whole.addOption(option), command);
}

/** Runs the command and gives its exit code. */
export async function runBenchCommand(
  service: string,
  options: BenchOptions,
  surroundings: BenchSurroundings,
): Promise<number> {
  const problems = checkPlan(options);
  if (problems.length > 0) {
    return refused(problems, surroundings);
  }
  const session = { ...options, output: "text" as const };
  return withReader(session, surroundings, async (reader, namespace) => {
    const found = await findTarget(reader, { namespace, service }, options);
    return "problems" in found
      ? refused(found.problems, surroundings)
      : act(found.target, options, reader, surroundings);
  });
}

function refused(problems: readonly Problem[], { complain }: BenchSurroundings): number {
  complain(problems.map((problem) => `${problemLine(problem)}\n`).join(""));
  return exitCodes.unknown;
}

/** The service's gateway, or what keeps the service from answering. */
async function findTarget(
  reader: Reader,
  { namespace, service }: { readonly namespace: string; readonly service: string },
  options: BenchOptions,
): Promise<ReturnType<typeof targetOf>> {
  const snapshot = await readSnapshot(reader, { namespaces: [namespace] });
  const diagnosis = diagnose(snapshot, { namespace, name: service });
  // A service that is ready may be tested, whatever else is wrong.
  const isReady = diagnosis.services.some(({ ready }) => ready);
  const broken = isReady ? undefined : allFindings(diagnosis).at(0);
  if (broken !== undefined) {
    const { object, code, message, cause } = broken;
    return { problems: [{ path: objectText(object), code, reason: `${message}: ${cause}` }] };
  }
  return targetOf(viewOf(snapshot, namespace, service), options);
}

async function act(
  target: Target,
  options: BenchOptions,
  reader: Reader,
  surroundings: BenchSurroundings,
): Promise<number> {
  const { write } = surroundings;
  const plan = planOf(options);
  if (options.locustfile !== undefined) {
    await writeFile(options.locustfile, locustfile(target, plan));
  }
  if (options.dryRun === true || options.locustfile !== undefined) {
    write(
      options.json === true ? `${JSON.stringify({ target, plan }, undefined, 2)}\n` : planText(target, plan),
    );
    return exitCodes.fine;
  }
  try {
    return await tell(await load(target, options, reader, surroundings), options, surroundings);
  } catch (error) {
    if (!(error instanceof NoAnswer)) {
      throw error;
    }
    return refused([{ path: "", code: "KN9704", reason: error.message }], surroundings);
  }
}

function planOf({ users, spawnRate, maxUsers, seconds, wait, requestTimeout, path }: BenchOptions) {
  return { users, spawnRate, maxUsers, seconds, wait, requestTimeout, path };
}

async function load(
  target: Target,
  options: BenchOptions,
  reader: Reader,
  { write, complain, onInterrupt }: BenchSurroundings,
): Promise<Report> {
  // The report alone goes to the standard output where a program reads it.
  const say = options.json === true ? complain : write;
  const { caFile, insecure } = options;
  const ca = caFile === undefined ? undefined : await readFile(caFile, "utf8");
  const plan = planOf(options);
  say(`${planText(target, plan)}\n${pointHeading}`);
  const stop = new AbortController();
  const ignore = onInterrupt(() => stop.abort());
  try {
    return await runBench({
      target,
      plan,
      trust: { ca, insecure },
      reader,
      stop: stop.signal,
      onPoint: (point, record) => say(pointText(point, record)),
    });
  } finally {
    ignore();
  }
}

async function tell(
  report: Report,
  { json, html, minSuccess }: BenchOptions,
  { write, complain }: BenchSurroundings,
): Promise<number> {
  const isFine = isPassed(report, minSuccess);
  write(json === true ? reportJson(report, minSuccess) : reportText(report));
  if (html !== false) {
    const file = typeof html === "string" ? html : `bench-${report.target.service}.html`;
    await writeFile(file, reportHtml(report));
    (json === true ? complain : write)(`page      ${file}\n`);
  }
  if (!isFine) {
    complain(`fewer than ${minSuccess} % of the requests were answered well\n`);
  }
  return isFine ? exitCodes.fine : exitCodes.broken;
}
