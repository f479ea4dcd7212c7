import * as pulumi from "@pulumi/pulumi";
import { handedDown } from "../manifests/handDown";
import { registerObject } from "../manifests/objects";
import { refuse } from "../problems";
import type { ParallelArgs } from "./parallel.args";
import { checkParallel } from "./parallel.check";
import { renderParallel } from "./parallel.render";
import { flowReplacedOn } from "./sequence.render";
import { textAt } from "./status";

/** Hands each event to several branches at the same time. */
export class Parallel extends pulumi.ComponentResource {
  /** Name of the parallel, for sinks: whatever sends to it is made after the parallel and goes before it. */
  public readonly parallelName: pulumi.Output<string>;
  /** URL inside the cluster that takes events. Empty where nobody has waited for it. */
  public readonly address: pulumi.Output<string>;

  constructor(name: string, args: ParallelArgs, opts?: pulumi.ComponentResourceOptions) {
    super("knative:index:Parallel", name, {}, handedDown(opts));
    refuse("Parallel", checkParallel(args));
    const object = registerObject(name, renderParallel(name, args), {
      parent: this,
      replaceOnChanges: [...flowReplacedOn],
      deleteBeforeReplace: true,
    });
    this.parallelName = textAt(object.metadata, ["name"]);
    this.address = textAt(object.status, ["address", "url"]);
    this.registerOutputs({ parallelName: this.parallelName, address: this.address });
  }
}
