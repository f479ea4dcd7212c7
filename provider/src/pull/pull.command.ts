import { resolve } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { findRelease } from "../release/catalog";
import type { ImageSettings } from "../manifests/images";
import { ManifestsError } from "../manifests/parse";
import { redact } from "../release/sourceError";
import { problemLine, type Problem } from "../problems";
import { IngressLayer } from "../serving/ingress";
import { ImageLayout } from "../release/images.args";
import { checkServing } from "../serving/serving.check";
import { sourceProblem } from "../release/loadProduct";
import { pullBundle, type Pulled } from "./bundle";
import { BundleError } from "./bundleFile";
import {
  checkEventingOptions,
  eventingChoice,
  eventingOptions,
  type EventingOptions,
} from "./eventing.options";
import { copyLines, fileLine, jsonReport, summary, type ReportOptions } from "./report";

interface PullOptions extends EventingOptions {
  readonly release?: readonly string[];
  readonly ingress?: readonly IngressLayer[];
  readonly to: string;
  readonly mirror?: string;
  readonly registry?: string;
  readonly layout?: ImageLayout;
  readonly dryRun?: boolean;
  readonly output: "text" | "json";
}

const help = `
The directory can be used as source.mirror as it is. It holds the release files under the paths of the release pages,
SHA256SUMS, images.txt (one image to a line) and images.yaml (the same for "skopeo sync --src yaml"). Files that are there
and right are kept, so that a pull that was broken off goes on; further releases can be added to the same directory.

Examples:
  pulumi-knative pull --release 1.22 --release 1.23 --to bundle
  pulumi-knative pull --eventing --kafka source --to bundle
  pulumi-knative pull --to bundle --registry registry.example.com/knative | xargs -n 2 crane copy
`;

/** `pulumi-knative pull`: everything that an installation without a network needs, in one directory. */
export function pullCommand(): Command {
  const command = new Command("pull")
    .description("fetch release files and list their images, for installations without a network")
    .option("-r, --release <release>", "a minor or a version; can be repeated (default: the newest)", collect)
    .addOption(
      new Option("-i, --ingress <layer>", "an ingress layer; can be repeated (default: kourier)").argParser(
        layer,
      ),
    )
    .option("-t, --to <directory>", "the directory to make or to complete", "knative-releases")
    .option("-m, --mirror <address>", "pull from a mirror of the release pages: a URL or a directory")
    .option("--checksums-file <address>", "checksums of a mirror that holds rebuilt files: a path or a URL")
    .option("--registry <registry>", "print, for each image, its source and its place in this registry")
    .addOption(
      new Option(
        "--layout <layout>",
        "what the registry calls images; needs --registry (default: path)",
      ).choices(Object.values(ImageLayout)),
    )
    .option("--dry-run", "write nothing into the directory")
    .addOption(new Option("-o, --output <format>", "what to print").choices(["text", "json"]).default("text"))
    .addHelpText("after", help)
    .exitOverride()
    .action(run);
  return eventingOptions().reduce((whole, option) => whole.addOption(option), command);
}

function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

/** Repeated options take no choices of commander's. */
function layer(value: string, earlier: readonly IngressLayer[] = []): readonly IngressLayer[] {
  const known = Object.values(IngressLayer).find((one) => one === value);
  if (known === undefined) {
    throw new InvalidArgumentError(`Allowed choices are ${Object.values(IngressLayer).join(", ")}.`);
  }
  return [...earlier, known];
}

async function run(options: PullOptions): Promise<void> {
  const { release, registry, layout, dryRun = false } = options;
  const found = [...new Set((release ?? [undefined]).map(findRelease))].filter((one) => one !== undefined);
  const wrong = [...checkOptions(options), ...checkEventingOptions(options, found)];
  if (wrong.length > 0) {
    return fail(wrong.map(problemLine));
  }
  const directory = resolve(options.to);
  const target: ImageSettings | undefined = registry === undefined ? undefined : { registry, layout };
  try {
    const pulled = await pullBundle({
      releases: found,
      layers: options.ingress ?? [IngressLayer.Kourier],
      eventing: eventingChoice(options),
      directory,
      source: { mirror: options.mirror, checksumsFile: options.checksumsFile },
      dryRun,
      onFile: (file) => void process.stderr.write(fileLine(file, dryRun)),
    });
    report(pulled, options.output, { directory, dryRun, target });
  } catch (error) {
    fail([problemLine(problemOf(error))]);
  }
}

/** The components' own rules, by the names of the options. */
function checkOptions({ release = [], registry, layout }: PullOptions): Problem[] {
  const releases = release.flatMap((one) => checkServing({ release: one }));
  const images = checkServing({ images: { registry, layout } });
  return [...releases, ...images].map((problem) => ({
    ...problem,
    path: `--${problem.path.replace(/^images\./, "")}`,
  }));
}

function report(pulled: Pulled, format: PullOptions["output"], options: ReportOptions): void {
  pulled.notes.forEach((note) => process.stderr.write(`note: ${note}\n`));
  if (format === "json") {
    process.stdout.write(jsonReport(pulled, options));
  }
  if (pulled.errors.length > 0) {
    return fail(pulled.errors.map((error) => problemLine(sourceProblem(error))));
  }
  if (format === "text") {
    // A mapping is for a program that reads it: then the rest is for the eyes alone.
    const stream = options.target === undefined ? process.stdout : process.stderr;
    stream.write(summary(pulled, options));
    process.stdout.write(options.target === undefined ? "" : copyLines(pulled, options.target));
  }
}

function problemOf(error: unknown): Problem {
  if (error instanceof BundleError) {
    return { path: "--to", code: "KN3109", reason: error.message };
  }
  if (error instanceof ManifestsError) {
    return { path: "", code: "KN3105", reason: error.message };
  }
  throw error;
}

function fail(lines: readonly string[]): void {
  lines.forEach((line) => process.stderr.write(`error: ${redact(line)}\n`));
  process.exitCode = 1;
}
