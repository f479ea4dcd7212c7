import * as pulumi from "@pulumi/pulumi";
import { handedDown } from "../manifests/handDown";
import { registerObjects } from "../manifests/objects";
import { refuse } from "../problems";
import type { ApiServerSourceArgs } from "./apiServerSource.args";
import { checkApiServerSource } from "./apiServerSource.check";
import { renderApiServerSource } from "./apiServerSource.render";
import { accountOf } from "./apiServerSource.rights";
import { textAt } from "./status";

/** Sends an event for each change of Kubernetes objects, with the rights to see those alone. */
export class ApiServerSource extends pulumi.ComponentResource {
  /** URL that the events are sent to. Empty where nobody has waited for it. */
  public readonly sinkUri: pulumi.Output<string>;
  /** Name of the ServiceAccount that it runs as. */
  public readonly serviceAccountName: pulumi.Output<string>;

  constructor(name: string, args: ApiServerSourceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("knative:index:ApiServerSource", name, {}, handedDown(opts));
    refuse("ApiServerSource", checkApiServerSource(args));
    // The source comes last, and goes before its rights.
    const { last } = registerObjects(name, renderApiServerSource(name, args), { parent: this });
    this.sinkUri = textAt(pulumi.output(last[0]?.status), ["sinkUri"]);
    this.serviceAccountName = pulumi.output(args.serviceAccountName ?? accountOf(args.name ?? name));
    this.registerOutputs({ sinkUri: this.sinkUri, serviceAccountName: this.serviceAccountName });
  }
}
