import { collectEvents, parseEvent, type Preview } from "./events";

/**
 * Reads recorded engine events: one JSON object a line, as `--save-events`, `pulumi preview --event-log` and
 * `PULUMI_ENABLE_STREAMING_JSON_PREVIEW=true pulumi preview --json` write them, or a JSON list of them.
 * @throws when `text` is something else; `name` is what the message calls it.
 */
export function readRecording(text: string, name: string): Preview {
  const events = text.trimStart().startsWith("[") ? readList(text, name) : readLines(text, name);
  if (events.length === 0) {
    throw new Error(
      `${name} holds no engine events; record some with \`npm run diff -- <stack> --save-events FILE\``,
    );
  }
  return collectEvents(events.map((event, index) => parseEvent(event, `${name}: event ${index + 1}`)));
}

/**
 * The line of an event for a recording, or undefined where it has no place in one: debug messages, which hold secrets in
 * plain text, and the configuration.
 */
export function recordingLine(event: unknown): string | undefined {
  const { diagnosticEvent, preludeEvent } = event as {
    readonly diagnosticEvent?: { readonly severity?: string };
    readonly preludeEvent?: unknown;
  };
  return diagnosticEvent?.severity === "debug" || preludeEvent !== undefined
    ? undefined
    : JSON.stringify(event);
}

function readList(text: string, name: string): readonly unknown[] {
  return parseJson(text, name) as readonly unknown[];
}

function readLines(text: string, name: string): readonly unknown[] {
  const lines = text.split("\n").map((line, index) => ({ line: line.trim(), number: index + 1 }));
  return lines
    .filter(({ line }) => line !== "")
    .map(({ line, number }) => parseJson(line, `${name}: line ${number}`));
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `${where} is not JSON (${reason}). What is read is one engine event a line, as --save-events writes them; ` +
        "the digest of `pulumi preview --json` is something else",
      { cause: error },
    );
  }
}
