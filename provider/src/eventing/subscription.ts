import * as pulumi from "@pulumi/pulumi";
import { handedDown } from "../manifests/handDown";
import { registerObject } from "../manifests/objects";
import { refuse } from "../problems";
import { textAt } from "./status";
import type { SubscriptionArgs } from "./subscription.args";
import { checkSubscription } from "./subscription.check";
import { renderSubscription, subscriptionReplacedOn } from "./subscription.render";

/** Hands all events of a channel to one subscriber, and its answers on. */
export class Subscription extends pulumi.ComponentResource {
  /** URL that the events are handed to. Empty where nobody has waited for it. */
  public readonly subscriberUri: pulumi.Output<string>;
  /** URL that the answers go to; empty where there is no `reply`. */
  public readonly replyUri: pulumi.Output<string>;
  /** URL that events go to which the subscriber doesn't take; empty where there is no dead letter sink. */
  public readonly deadLetterSinkUri: pulumi.Output<string>;

  constructor(name: string, args: SubscriptionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("knative:index:Subscription", name, {}, handedDown(opts));
    refuse("Subscription", checkSubscription(args));
    const { status } = registerObject(name, renderSubscription(name, args), {
      parent: this,
      replaceOnChanges: [...subscriptionReplacedOn],
      deleteBeforeReplace: true,
    });
    this.subscriberUri = textAt(status, ["physicalSubscription", "subscriberUri"]);
    this.replyUri = textAt(status, ["physicalSubscription", "replyUri"]);
    this.deadLetterSinkUri = textAt(status, ["physicalSubscription", "deadLetterSinkUri"]);
    this.registerOutputs({
      subscriberUri: this.subscriberUri,
      replyUri: this.replyUri,
      deadLetterSinkUri: this.deadLetterSinkUri,
    });
  }
}
