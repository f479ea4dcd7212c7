import * as pulumi from "@pulumi/pulumi";
import { version as packageVersion } from "@pulumi/kubernetes/package.json";
import type { ChartPlace } from "./charts";

/** A Helm release that is to be made. */
export interface PlannedRelease<Values = object> {
  /** Name of the release, fixed. */
  readonly name: string;
  readonly namespace: string;
  /** Version of the chart. */
  readonly version: string;
  readonly place: ChartPlace;
  readonly values: Values;
  /** Whether nothing waits for what the release makes to become ready. Default: it is waited for. */
  readonly skipAwait?: boolean;
}

/** What a release's programs may take to become ready, their images to be pulled included. */
const timeoutSeconds = 600;

/**
 * A Helm release, under the type and with the inputs of the Kubernetes package's own class. That class stands in a module
 * which takes the whole package along.
 */
export class HelmRelease extends pulumi.CustomResource {
  constructor(name: string, release: PlannedRelease, opts: pulumi.CustomResourceOptions) {
    const inputs = {
      compat: "true",
      name: release.name,
      namespace: release.namespace,
      ...release.place,
      values: release.values,
      skipAwait: release.skipAwait ?? false,
      // A rollback would take away what tells why a program didn't start.
      atomic: false,
      createNamespace: false,
      timeout: timeoutSeconds,
      status: undefined,
    };
    super("kubernetes:helm.sh/v3:Release", name, inputs, { ...opts, version: packageVersion });
  }
}
