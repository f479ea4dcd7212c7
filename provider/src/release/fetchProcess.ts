/** The process that loadReleaseSync starts to download: a request on standard input, the answer on standard output. */
import { text } from "node:stream/consumers";
import { loadRelease } from "./source";
import type { FetchAnswer, FetchRequest } from "./sourceSync";

async function main(): Promise<void> {
  const { files, source } = JSON.parse(await text(process.stdin)) as FetchRequest;
  const { texts, errors, notes } = await loadRelease(files, source);
  const answer: FetchAnswer = { texts, errors: errors.map(({ failure }) => failure), notes };
  process.stdout.write(JSON.stringify(answer));
}

void main();
