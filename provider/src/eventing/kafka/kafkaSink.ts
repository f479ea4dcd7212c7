import * as pulumi from "@pulumi/pulumi";
import { handedDown } from "../../manifests/handDown";
import { registerObject } from "../../manifests/objects";
import { refuse } from "../../problems";
import { defaultNamespace } from "../ready";
import { textAt } from "../status";
import type { KafkaSinkArgs } from "./kafkaSink.args";
import { checkKafkaSink } from "./kafkaSink.check";
import { kafkaSinkReplacedOn, renderKafkaSink } from "./kafkaSink.render";
import { renderSecurity } from "./security.render";

/** Writes the events that it gets into a topic of Kafka. */
export class KafkaSink extends pulumi.ComponentResource {
  /** Name of the sink, for whatever sends to it: that is made after the sink and goes before it. */
  public readonly sinkName: pulumi.Output<string>;
  /** URL inside the cluster that takes events. Empty where nobody has waited for it. */
  public readonly address: pulumi.Output<string>;

  constructor(name: string, args: KafkaSinkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("knative:index:KafkaSink", name, {}, handedDown(opts));
    refuse("KafkaSink", checkKafkaSink(args));
    const secrets = renderSecurity(args.name ?? name, args.namespace ?? defaultNamespace, args.security).map(
      (secret) => registerObject(name, secret, { parent: this }),
    );
    const { metadata, status } = registerObject(name, renderKafkaSink(name, args), {
      parent: this,
      dependsOn: secrets,
      replaceOnChanges: [...kafkaSinkReplacedOn],
      deleteBeforeReplace: true,
    });
    this.sinkName = textAt(metadata, ["name"]);
    this.address = textAt(status, ["address", "url"]);
    this.registerOutputs({ sinkName: this.sinkName, address: this.address });
  }
}
