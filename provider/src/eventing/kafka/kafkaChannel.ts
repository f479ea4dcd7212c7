import * as pulumi from "@pulumi/pulumi";
import { handedDown } from "../../manifests/handDown";
import { registerObject } from "../../manifests/objects";
import { refuse } from "../../problems";
import { textAt } from "../status";
import type { KafkaChannelArgs } from "./kafkaChannel.args";
import { checkKafkaChannel } from "./kafkaChannel.check";
import { kafkaChannelReplacedOn, renderKafkaChannel } from "./kafkaChannel.render";

/** A channel that keeps events in a topic of the Kafka that Eventing's `kafka` names. */
export class KafkaChannel extends pulumi.ComponentResource {
  /** Name of the channel, for whatever sends to it or subscribes to it: that is made after the channel and goes before it. */
  public readonly channelName: pulumi.Output<string>;
  /** URL inside the cluster that takes events. Empty where nobody has waited for it. */
  public readonly address: pulumi.Output<string>;

  constructor(name: string, args: KafkaChannelArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("knative:index:KafkaChannel", name, {}, handedDown(opts));
    refuse("KafkaChannel", checkKafkaChannel(args));
    const { metadata, status } = registerObject(name, renderKafkaChannel(name, args), {
      parent: this,
      replaceOnChanges: [...kafkaChannelReplacedOn],
      deleteBeforeReplace: true,
    });
    this.channelName = textAt(metadata, ["name"]);
    this.address = textAt(status, ["address", "url"]);
    this.registerOutputs({ channelName: this.channelName, address: this.address });
  }
}
