import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { knowReferences } from "./host/cluster";
import { routeRejections } from "./host/constructs";
import { leanProcess } from "./host/lean";
import { makeProvider } from "./host/provider";

// The plugin process: what `pulumi-resource-knative` runs, bundled into one file with schema.json beside it.
leanProcess();
knowReferences();
const schemaText = readFileSync(join(__dirname, "schema.json"), "utf8");
void pulumi.provider.main(makeProvider(schemaText), process.argv.slice(2));
// main has put its listeners in place before it first waits.
routeRejections(process);
