import * as pulumi from "@pulumi/pulumi";
import { handedDown } from "../manifests/handDown";
import { registerObjects } from "../manifests/objects";
import { prepareAdoption, specsToCome } from "../ownership/adoption.gate";
import { marksOf, ownerOf } from "../ownership/ownership.gate";
import { retaining } from "../ownership/retain";
import { warnAbout, refuse, refuseInPlace, takePlace } from "../problems";
import { eventingNamespace } from "../release/catalog";
import { credentialsFor } from "../release/images";
import { loadProduct } from "../release/loadProduct";
import type { EventingArgs } from "./eventing.args";
import { checkEventing } from "./eventing.check";
import { eventingProblems } from "./eventing.gate";
import { eventingMemory } from "./eventing.installation";
import { planEventing } from "./eventing.plan";
import { behindPodWebhook, kafkaCredentials } from "./kafka/kafka.render";
import { eventingOptions, renderEventing } from "./eventing.render";

/** Knative Eventing: everything that brokers, triggers, channels and sources need. */
export class Eventing extends pulumi.ComponentResource {
  /** Version of Eventing that is installed, such as "1.22.2". */
  public readonly release: pulumi.Output<string>;
  /** Every image that the installation runs: what a private registry must hold. */
  public readonly images: pulumi.Output<string[]>;

  constructor(name: string, args: EventingArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("knative:index:Eventing", name, {}, retaining(handedDown(opts), args.retainOnDestroy));
    takePlace(this, "Eventing", opts?.parent);
    refuse("Eventing", checkEventing(args));
    const plan = planEventing(args);
    const upstream = loadProduct(plan.files, args.source);
    refuse("Eventing", upstream.problems);
    upstream.notes.forEach((note) => warnAbout(this, note));
    const rendered = renderEventing(plan, upstream.manifests);
    refuse("Eventing", rendered.problems);
    const owner = ownerOf(name, opts);
    const gate = eventingProblems(this, plan, owner)
      .apply((problems) => refuseInPlace(this, "Eventing", problems))
      .apply(() => prepareAdoption(this, owner, args, rendered.manifests));
    const ordered = behindPodWebhook(rendered.manifests);
    const installed = registerObjects(
      name,
      [
        ...rendered.manifests,
        ...credentialsFor(eventingNamespace, args.images),
        ...kafkaCredentials(args.kafka),
      ],
      {
        parent: this,
        after: gate,
        needs: ordered.needs,
        derived: {
          ...ordered.derived,
          ...marksOf(rendered.manifests, owner, args),
          ...(args.adopt === true ? specsToCome(rendered.manifests, gate) : {}),
        },
        options: eventingOptions(plan),
      },
    );
    eventingMemory.remember(this, installed);
    this.release = gate.apply(() => plan.release.version);
    this.images = pulumi.output([...rendered.images]);
    this.registerOutputs({ release: this.release, images: this.images });
  }
}
