import { Command } from "commander";
import {
  exitCodes,
  exitCodesHelp,
  inContext,
  sessionOptions,
  terminal,
  withReader,
  type SessionOptions,
  type Surroundings,
} from "../diagnose/session";
import { readNetworks } from "./diagnose.facts";
import { diagnoseNetwork } from "./diagnose.network";
import { isBroken, renderNetworkJson, renderNetworkText } from "./diagnose.render";

/** `diagnose network [pod]`. */
export function networkCommand(surroundings: Surroundings = terminal): Command {
  const command = new Command("network")
    .description(
      "find the first broken link between a pod and the Kubernetes API on a cluster with Kube-OVN: its interfaces, subnets, VPC and routes; without a pod, what is wrong with VPCs and subnets",
    )
    .argument("[pod]", "name of the pod")
    .option("-n, --namespace <name>", "namespace of the pod (default: the context's)")
    .addHelpText("after", exitCodesHelp)
    .exitOverride()
    .action(async (pod: string | undefined, options: SessionOptions) => {
      process.exitCode = await runNetwork(pod, options, surroundings);
    });
  return sessionOptions().reduce((whole, option) => whole.addOption(option), command);
}

/** Runs the command and gives its exit code. */
export async function runNetwork(
  pod: string | undefined,
  options: SessionOptions,
  surroundings: Surroundings,
): Promise<number> {
  return withReader(options, surroundings, async (reader, namespace) => {
    const asked = pod === undefined ? undefined : { namespace, name: pod };
    const found = diagnoseNetwork(await readNetworks(reader, asked), asked);
    const findings = found.findings.map((finding) => ({
      ...finding,
      next: inContext(finding.next, options.context),
    }));
    const diagnosis = { ...found, findings };
    const { write, color } = surroundings;
    write(options.output === "json" ? renderNetworkJson(diagnosis) : renderNetworkText(diagnosis, color));
    return isBroken(diagnosis) ? exitCodes.broken : exitCodes.fine;
  });
}
