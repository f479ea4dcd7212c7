import * as pulumi from "@pulumi/pulumi";
import { handedDown } from "../manifests/handDown";
import { registerObject } from "../manifests/objects";
import { refuse } from "../problems";
import type { ContainerSourceArgs } from "./containerSource.args";
import { checkContainerSource } from "./containerSource.check";
import { containerSourceReplacedOn, renderContainerSource } from "./containerSource.render";
import { textAt } from "./status";

/** Runs a container that sends events to the URL in its variable K_SINK, all the time and in one pod. */
export class ContainerSource extends pulumi.ComponentResource {
  /** URL that the events are sent to. Empty where nobody has waited for it. */
  public readonly sinkUri: pulumi.Output<string>;

  constructor(name: string, args: ContainerSourceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("knative:index:ContainerSource", name, {}, handedDown(opts));
    refuse("ContainerSource", checkContainerSource(args));
    const { status } = registerObject(name, renderContainerSource(name, args), {
      parent: this,
      replaceOnChanges: args.podLabels === undefined ? [] : [...containerSourceReplacedOn],
      deleteBeforeReplace: true,
    });
    this.sinkUri = textAt(status, ["sinkUri"]);
    this.registerOutputs({ sinkUri: this.sinkUri });
  }
}
