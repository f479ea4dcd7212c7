import * as pulumi from "@pulumi/pulumi";
import { handedDown } from "../manifests/handDown";
import { registerObject } from "../manifests/objects";
import { refuse } from "../problems";
import type { SequenceArgs } from "./sequence.args";
import { checkSequence } from "./sequence.check";
import { flowReplacedOn, renderSequence } from "./sequence.render";
import { textAt } from "./status";

/** Hands events to one subscriber after the other, each getting what the one before has answered. */
export class Sequence extends pulumi.ComponentResource {
  /** Name of the sequence, for sinks: whatever sends to it is made after the sequence and goes before it. */
  public readonly sequenceName: pulumi.Output<string>;
  /** URL inside the cluster that takes events. Empty where nobody has waited for it. */
  public readonly address: pulumi.Output<string>;

  constructor(name: string, args: SequenceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("knative:index:Sequence", name, {}, handedDown(opts));
    refuse("Sequence", checkSequence(args));
    const object = registerObject(name, renderSequence(name, args), {
      parent: this,
      replaceOnChanges: [...flowReplacedOn],
      deleteBeforeReplace: true,
    });
    this.sequenceName = textAt(object.metadata, ["name"]);
    this.address = textAt(object.status, ["address", "url"]);
    this.registerOutputs({ sequenceName: this.sequenceName, address: this.address });
  }
}
