import * as pulumi from "@pulumi/pulumi";
import { handedDown } from "../manifests/handDown";
import { registerObjects } from "../manifests/objects";
import { refuse, warnAbout } from "../problems";
import { pullSecret } from "../release/images";
import { copiesOf, type RegistryCopy } from "./copies";
import { hostsToml } from "./hostsToml";
import { caSecretName } from "./prerequisites.render";
import { addressOf, namespaceOf, instancesOf, urlOf } from "./instances";
import type { RegistryArgs } from "./registry.args";
import { checkRegistry, registryNotices } from "./registry.check";
import { planRegistry } from "./registry.render";

/**
 * A registry of container images in the cluster, and mirrors that keep what is pulled from others through them. Outputs tell nodes how to
 * reach and trust it, Knative which authority to trust, and what to fill it with.
 */
export class Registry extends pulumi.ComponentResource {
  /** Host and port, as they stand in names of images. */
  public readonly address: pulumi.Output<string>;
  /** URL of the registry. */
  public readonly url: pulumi.Output<string>;
  /** Images to fill it with, and where each goes. */
  public readonly copies: pulumi.Output<RegistryCopy[]>;
  /** Contents of `hosts.toml` for containerd on the nodes, by the directory below /etc/containerd/certs.d that each belongs to. */
  public readonly hostsToml: pulumi.Output<Record<string, string>>;
  /** Certificate of the authority: for `images.ca.pem` of Serving, and as `ca.crt` beside each `hosts.toml`. Undefined without `tls.ca`. */
  public readonly ca: pulumi.Output<string | undefined>;
  /** Name of the Secret with that certificate, for `images.ca.secretName` of Serving. Undefined without `tls.caNamespaces`. */
  public readonly caSecret: pulumi.Output<string | undefined>;
  /** The text under `.dockerconfigjson` in `stringData` of a Secret of type kubernetes.io/dockerconfigjson. Secret; undefined without `users.credentials`. */
  public readonly pullSecret: pulumi.Output<string | undefined>;

  constructor(name: string, args: RegistryArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("knative:index:Registry", name, {}, handedDown(opts));
    refuse("Registry", checkRegistry(args));
    registryNotices(args).forEach((notice) => warnAbout(this, notice));
    const { prerequisites, programs } = planRegistry(args);
    const first = registerObjects(name, prerequisites, { parent: this });
    const dependsOn = [...first.objects.values()];
    const made = registerObjects(name, programs, { parent: this, dependsOn });
    // Who uses it comes after all of it.
    const urns = [...dependsOn, ...made.objects.values()].map(({ urn }) => urn);
    const after = <T>(value: T): pulumi.Output<T> => pulumi.all(urns).apply<T>(() => value);
    const [own] = instancesOf(args);
    this.address = after(addressOf(own, args));
    this.url = after(urlOf(own, args));
    this.copies = pulumi.output(args.images ?? []).apply((images) => copiesOf(images, args));
    this.hostsToml = after(hostsToml(args));
    this.ca = pulumi.output(args.tls?.ca);
    this.caSecret = after((args.tls?.caNamespaces ?? []).length === 0 ? undefined : caSecretName);
    this.pullSecret = loginOf(args);
    this.registerOutputs({
      address: this.address,
      url: this.url,
      copies: this.copies,
      hostsToml: this.hostsToml,
      ca: this.ca,
      caSecret: this.caSecret,
      pullSecret: this.pullSecret,
    });
  }
}

function loginOf(args: RegistryArgs): pulumi.Output<string | undefined> {
  const credentials = args.users?.credentials;
  if (credentials === undefined) {
    return pulumi.output(undefined);
  }
  const [own] = instancesOf(args);
  const { data } = pullSecret(
    { name: "registry", namespace: namespaceOf(args) },
    addressOf(own, args),
    credentials,
  );
  const { ".dockerconfigjson": login } = data as Record<string, pulumi.Output<string>>;
  return pulumi.secret(
    pulumi.output(login).apply((text) => text && Buffer.from(text, "base64").toString("utf8")),
  );
}
