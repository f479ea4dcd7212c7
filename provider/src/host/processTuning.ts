import { setFlagsFromString } from "node:v8";
import * as pulumi from "@pulumi/pulumi";

/**
 * Makes a process of this package's own (the root program, the plugin) fit for large platforms:
 *
 * - Pulumi's SDK sends the engine a debug message, one at a time, of all that it exchanges for each resource, secrets included,
 *   and takes a stack trace, through source maps, for each promise. Together they are half the time of a thousand services.
 *   The one that it sends with each resource goes without source maps: they'd be read and kept for that alone.
 *   `PULUMI_KNATIVE_DEBUG=true` keeps them, for reports of bugs.
 * - On a machine with much memory V8 lets the heap double before it cleans up; here it may grow by a tenth, and the part for
 *   new objects no more.
 */
export function tuneProcess(
  env: Readonly<Record<string, string | undefined>> = process.env,
  sdk: { debug: (message: string) => Promise<void> } = pulumi.log,
): void {
  setFlagsFromString("--heap-growing-percent=10");
  setFlagsFromString("--semi-space-growth-factor=1");
  if (env.PULUMI_KNATIVE_DEBUG !== "true") {
    Object.assign(sdk, { debug: () => Promise.resolve() });
    Error.stackTraceLimit = 0;
    Object.assign(Error, { prepareStackTrace: undefined });
  }
}
