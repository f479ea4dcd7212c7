import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inferSchema } from "./analyze";
import { drift } from "./drift";
import { facts } from "./facts";
import { metadata } from "./metadata";
import { componentNames } from "./names";
import { completeSchema } from "./overlay";
import { readSourceDocs, type SourceDocs } from "./sourceDocs";

const root = join(__dirname, "..", "..");
const file = join(root, "provider", "schema.json");

/** The docs in the provider's sources. */
export function providerDocs(): SourceDocs {
  const directory = join(root, "provider", "src");
  const sources = readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  );
  return readSourceDocs(sources.toSorted().map((name) => readFileSync(join(directory, name), "utf8")));
}

/** The text of provider/schema.json, made from the sources as they are. */
export function freshSchema(inferred = inferSchema(componentNames)): string {
  const { version, description } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Record<
    string,
    string
  >;
  const schema = completeSchema(inferred, {
    version: version ?? "",
    description: description ?? "",
    metadata,
    facts,
    docs: providerDocs(),
  });
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

/** The text of provider/schema.json as it is committed. */
export function committedSchema(): string {
  return readFileSync(file, "utf8");
}

/** How the committed schema differs from the sources, a line each. */
export function schemaDrift(committed: string, fresh: string): string[] {
  const lines = drift(JSON.parse(committed), JSON.parse(fresh));
  return lines.length === 0 && committed !== fresh ? ["(order or layout)"] : lines;
}

/** `npm run schema` writes the schema; with `--check` it only tells, by its exit code, whether it is as committed. */
function main(args: readonly string[]): void {
  const fresh = freshSchema();
  if (!args.includes("--check")) {
    writeFileSync(file, fresh);
    return;
  }
  const lines = schemaDrift(committedSchema(), fresh);
  if (lines.length > 0) {
    console.error(
      `provider/schema.json is not what the sources say; run \`npm run schema\`:\n  ${lines.join("\n  ")}`,
    );
    process.exitCode = 1;
  }
}

if (require.main === module) {
  main(process.argv.slice(2));
}
