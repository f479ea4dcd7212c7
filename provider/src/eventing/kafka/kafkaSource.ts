import * as pulumi from "@pulumi/pulumi";
import { handedDown } from "../../manifests/handDown";
import { registerObject } from "../../manifests/objects";
import { refuse } from "../../problems";
import { defaultNamespace } from "../ready";
import { textAt } from "../status";
import type { KafkaSourceArgs } from "./kafkaSource.args";
import { checkKafkaSource } from "./kafkaSource.check";
import { kafkaSourceReplacedOn, renderKafkaSource } from "./kafkaSource.render";
import { renderSecurity } from "./security.render";

/** Sends the records of Kafka's topics as events. */
export class KafkaSource extends pulumi.ComponentResource {
  /** URL that the events are sent to. Empty where nobody has waited for it. */
  public readonly sinkUri: pulumi.Output<string>;

  constructor(name: string, args: KafkaSourceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("knative:index:KafkaSource", name, {}, handedDown(opts));
    refuse("KafkaSource", checkKafkaSource(args));
    const secrets = renderSecurity(args.name ?? name, args.namespace ?? defaultNamespace, args.security).map(
      (secret) => registerObject(name, secret, { parent: this }),
    );
    const { status } = registerObject(name, renderKafkaSource(name, args), {
      parent: this,
      dependsOn: secrets,
      replaceOnChanges: [...kafkaSourceReplacedOn],
      deleteBeforeReplace: true,
    });
    this.sinkUri = textAt(status, ["sinkUri"]);
    this.registerOutputs({ sinkUri: this.sinkUri });
  }
}
