import * as pulumi from "@pulumi/pulumi";
import { handedDown } from "../manifests/handDown";
import { registerObject } from "../manifests/objects";
import { refuse } from "../problems";
import type { PingSourceArgs } from "./pingSource.args";
import { checkPingSource } from "./pingSource.check";
import { renderPingSource } from "./pingSource.render";
import { textAt } from "./status";

/** Sends an event with the same data at times that a schedule tells. */
export class PingSource extends pulumi.ComponentResource {
  /** URL that the events are sent to. Empty where nobody has waited for it. */
  public readonly sinkUri: pulumi.Output<string>;

  constructor(name: string, args: PingSourceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("knative:index:PingSource", name, {}, handedDown(opts));
    refuse("PingSource", checkPingSource(args));
    const { status } = registerObject(name, renderPingSource(name, args), { parent: this });
    this.sinkUri = textAt(status, ["sinkUri"]);
    this.registerOutputs({ sinkUri: this.sinkUri });
  }
}
