import { InvalidArgumentError, Option } from "commander";
import { sessionOptions, type SessionOptions } from "../diagnose/session";
import { durationSeconds } from "../problems";
import { defaultPlan, planBounds, type LoadPlan } from "./plan";
import type { TargetOptions } from "./target";

/** What the command line says. */
export interface BenchOptions extends LoadPlan, TargetOptions, Omit<SessionOptions, "output"> {
  readonly json?: boolean;
  /** File for the page; false for none. */
  readonly html?: string | boolean;
  readonly locustfile?: string;
  readonly dryRun?: boolean;
  /** Percent of requests that have to be answered well. */
  readonly minSuccess: number;
  readonly caFile?: string;
  readonly insecure?: boolean;
}

/** The options of `bench`, in the order of its help. */
export function benchOptions(): readonly Option[] {
  return [...planOptions(), ...targetOptions(), ...outputOptions()];
}

function planOptions(): readonly Option[] {
  return [
    new Option("--users <number>", "users at the start")
      .argParser(whole(...planBounds.users))
      .default(defaultPlan.users),
    new Option("--spawn-rate <number>", "users that join in each second")
      .argParser(number(...planBounds.spawnRate))
      .default(defaultPlan.spawnRate),
    new Option("--max-users <number>", "users that there are at most")
      .argParser(whole(...planBounds.maxUsers))
      .default(defaultPlan.maxUsers),
    new Option("--duration <time>", "length of the test, such as 90s or 1h30m")
      .argParser(time(...planBounds.seconds))
      .default(defaultPlan.seconds, "30m"),
    new Option("--wait <seconds>", "pause of a user after each answer")
      .argParser(number(...planBounds.wait))
      .default(defaultPlan.wait),
    new Option("--path <path>", "path of the requests").default(defaultPlan.path),
    new Option("--request-timeout <seconds>", "after which a request without an answer has failed")
      .argParser(number(...planBounds.requestTimeout))
      .default(defaultPlan.requestTimeout),
  ];
}

function targetOptions(): readonly Option[] {
  return [
    new Option("-n, --namespace <name>", "namespace of the service (default: the context's)"),
    new Option("--tag <name>", "traffic tag whose URL is meant (default: the service's own URL)"),
    new Option(
      "--gateway <address>",
      "which of the gateway's addresses, with or without :port (default: the first)",
    ),
    new Option("--ca-file <path>", "certificates in PEM that are trusted, too"),
    new Option("--insecure", "take any certificate"),
    ...sessionOptions().filter((option) => option.attributeName() !== "output"),
  ];
}

function outputOptions(): readonly Option[] {
  return [
    new Option("--min-success <percent>", "below which the exit code is 1")
      .argParser(number(0, 100))
      .default(99.99),
    new Option("--json", "print the report as JSON, for programs"),
    new Option("--html <path>", "file for the page with plots (default: bench-<service>.html)"),
    new Option("--no-html", "write no page"),
    new Option("--locustfile <path>", "write the same plan for Locust, and send nothing"),
    new Option("--dry-run", "show the plan and the target, and send nothing"),
  ];
}

function number(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === "" || !(value >= least && value <= most)) {
      throw new InvalidArgumentError(`must be from ${least} to ${most}.`);
    }
    return value;
  };
}

function whole(least: number, most: number): (text: string) => number {
  const parse = number(least, most);
  return (text) => {
    const value = parse(text);
    if (!Number.isInteger(value)) {
      throw new InvalidArgumentError("must be a whole number.");
    }
    return value;
  };
}

function time(least: number, most: number): (text: string) => number {
  return (text) => {
    const seconds = durationSeconds(text);
    if (seconds === undefined || seconds < least || seconds > most) {
      throw new InvalidArgumentError(
        `must be a time such as 90s or 30m, from ${least} s to ${most / 3600} h.`,
      );
    }
    return seconds;
  };
}
