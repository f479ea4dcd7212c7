import * as pulumi from "@pulumi/pulumi";
import { handedDown } from "../manifests/handDown";
import { registerObject } from "../manifests/objects";
import { refuse } from "../problems";
import { textAt } from "./status";
import type { TriggerArgs } from "./trigger.args";
import { checkTrigger } from "./trigger.check";
import { renderTrigger, triggerReplacedOn } from "./trigger.render";

/** Hands the events of a broker that it wants to one subscriber. */
export class Trigger extends pulumi.ComponentResource {
  /** URL that the events are handed to. Empty where nobody has waited for it. */
  public readonly subscriberUri: pulumi.Output<string>;
  /** URL that events go to which the subscriber doesn't take; empty where there is no dead letter sink. */
  public readonly deadLetterSinkUri: pulumi.Output<string>;

  constructor(name: string, args: TriggerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("knative:index:Trigger", name, {}, handedDown(opts));
    refuse("Trigger", checkTrigger(args));
    const { status } = registerObject(name, renderTrigger(name, args), {
      parent: this,
      replaceOnChanges: [...triggerReplacedOn],
      deleteBeforeReplace: true,
    });
    this.subscriberUri = textAt(status, ["subscriberUri"]);
    this.deadLetterSinkUri = textAt(status, ["deadLetterSinkUri"]);
    this.registerOutputs({ subscriberUri: this.subscriberUri, deadLetterSinkUri: this.deadLetterSinkUri });
  }
}
