import { spawn } from "node:child_process";

import { Argument, Command, Option } from "commander";
import pc from "picocolors";

import { istioUp } from "./istio";
import { downAll, labDown, labEnv, labReset, labStatus, labUp, PATHS } from "./node";
import { COMPONENT_NAMES } from "./node/checks";
import { renderExports, withoutNpm } from "./node/env";
import { readText } from "./node/files";
import { logFile } from "./node/logs";
import { withProgress } from "./node/progressLines";
import { renderStatus } from "./node/statusTable";
import type { Report } from "./toolchain/progress";

const program = new Command("lab")
  .description(
    "One real Kubernetes node on this machine; LAB_INSTANCE names one of several that share nothing.",
  )
  .showHelpAfterError();

program
  .command("up")
  .description("bring the node up, or mend it; builds what the cache lacks")
  .option("--istio", "put Istio into it, too")
  .action(({ istio }: { istio?: true }) =>
    tell(async (report) => {
      const began = performance.now();
      await labUp(report);
      if (istio) await istioUp({}, report);
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      return `The lab is up after ${seconds} s.\n  eval "$(npm run --silent lab -- env)"   sets KUBECONFIG, PATH and Pulumi's variables`;
    }),
  );
program
  .command("down")
  .description("stop it and leave nothing behind but its state and the cache")
  .option("--all", "every lab of this machine, whoever started it")
  .action(({ all }: { all?: true }) =>
    tell(async (report) => {
      if (all) {
        await downAll(report);
        return "Every lab of this machine is down. Their state is kept.";
      }
      await labDown(report);
      return `The lab is down. Its state is kept in ${PATHS.state}.`;
    }),
  );
program
  .command("reset")
  .description("stop it and delete its state: cluster, images, certificates, Pulumi stacks")
  .action(() =>
    tell(async (report) => {
      await labReset(report);
      return "The lab is gone. What was built is still in the cache.";
    }),
  );
program
  .command("status")
  .description("tell what runs and whether it is healthy; the exit code is 1 if something is not")
  .option("--json", "print JSON")
  .action(async ({ json }: { json?: true }) => {
    const status = await labStatus();
    process.stdout.write(json ? `${JSON.stringify(status, undefined, 2)}\n` : renderStatus(status));
    process.exitCode = status.healthy ? 0 : 1;
  });
program
  .command("kubeconfig")
  .description("print the administrator's kubeconfig")
  .option("--path", "print where it is instead")
  .action(async ({ path }: { path?: true }) => {
    const text = path ? `${PATHS.kubeconfig}\n` : await readText(PATHS.kubeconfig);
    if (text === undefined)
      throw new Error("there is no kubeconfig yet; make the lab with `npm run lab -- up`");
    process.stdout.write(text);
  });
program
  .command("env")
  .description("print shell exports for kubectl and pulumi")
  .action(async () => {
    const path = withoutNpm(process.env.PATH ?? "");
    process.stdout.write(renderExports(await labEnv({ ...process.env, PATH: path })));
  });
program
  .command("logs")
  .description("print a component's log; without a component, where the logs are")
  .addArgument(new Argument("[component]").choices(["node", ...COMPONENT_NAMES]))
  .addOption(new Option("-n, --lines <count>", "how many lines").default("100"))
  .option("-f, --follow", "go on as it grows")
  .action(async (component: string | undefined, options: { lines: string; follow?: true }) => {
    if (component === undefined) return void process.stdout.write(`${PATHS.logs}\n`);
    await showLog(logFile(component), options.lines, options.follow === true);
  });

/** Does long work with its progress shown, and says at the end what it gives. */
async function tell(work: (report: Report) => Promise<string>): Promise<void> {
  process.stdout.write(`${await withProgress(work)}\n`);
}

async function showLog(file: string, lines: string, follow: boolean): Promise<void> {
  const args = ["-n", lines, ...(follow ? ["-F"] : []), file];
  const child = spawn("tail", args, { stdio: "inherit" });
  process.exitCode = await new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 0));
  });
}

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${pc.red("error:")} ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
