import { Command } from "commander";
import { networkCommand } from "../kubeovn/diagnose.command";
import { diagnose, type Diagnosis } from "./diagnose";
import { eventsCommand, eventsInContext } from "./events/events.command";
import { diagnoseEvents } from "./events/events";
import { hasEventing, readEvents } from "./events/facts";
import { isError } from "./finding";
import { readSnapshot } from "./read";
import type { Reader } from "./reader";
import { foundBy, renderJson, renderText, type Answer } from "./render";
import {
  exitCodes,
  exitCodesHelp,
  inContext,
  sessionOptions,
  terminal,
  withReader,
  type SessionOptions,
  type Surroundings,
} from "./session";

/** What the command line says. */
export interface DiagnoseOptions extends SessionOptions {
  readonly allNamespaces?: boolean;
}

/** `diagnose [service]`, also as a kubectl plugin of its own; `diagnose events [object]` and `diagnose network [pod]` below it. */
export function diagnoseCommand(name = "diagnose", surroundings: Surroundings = terminal): Command {
  const command = new Command(name)
    .description(
      "find the first broken link between a Knative Service and its URL, with its cause and the next command",
    )
    .argument(
      "[service]",
      "name of the service; by default all services of the namespace, and what its events flow through",
    )
    .option("-n, --namespace <name>", "namespace of the service (default: the context's)")
    .option("-A, --all-namespaces", "all services of all namespaces")
    .addHelpText("after", exitCodesHelp)
    .exitOverride()
    // The commands below have options of the same names.
    .enablePositionalOptions()
    .action(async (service: string | undefined, options: DiagnoseOptions) => {
      process.exitCode = await runDiagnose(service, options, surroundings);
    });
  return sessionOptions()
    .reduce((whole, option) => whole.addOption(option), command)
    .addCommand(eventsCommand(surroundings))
    .addCommand(networkCommand(surroundings));
}

/** Runs the command and gives its exit code. */
export async function runDiagnose(
  service: string | undefined,
  options: DiagnoseOptions,
  surroundings: Surroundings,
): Promise<number> {
  if (service !== undefined && options.allNamespaces === true) {
    surroundings.complain("name a service or give --all-namespaces, not both\n");
    return exitCodes.unknown;
  }
  return withReader(options, surroundings, async (reader, namespace) => {
    const scope = options.allNamespaces === true ? undefined : namespace;
    const found = await examine(reader, service, scope);
    const events =
      service === undefined && (await hasEventing(reader))
        ? eventsInContext(diagnoseEvents(await readEvents(reader, scope)), options.context)
        : undefined;
    const answer = { ...told(found, options.context), events, denied: [...reader.denied] };
    return report(answer, options, surroundings);
  });
}

async function examine(
  reader: Reader,
  service: string | undefined,
  namespace: string | undefined,
): Promise<Diagnosis> {
  const snapshot = await readSnapshot(reader, namespace === undefined ? {} : { namespaces: [namespace] });
  return diagnose(
    snapshot,
    service === undefined ? undefined : { namespace: namespace ?? "default", name: service },
  );
}

function report(answer: Answer, { output }: DiagnoseOptions, { write, color }: Surroundings): number {
  write(output === "json" ? renderJson(answer) : renderText(answer, color));
  return foundBy(answer).some(isError) ? exitCodes.broken : exitCodes.fine;
}

function told({ installation, services, denied }: Diagnosis, context: string | undefined): Diagnosis {
  const anew = <T extends { readonly next: readonly string[] }>(finding: T): T => ({
    ...finding,
    next: inContext(finding.next, context),
  });
  return {
    denied,
    installation: installation.map(anew),
    services: services.map((service) => ({ ...service, findings: service.findings.map(anew) })),
  };
}
