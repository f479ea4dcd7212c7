import * as pulumi from "@pulumi/pulumi";

/**
 * Spares a process what Pulumi's SDK notes down for the SDK's own debugging: a message to the engine, one at a time, of all that
 * it sends and receives for each resource, secrets included; and a stack trace, through source maps, for each promise. Together
 * they take half the time of a large program. `PULUMI_KNATIVE_DEBUG=true` keeps them, for reports of bugs.
 *
 * For processes that are this package's own, the root program and the plugin: both settings are the whole process's.
 */
export function spareDiagnostics(
  env: Readonly<Record<string, string | undefined>> = process.env,
  sdk: { debug: typeof pulumi.log.debug } = pulumi.log as { debug: typeof pulumi.log.debug },
): void {
  if (env.PULUMI_KNATIVE_DEBUG === "true") {
    return;
  }
  sdk.debug = () => Promise.resolve();
  Error.stackTraceLimit = 0;
}
