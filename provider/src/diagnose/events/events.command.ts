import { Command } from "commander";
import { flowKinds } from "../../graph/kinds";
import { didYouMean } from "../../problems";
import { isError } from "../finding";
import {
  exitCodes,
  exitCodesHelp,
  inContext,
  sessionOptions,
  terminal,
  withReader,
  type SessionOptions,
  type Surroundings,
} from "../session";
import { askedOf, diagnoseEvents, type EventsDiagnosis } from "./events";
import { readEvents } from "./facts";
import { renderEventsJson, renderEventsText } from "./render";

/** What the command line says. */
export interface EventsOptions extends SessionOptions {
  readonly allNamespaces?: boolean;
}

/** `diagnose events [kind/name]`. */
export function eventsCommand(surroundings: Surroundings = terminal): Command {
  const command = new Command("events")
    .description(
      "find the first broken link between a source of events and what gets them: Eventing's programs, source, broker, trigger, channel, subscriber, dead letter sink",
    )
    .argument("[object]", "only events that come over this, such as broker/main or trigger/orders")
    .option("-n, --namespace <name>", "namespace to look at (default: the context's)")
    .option("-A, --all-namespaces", "the flow of events in all namespaces")
    .addHelpText("after", exitCodesHelp)
    .exitOverride()
    .action(async (object: string | undefined, options: EventsOptions) => {
      process.exitCode = await runEvents(object, options, surroundings);
    });
  return sessionOptions().reduce((whole, option) => whole.addOption(option), command);
}

/** Runs the command and gives its exit code. */
export async function runEvents(
  object: string | undefined,
  options: EventsOptions,
  surroundings: Surroundings,
): Promise<number> {
  const wrong = object === undefined ? undefined : checkObject(object, options);
  if (wrong !== undefined) {
    surroundings.complain(`${wrong}\n`);
    return exitCodes.unknown;
  }
  return withReader(options, surroundings, async (reader, namespace) => {
    const facts = await readEvents(reader, options.allNamespaces === true ? undefined : namespace);
    const asked = object === undefined ? undefined : askedOf(object, namespace);
    const diagnosis = eventsInContext(diagnoseEvents(facts, asked), options.context);
    const { write, color } = surroundings;
    write(options.output === "json" ? renderEventsJson(diagnosis) : renderEventsText(diagnosis, color));
    return diagnosis.findings.some(isError) ? exitCodes.broken : exitCodes.fine;
  });
}

/** What is wrong with an object that is asked for. */
function checkObject(object: string, { allNamespaces }: EventsOptions): string | undefined {
  if (allNamespaces === true) {
    return "name an object or give --all-namespaces, not both";
  }
  if (askedOf(object, "") !== undefined) {
    return undefined;
  }
  const kinds = flowKinds.map(({ kind }) => kind.toLowerCase());
  const [kind = ""] = object.split("/");
  return object.includes("/") && !kinds.includes(kind.toLowerCase())
    ? `"${kind}" is no kind that events flow through${didYouMean(kind, kinds)}; known are ${kinds.join(", ")}`
    : `"${object}" is no kind with a name, such as broker/main`;
}

/** The same with commands that ask the same cluster. */
export function eventsInContext(diagnosis: EventsDiagnosis, context: string | undefined): EventsDiagnosis {
  return {
    ...diagnosis,
    findings: diagnosis.findings.map((finding) => ({ ...finding, next: inContext(finding.next, context) })),
  };
}
