import * as pulumi from "@pulumi/pulumi";
import { handedDown } from "../manifests/handDown";
import { registerObjects, registerPatch } from "../manifests/objects";
import { refuse } from "../problems";
import { auditFiles } from "./audit.render";
import { isStrict, layerOf } from "./parts";
import { securityReport, type SecurityLayerReport } from "./report";
import type { SecurityArgs } from "./security.args";
import { checkSecurity, securityNotices } from "./security.check";
import { planSecurity } from "./security.render";

/**
 * Layers of protection around Knative and its services: network policies, mutual TLS, signatures of images, audit, runtime detection
 * and Pod Security. Each has a switch and a mode. What enforces them (network plugin, Istio, policy-controller or Kyverno, Falco)
 * must be in the cluster.
 */
export class Security extends pulumi.ComponentResource {
  /** The layers that are on: what each refuses, or would refuse were it strict, and where that is read. */
  public readonly report: pulumi.Output<SecurityLayerReport[]>;
  /** The API server's audit policy, as the content of a file; undefined without `audit`. */
  public readonly auditPolicy: pulumi.Output<string | undefined>;
  /** Who takes audit events, as the content of a file; undefined without `audit.webhookUrl`. */
  public readonly auditWebhook: pulumi.Output<string | undefined>;
  /** Flags of the API server that use these files; none without `audit`. */
  public readonly auditFlags: pulumi.Output<string[]>;

  constructor(name: string, args: SecurityArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("knative:index:Security", name, {}, handedDown(opts));
    refuse("Security", checkSecurity(args));
    securityNotices(args).forEach((notice) => void pulumi.log.warn(notice, this));
    const { objects, patches } = planSecurity(args);
    const { objects: made } = registerObjects(name, objects, { parent: this });
    // A namespace that signatures are looked at in before there is a policy has all its images refused.
    const dependsOn = [...made.values()];
    patches.forEach((patch) => registerPatch(name, patch, { parent: this, dependsOn }));
    const audit = layerOf(args, "audit");
    const files = audit && auditFiles(audit, isStrict(args, "audit"));
    this.report = pulumi.output(securityReport(args));
    this.auditPolicy = pulumi.output(files?.policy);
    this.auditWebhook = pulumi.output(files?.webhook);
    this.auditFlags = pulumi.output([...(files?.flags ?? [])]);
    this.registerOutputs({
      report: this.report,
      auditPolicy: this.auditPolicy,
      auditWebhook: this.auditWebhook,
      auditFlags: this.auditFlags,
    });
  }
}
