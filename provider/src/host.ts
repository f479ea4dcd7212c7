import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { knowReferences } from "./host/cluster";
import { routeRejections } from "./host/isolation";
import { tuneProcess } from "./host/processTuning";
import { makeProvider } from "./host/provider";

// The plugin process: what `pulumi-resource-knative` runs, bundled into one file with schema.json beside it.
tuneProcess();
knowReferences();
const schemaText = readFileSync(join(__dirname, "schema.json"), "utf8");
void pulumi.provider.main(makeProvider(schemaText), process.argv.slice(2));
// main has put its listeners in place before it first waits.
routeRejections(process);
