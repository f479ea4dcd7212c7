import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Serving } from "../../provider/src/serving/serving";
import type { ServingArgs } from "../../provider/src/serving/serving.args";
import { ProblemsError } from "../../provider/src/problems";
import { record, valueOf, type Recording, type Respond } from "../support/recorder";
import { needReleases } from "../support/releases";

const gatewayService = "knative:Service/kourier-system/kourier";

/** A cluster that gives the gateway an address. */
const respond: Respond = (_, name, inputs) =>
  name === gatewayService
    ? {
        ...inputs,
        spec: { ...(inputs.spec as object), clusterIP: "10.96.0.7" },
        status: { loadBalancer: { ingress: [{ ip: "203.0.113.10" }] } },
      }
    : inputs;

describe("graph: serving", () => {
  let mirror: string;

  before(function () {
    mirror = needReleases(this);
  });

  const install = (args: ServingArgs = {}, preview = false): Promise<Recording<Serving>> =>
    record(() => new Serving("knative", { release: "1.22", source: { mirror }, ...args }), {
      preview,
      respond,
    });
  const named = ({ registrations }: Recording<unknown>, name: string) => {
    const found = registrations.find((one) => one.name === name);
    expect(found, name).not.to.equal(undefined);
    return found as NonNullable<typeof found>;
  };

  it("registers every object under the component, by a name that no version or order changes", async () => {
    const older = await install({ release: "1.21" });
    const newer = await install({ release: "1.22" });
    const names = (recording: Recording<unknown>) =>
      recording.registrations.map(({ name }) => name).toSorted();
    expect(names(newer)).to.deep.equal(names(older));
    expect(newer.registrations.length).to.be.greaterThan(70);
    for (const { type, name, parent, version } of newer.registrations.filter((one) =>
      one.type.startsWith("kubernetes:"),
    )) {
      expect(parent, name).to.equal("knative");
      expect(name).to.match(/^knative:[A-Z]\w+\//);
      expect(type).to.match(/^kubernetes:[a-z0-9.]+\/v\w+:[A-Z]\w+$/);
      expect(version, name).to.match(/^\d+\.\d+\.\d+$/);
    }
  });

  it("makes every object depend on the phase before", async () => {
    const recording = await install();
    const dependencies = (name: string) => named(recording, name).dependencies;
    expect(dependencies("knative:ServiceAccount/knative-serving/controller")).to.include(
      "knative:Namespace/knative-serving",
    );
    expect(dependencies("knative:CustomResourceDefinition/services.serving.knative.dev")).to.include(
      "knative:ServiceAccount/knative-serving/controller",
    );
    expect(dependencies("knative:Deployment/knative-serving/webhook")).to.include(
      "knative:CustomResourceDefinition/services.serving.knative.dev",
    );
    expect(
      dependencies("knative:ValidatingWebhookConfiguration/config.webhook.serving.knative.dev"),
    ).to.include("knative:Deployment/knative-serving/webhook");
    expect(dependencies("knative:Image/knative-serving/queue-proxy")).to.include(
      "knative:ValidatingWebhookConfiguration/config.webhook.serving.knative.dev",
    );
  });

  it("lets objects go with their namespace, and ignores what controllers write", async () => {
    const recording = await install();
    expect(named(recording, "knative:Deployment/knative-serving/activator").deletedWith).to.equal(
      "knative:Namespace/knative-serving",
    );
    expect(named(recording, "knative:ClusterRole/knative-serving-admin").deletedWith).to.equal("");
    expect(
      named(recording, "knative:MutatingWebhookConfiguration/webhook.serving.knative.dev").ignoreChanges,
    ).to.include("webhooks[*].rules");
  });

  it("writes the domain from the gateway's real address", async () => {
    const balanced = await install({ gateways: [{ exposure: "LoadBalancer" }] });
    expect(named(balanced, "knative:ConfigMap/knative-serving/config-domain").inputs.data).to.deep.equal({
      "203.0.113.10.sslip.io": "",
    });
    expect(named(balanced, "knative:ConfigMap/knative-serving/config-domain").dependencies).to.include(
      gatewayService,
    );
    expect(await valueOf(balanced.result.domain)).to.equal("203.0.113.10.sslip.io");
    expect(await valueOf(balanced.result.gateways)).to.deep.equal([
      { name: "default", address: "203.0.113.10", httpPort: 80, httpsPort: 443 },
    ]);
    const inside = await install({ magicDns: "nip.io" });
    expect(await valueOf(inside.result.domain)).to.equal("10.96.0.7.nip.io");
  });

  it("takes the domain that is given", async () => {
    const recording = await install({ domain: pulumi.output("apps.example.com") });
    expect(named(recording, "knative:ConfigMap/knative-serving/config-domain").inputs.data).to.deep.equal({
      "apps.example.com": "",
    });
    expect(await valueOf(recording.result.domain)).to.equal("apps.example.com");
    expect(await valueOf(recording.result.release)).to.match(/^1\.22\./);
  });

  it("shows every object in a preview, also while the server's version is unknown", async () => {
    const serverVersion = pulumi.output(pulumi.unknown as unknown as string);
    const preview = await record(
      () => new Serving("knative", { release: "1.22", source: { mirror }, serverVersion }),
      { preview: true },
    );
    const full = await install();
    expect(preview.registrations.map(({ name }) => name).toSorted()).to.deep.equal(
      full.registrations.map(({ name }) => name).toSorted(),
    );
  });

  it("refuses before the first object", async () => {
    const { registrations, result } = await record(() => {
      try {
        return new Serving("knative", { release: "0.0", replicas: 0 });
      } catch (error) {
        return error;
      }
    });
    expect(result).to.be.instanceOf(ProblemsError);
    expect((result as ProblemsError).problems.map(({ code }) => code)).to.have.members(["KN3001", "KN1004"]);
    expect(registrations.filter(({ type }) => type.startsWith("kubernetes:"))).to.deep.equal([]);
  });
});
