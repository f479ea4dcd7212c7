import { join } from "node:path";
import Table from "cli-table3";
import { labEnv, labUp, whyNoLab, withLabRun, withProgress } from "../lab/node";
import { groupByPhase } from "../provider/src/manifests/phases";
import { setAt, type Manifest } from "../provider/src/manifests/manifest";
import {
  eachManifest,
  mergeConfigMapData,
  setImages,
  transformManifests,
} from "../provider/src/manifests/transforms";
import { renderService } from "../provider/src/service/service.render";
import { loadServing } from "../provider/src/serving/serving.load";
import { planServing } from "../provider/src/serving/serving.plan";
import { renderServing } from "../provider/src/serving/serving.render";
import { setGracePeriod } from "../provider/src/release/adapt";
import { domainData } from "../provider/src/serving/domains";
import { labImage, labPlatform } from "../tests/support/lab";
import { applyAndWait, removeAll, untilServiceIsGone } from "./kubectl";
import { median, untilFirstLine } from "./measure";
import { BenchStack } from "./stacks";

/** One line of the report: what was measured, ours and the rival's, and the budget that the architecture sets. */
interface Row {
  readonly what: string;
  readonly ours: number;
  readonly unit: string;
  readonly rival?: { readonly name: string; readonly value: number };
  readonly budget: string;
  readonly met: boolean;
}

const domain = "bench.example.com";
const services = 1000;
const hello = { name: "hello", image: labImage("v1") };
const plugin = join(__dirname, "..", "provider", "bin", "pulumi-resource-knative");

/** The objects of our platform for the plain program, in the same order. */
function sameObjects(): readonly (readonly Manifest[])[] {
  const plan = planServing(labPlatform([], { domain, migrationJobs: false }).serving ?? {});
  const { manifests } = renderServing(
    plan,
    loadServing(plan).manifests,
    plan.domains && domainData(plan.domains),
  );
  return groupByPhase([...manifests, withForegroundRemoval(renderService("hello", hello))]);
}

/**
 * A plain program removes the controllers before the definitions: it must wait until they have let go of all that was made for
 * the service, or its destroy may hang on their finalizers.
 */
function withForegroundRemoval(service: Manifest): Manifest {
  return setAt(service, ["metadata", "annotations", "pulumi.com/deletionPropagationPolicy"], undefined);
}

/** The release's own files as people keep them by hand: their registry, domain, ingress class and exposure written in. */
function releaseObjects(): readonly Manifest[] {
  const plan = planServing(labPlatform([], { domain, migrationJobs: false }).serving ?? {});
  const { registry } = plan.args.images ?? {};
  return [
    ...transformManifests(
      loadServing(plan).manifests,
      eachManifest(
        setImages({ registry }),
        mergeConfigMapData("config-network", { "ingress-class": plan.layer.ingressClass }),
        mergeConfigMapData("config-domain", { [domain]: "" }),
        // As everywhere in the lab, so that removing the namespaces takes seconds.
        setGracePeriod(plan.args.terminationGracePeriodSeconds),
      ),
    ),
    renderService("hello", hello),
  ];
}

const ratio = (ours: number, rival: number) => ours / rival;

async function handshake(): Promise<Row> {
  const times: number[] = [];
  for (let run = 0; run < 5; run += 1) {
    times.push(await untilFirstLine(plugin, ["127.0.0.1:0"]));
  }
  const ours = median(times);
  return { what: "plugin handshake", ours, unit: "s", budget: "≤ 0.3 s", met: ours <= 0.3 };
}

/** A whole life on the lab: ours, then the plain program, then kubectl, each on the same empty cluster. */
async function lives(env: Record<string, string>): Promise<Row[]> {
  const platform = labPlatform([hello], { domain, migrationJobs: false });
  const release = releaseObjects();
  // So that everybody finds the images on the node.
  await applyAndWait(release, env);
  await removeAll(release, env);
  await untilServiceIsGone(env);
  const ours = await life("this package", await BenchStack.ours(env, platform));
  await untilServiceIsGone(env);
  const groups = sameObjects();
  const plain = await life(
    "plain program",
    await BenchStack.plain(env, { kubeconfig: env.KUBECONFIG, groups }),
  );
  await untilServiceIsGone(env);
  const applied = await applyAndWait(release, env);
  progress("kubectl", { "apply and wait": applied });
  await removeAll(release, env);
  const against = (name: string, value: number) => ({ name, value });
  return [
    row("preview", ours.preview, against("plain program", plain.preview), 1.15),
    row("no-op preview", ours.noop, against("plain program", plain.noop), 1.15),
    row("up to ready", ours.up, against("kubectl apply and wait", applied), 0.45),
    row("up to ready", ours.up, against("plain program", plain.up), 1.15),
    {
      what: "destroy",
      ours: ours.destroy,
      unit: "s",
      rival: against("plain program", plain.destroy),
      budget: "≤ 30 s",
      met: ours.destroy <= 30,
    },
  ];
}

function row(what: string, ours: number, rival: { name: string; value: number }, most: number): Row {
  return { what, ours, unit: "s", rival, budget: `≤ ${most} ×`, met: ratio(ours, rival.value) <= most };
}

type Life = Record<"preview" | "up" | "noop" | "destroy", number>;

/** Preview, up, preview again and destroy; previews three times each, of which the median counts. */
async function life(name: string, stack: BenchStack): Promise<Life> {
  const previews = async () => [await stack.preview(), await stack.preview(), await stack.preview()];
  try {
    const before = await previews();
    const up = await stack.up();
    const after = await previews();
    const destroy = await stack.destroy();
    const measured = {
      preview: median(before.map(({ seconds }) => seconds)),
      up: up.seconds,
      noop: median(after.map(({ seconds }) => seconds)),
      destroy: destroy.seconds,
    };
    progress(name, measured);
    return measured;
  } finally {
    stack.dispose();
  }
}

/** The whole takes minutes: what is measured is told as soon as it is. */
function progress(name: string, seconds: Readonly<Record<string, number>>): void {
  const figures = Object.entries(seconds).map(([what, value]) => `${what} ${value.toFixed(2)} s`);
  console.error(`${name}: ${figures.join(", ")}`);
}

/** Previews of many services: how the time grows, and what the program needs of memory. */
async function many(env: Record<string, string>): Promise<Row[]> {
  const previewOf = async (count: number) => {
    const list = Array.from({ length: count }, (_, index) => ({ ...hello, name: `hello-${index}` }));
    const stack = await BenchStack.ours(env, labPlatform(list, { domain, migrationJobs: false }));
    try {
      return await stack.preview();
    } finally {
      stack.dispose();
    }
  };
  const [few, all] = [await previewOf(0), await previewOf(services)];
  const each = ((all.seconds - few.seconds) / services) * 1000;
  return [
    {
      what: `preview of ${services} services, each`,
      ours: each,
      unit: "ms",
      budget: "≤ 6 ms",
      met: each <= 6,
    },
    {
      what: `its program's memory`,
      ours: all.peakMegabytes,
      unit: "MB",
      budget: "≤ 400 MB",
      met: all.peakMegabytes <= 400,
    },
  ];
}

function report(rows: readonly Row[]): void {
  const table = new Table({
    head: ["measured", "ours", "rival", "ratio", "budget", ""],
    style: { head: [] },
  });
  for (const { what, ours, unit, rival, budget, met } of rows) {
    const other = rival === undefined ? "" : `${rival.value.toFixed(2)} ${unit} (${rival.name})`;
    const share = rival === undefined ? "" : ratio(ours, rival.value).toFixed(2);
    table.push([what, `${ours.toFixed(2)} ${unit}`, other, share, budget, met ? "met" : "MISSED"]);
  }
  console.log(table.toString());
}

async function main(): Promise<void> {
  const noLab = await whyNoLab();
  if (noLab !== undefined) {
    throw new Error(`the lab can't run here: ${noLab}`);
  }
  const rows = await withLabRun(console.log, async () => {
    await withProgress(labUp);
    const env = { ...(process.env as Record<string, string>), ...(await labEnv()) };
    return [await handshake(), ...(await lives(env)), ...(await many(env))];
  });
  report(rows);
  if (process.argv.includes("--json")) {
    console.log(JSON.stringify(rows));
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
