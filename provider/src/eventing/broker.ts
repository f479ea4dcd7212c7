import * as pulumi from "@pulumi/pulumi";
import { handedDown } from "../manifests/handDown";
import { registerObject } from "../manifests/objects";
import { refuse } from "../problems";
import type { BrokerArgs } from "./broker.args";
import { checkBroker } from "./broker.check";
import { brokerReplacedOn, renderBroker } from "./broker.render";
import { renderKafkaBroker } from "./kafka/kafkaBroker.render";
import { defaultNamespace } from "./ready";
import { textAt } from "./status";

/** A broker: takes events at one address, keeps them, and hands each to the triggers that want it. */
export class Broker extends pulumi.ComponentResource {
  /** Name of the broker, for triggers and sinks: whatever uses it is made after the broker and goes before it. */
  public readonly brokerName: pulumi.Output<string>;
  /** URL inside the cluster that takes events. Empty where nobody has waited for it. */
  public readonly address: pulumi.Output<string>;

  constructor(name: string, args: BrokerArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("knative:index:Broker", name, {}, handedDown(opts));
    refuse("Broker", checkBroker(args));
    const object = registerObject(name, renderBroker(name, args), {
      parent: this,
      dependsOn: this.registerKafka(name, args),
      replaceOnChanges: [...brokerReplacedOn],
      // Two of one name can't be there at the same time.
      deleteBeforeReplace: true,
    });
    this.brokerName = textAt(object.metadata, ["name"]);
    this.address = textAt(object.status, ["address", "url"]);
    this.registerOutputs({ brokerName: this.brokerName, address: this.address });
  }

  /** What the broker's Kafka is told by, one after the other: all of it goes after the broker, whose removal needs it. */
  private registerKafka(
    name: string,
    { name: broker = name, namespace = defaultNamespace, kafka }: BrokerArgs,
  ): pulumi.Resource[] {
    const manifests = kafka === undefined ? [] : renderKafkaBroker(broker, namespace, kafka);
    return manifests.reduce<pulumi.Resource[]>(
      (before, manifest) => [...before, registerObject(name, manifest, { parent: this, dependsOn: before })],
      [],
    );
  }
}
