import * as pulumi from "@pulumi/pulumi";
import { handedDown } from "../manifests/handDown";
import { registerObject } from "../manifests/objects";
import { refuse } from "../problems";
import type { ChannelArgs } from "./channel.args";
import { checkChannel } from "./channel.check";
import { channelReplacedOn, renderChannel } from "./channel.render";
import { textAt } from "./status";

/** A channel: takes events at one address and hands each to all its subscriptions. */
export class Channel extends pulumi.ComponentResource {
  /** Name of the channel, for subscriptions and sinks: whatever uses it is made after the channel and goes before it. */
  public readonly channelName: pulumi.Output<string>;
  /** URL inside the cluster that takes events. Empty where nobody has waited for it. */
  public readonly address: pulumi.Output<string>;

  constructor(name: string, args: ChannelArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("knative:index:Channel", name, {}, handedDown(opts));
    refuse("Channel", checkChannel(args));
    const object = registerObject(name, renderChannel(name, args), {
      parent: this,
      replaceOnChanges: [...channelReplacedOn],
      // Two of one name can't be there at the same time.
      deleteBeforeReplace: true,
    });
    this.channelName = textAt(object.metadata, ["name"]);
    this.address = textAt(object.status, ["address", "url"]);
    this.registerOutputs({ channelName: this.channelName, address: this.address });
  }
}
