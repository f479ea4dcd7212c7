import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Serving } from "../../provider/src/serving/serving";
import type { ServingArgs } from "../../provider/src/serving/serving.args";
import { servingMemory } from "../../provider/src/serving/serving.installation";
import { ProblemsError } from "../../provider/src/problems";
import { neededBy, record, valueOf, type Recording, type Respond } from "../support/recorder";
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

  it("leaves every object in the cluster at the end where that is asked for, and else none", async () => {
    const objects = async (args: ServingArgs) =>
      (await install({ ...args, offlineDns: {} })).registrations.filter(({ type }) =>
        type.startsWith("kubernetes:"),
      );
    const kept = await objects({ retainOnDestroy: true });
    expect(kept.filter(({ retainOnDelete }) => !retainOnDelete).map(({ name }) => name)).to.deep.equal([]);
    expect((await objects({})).some(({ retainOnDelete }) => retainOnDelete)).to.equal(false);
  });

  it("registers every object under the component, by a name that no version or order changes", async () => {
    const older = await install({ release: "1.21" });
    const newer = await install({ release: "1.22" });
    // A Job can't be changed, so each version has its own.
    const names = (recording: Recording<unknown>) =>
      recording.registrations
        .map(({ name }) => name)
        .filter((name) => !name.includes(":Job/"))
        .toSorted();
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
    expect(dependencies("knative:Certificate/knative-serving/routing-serving-certs")).to.include(
      "knative:CustomResourceDefinition/services.serving.knative.dev",
    );
    expect(dependencies("knative:Deployment/knative-serving/webhook")).to.include(
      "knative:Certificate/knative-serving/routing-serving-certs",
    );
    expect(
      dependencies("knative:ValidatingWebhookConfiguration/config.webhook.serving.knative.dev"),
    ).to.include("knative:Deployment/knative-serving/webhook");
    expect(dependencies("knative:Image/knative-serving/queue-proxy")).to.include(
      "knative:ValidatingWebhookConfiguration/config.webhook.serving.knative.dev",
    );
  });

  it("runs migration Jobs of the version's own behind everything else, and lets nothing wait for them", async () => {
    const older = await install({ release: "1.21" });
    const newer = await install({ release: "1.22" });
    const jobs = (recording: Recording<unknown>) =>
      recording.registrations.filter(({ type }) => type === "kubernetes:batch/v1:Job");
    expect(jobs(older)).to.have.length(2);
    const names = jobs(older).map(({ name }) => name);
    expect(jobs(newer).filter(({ name }) => names.includes(name))).to.deep.equal([]);
    for (const { dependencies, name } of jobs(newer)) {
      expect(dependencies, name).to.include("knative:Image/knative-serving/queue-proxy");
    }
    const { last } = servingMemory.recall(newer.result);
    const kinds = await Promise.all(last.map(({ urn }) => valueOf(urn)));
    expect(kinds.length).to.be.greaterThan(0);
    expect(kinds.filter((urn) => urn?.includes("batch/v1:Job"))).to.deep.equal([]);
    expect(
      newer.registrations.filter(({ dependencies }) => dependencies.some((one) => one.includes(":Job/"))),
    ).to.deep.equal([]);
    expect(jobs(await install({ migrationJobs: false }))).to.deep.equal([]);
  });

  it("makes the Secrets of a registry's credentials before any pod", async () => {
    const credentials = { username: "robot", password: "hidden" };
    const recording = await install({ images: { registry: "registry.example.com", credentials } });
    const secret = named(recording, "knative:Secret/kourier-system/knative-registry-credentials");
    expect(secret.dependencies).to.include("knative:Namespace/kourier-system");
    expect(
      named(recording, "knative:CustomResourceDefinition/images.caching.internal.knative.dev").dependencies,
    ).to.include(secret.name);
  });

  it("lets objects go with their namespace, and ignores what controllers write", async () => {
    const recording = await install();
    expect(named(recording, "knative:Deployment/knative-serving/activator").deletedWith).to.equal(
      "knative:Namespace/knative-serving",
    );
    // The gateway drains before the definitions go, which gives what Knative has made the time to be collected.
    const gateway = named(recording, "knative:Deployment/kourier-system/3scale-kourier-gateway");
    expect(gateway.deletedWith).to.equal("");
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
      {
        name: "default",
        address: "203.0.113.10",
        httpPort: 80,
        httpsPort: 443,
        domain: "203.0.113.10.sslip.io",
      },
    ]);
    const inside = await install({ magicDns: "nip.io" });
    expect(await valueOf(inside.result.domain)).to.equal("10.96.0.7.nip.io");
  });

  describe("with a load balancer that has an address only once pods run", () => {
    const domains = "knative:ConfigMap/knative-serving/config-domain";
    const controller = "knative:Deployment/knative-serving/controller";
    const admission = "knative:ValidatingWebhookConfiguration/config.webhook.serving.knative.dev";
    let recording: Recording<Serving>;

    before(async () => {
      recording = await install({
        gateways: [{ exposure: "LoadBalancer", externalTrafficPolicy: "Local", addressTimeoutSeconds: 120 }],
      });
    });

    it("holds up no program for the address but the one that reads the domain", () => {
      const programs = recording.registrations
        .filter(({ type, name }) => type === "kubernetes:apps/v1:Deployment" && name !== controller)
        .map(({ name }) => name);
      expect(programs).to.include("knative:Deployment/kourier-system/3scale-kourier-gateway");
      expect(programs.filter((name) => neededBy(recording, name).has(gatewayService))).to.deep.equal([]);
      expect(programs.filter((name) => neededBy(recording, gatewayService).has(name))).to.deep.equal([]);
      expect(neededBy(recording, controller)).to.include(domains).and.to.include(gatewayService);
      expect(
        neededBy(recording, "knative:CustomResourceDefinition/services.serving.knative.dev"),
      ).not.to.include(gatewayService);
    });

    it("has the address before what makes services, and the programs as well", () => {
      expect(neededBy(recording, admission)).to.include(domains).and.to.include(controller);
      expect(neededBy(recording, gatewayService)).to.include(
        "knative:CustomResourceDefinition/services.serving.knative.dev",
      );
    });

    it("waits for the address as long as is said", () => {
      expect(named(recording, gatewayService).inputs.metadata).to.have.nested.property(
        "annotations.pulumi\\.com/timeoutSeconds",
        "120",
      );
    });

    it("makes no difference where the domain is given", async () => {
      const given = await install({ domain: "apps.example.com", gateways: [{ exposure: "LoadBalancer" }] });
      expect(neededBy(given, controller)).not.to.include(gatewayService);
      expect(neededBy(given, controller)).to.include(domains);
    });
  });

  it("writes a domain that is made from an address inside the cluster before any program starts", async () => {
    const recording = await install();
    expect(neededBy(recording, "knative:Deployment/knative-serving/activator"))
      .to.include("knative:ConfigMap/knative-serving/config-domain")
      .and.to.include(gatewayService);
  });

  it("takes the domain that is given", async () => {
    const recording = await install({ domain: pulumi.output("apps.example.com") });
    expect(named(recording, "knative:ConfigMap/knative-serving/config-domain").inputs.data).to.deep.equal({
      "apps.example.com": "",
    });
    expect(await valueOf(recording.result.domain)).to.equal("apps.example.com");
    expect(await valueOf(recording.result.release)).to.match(/^1\.22\./);
  });

  it("teaches the cluster's CoreDNS the domains, by a patch that owns one key alone", async () => {
    const recording = await install({ offlineDns: {}, additionalDomains: ["new.example.com"] });
    const { type, inputs } = named(recording, "knative:ConfigMapPatch/kube-system/coredns-custom");
    expect(type).to.equal("kubernetes:core/v1:ConfigMapPatch");
    expect(inputs.metadata).to.deep.equal({ namespace: "kube-system", name: "coredns-custom" });
    const data = inputs.data as Readonly<Record<string, string>>;
    expect(Object.keys(data)).to.deep.equal(["knative.override"]);
    expect(data["knative.override"]).to.match(/template IN A 203\.0\.113\.10|10\.96\.0\.7/);
    expect(data["knative.override"]).to.contain("template IN A new.example.com {");
    expect(data["knative.override"]).to.contain("IN A 10.96.0.7");
  });

  it("says in a preview that an address is still to come, rather than that there is none", async () => {
    const { result, registrations } = await record(
      () =>
        new Serving("knative", {
          release: "1.22",
          source: { mirror },
          gateways: [{ exposure: "LoadBalancer" }],
        }),
      // What a preview tells of a Service that was exposed another way: its state as it is.
      { preview: true, respond: (_, __, inputs) => ({ ...inputs, status: { loadBalancer: {} } }) },
    );
    expect(await valueOf(result.domain)).to.equal(undefined);
    expect(await valueOf(result.gateways)).to.equal(undefined);
    const domains = registrations.find(({ name }) => name.endsWith("/config-domain"));
    expect(JSON.stringify(domains?.inputs.data ?? {})).not.to.contain(".sslip.io");
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
