import * as pulumi from "@pulumi/pulumi";
import { handedDown } from "../manifests/handDown";
import { registerObject } from "../manifests/objects";
import { refuse } from "../problems";
import type { SinkBindingArgs } from "./sinkBinding.args";
import { checkSinkBinding } from "./sinkBinding.check";
import { renderSinkBinding, sinkBindingReplacedOn } from "./sinkBinding.render";
import { textAt } from "./status";

/** Tells programs that are there already where to send their events: their pods find the URL in the variable K_SINK. */
export class SinkBinding extends pulumi.ComponentResource {
  /** URL that the pods are told. Empty where nobody has waited for it. */
  public readonly sinkUri: pulumi.Output<string>;

  constructor(name: string, args: SinkBindingArgs, opts?: pulumi.ComponentResourceOptions) {
    super("knative:index:SinkBinding", name, {}, handedDown(opts));
    refuse("SinkBinding", checkSinkBinding(args));
    const { status } = registerObject(name, renderSinkBinding(name, args), {
      parent: this,
      replaceOnChanges: [...sinkBindingReplacedOn],
      deleteBeforeReplace: true,
    });
    this.sinkUri = textAt(status, ["sinkUri"]);
    this.registerOutputs({ sinkUri: this.sinkUri });
  }
}
