import { join } from "node:path";
import { Analyzer } from "@pulumi/pulumi/provider/experimental/analyzer";
import { generateSchema, type PackageSpec } from "@pulumi/pulumi/provider/experimental/schema";

const entry = join("..", "..", "provider", "src", "components.ts");

/** The schema as Pulumi's own analyzer infers it from the components' classes and the interfaces of their args. */
export function inferSchema(components: readonly string[]): PackageSpec {
  // The tsconfig.json beside this file takes in the provider alone: tests and tools would only cost time.
  const analyzer = new Analyzer(__dirname, "knative", { main: entry }, new Set(components));
  const found = analyzer.analyze();
  return generateSchema("knative", "", "", found.components, found.typeDefinitions, found.dependencies);
}
