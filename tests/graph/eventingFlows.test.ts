import { expect } from "chai";
import { ApiServerSource } from "../../provider/src/eventing/apiServerSource";
import { Channel } from "../../provider/src/eventing/channel";
import { ContainerSource } from "../../provider/src/eventing/containerSource";
import { Parallel } from "../../provider/src/eventing/parallel";
import { Sequence } from "../../provider/src/eventing/sequence";
import { SinkBinding } from "../../provider/src/eventing/sinkBinding";
import { Subscription } from "../../provider/src/eventing/subscription";
import { record, valueOf } from "../support/recorder";
import { allDependencies, byName } from "../support/registrations";

describe("graph: channels and flows", () => {
  const address = { url: "http://in.example.com" };
  const physicalSubscription = {
    subscriberUri: "http://a",
    replyUri: "http://b",
    deadLetterSinkUri: "http://c",
  };

  it("are one object each, made anew where Knative would refuse or pass over the change", async () => {
    const { registrations, result } = await record(
      () => {
        const channel = new Channel("orders", { namespace: "shop" });
        const subscription = new Subscription("invoices", {
          namespace: "shop",
          channel: channel.channelName,
          subscriber: { service: "invoices" },
        });
        const sequence = new Sequence("checked", {
          namespace: "shop",
          steps: [{ subscriber: { service: "validate" } }],
          reply: { channel: channel.channelName },
        });
        const parallel = new Parallel("both", {
          namespace: "shop",
          branches: [{ subscriber: { sequence: sequence.sequenceName } }],
        });
        return { channel, subscription, sequence, parallel };
      },
      { respond: (_type, _name, inputs) => ({ ...inputs, status: { address, physicalSubscription } }) },
    );
    const made = (name: string) => byName(registrations, name);
    const replaced = {
      "orders:Channel/shop/orders": ["spec.channelTemplate", "spec.delivery"],
      "invoices:Subscription/shop/invoices": ["spec.channel"],
      "checked:Sequence/shop/checked": ["spec.channelTemplate"],
      "both:Parallel/shop/both": ["spec.channelTemplate"],
    };
    for (const [name, fields] of Object.entries(replaced)) {
      expect(made(name).replaceOnChanges, name).to.deep.equal(fields);
      expect(made(name).deleteBeforeReplace, name).to.equal(true);
    }
    // By names alone, without a word of dependsOn.
    expect(made("invoices:Subscription/shop/invoices").dependencies).to.deep.equal([
      "orders:Channel/shop/orders",
    ]);
    expect(made("checked:Sequence/shop/checked").dependencies).to.deep.equal(["orders:Channel/shop/orders"]);
    expect(made("both:Parallel/shop/both").dependencies).to.deep.equal(["checked:Sequence/shop/checked"]);
    const { channel, subscription, sequence, parallel } = result;
    expect(
      await Promise.all([channel, sequence, parallel].map((each) => valueOf(each.address))),
    ).to.deep.equal(["http://in.example.com", "http://in.example.com", "http://in.example.com"]);
    expect(await valueOf(parallel.parallelName)).to.equal("both");
    expect(
      await Promise.all(
        [subscription.subscriberUri, subscription.replyUri, subscription.deadLetterSinkUri].map(valueOf),
      ),
    ).to.deep.equal(["http://a", "http://b", "http://c"]);
  });
});

describe("graph: sources", () => {
  const sink = { url: "http://example.com" };
  const respond = (_type: string, _name: string, inputs: object) => ({
    ...inputs,
    status: { sinkUri: "http://example.com" },
  });

  it("have their rights before them and after them", async () => {
    const { registrations, result } = await record(
      () =>
        new ApiServerSource("watch", {
          namespace: "shop",
          resources: [{ apiVersion: "v1", kind: "Node" }],
          sink,
        }),
      { respond },
    );
    const account = "watch:ServiceAccount/shop/apiserversource-watch";
    const needs = allDependencies(registrations, "watch:ApiServerSource/shop/watch");
    for (const name of [
      account,
      "watch:ClusterRole/apiserversource:shop:watch",
      "watch:ClusterRoleBinding/apiserversource:shop:watch",
    ]) {
      expect(needs.has(name), name).to.equal(true);
    }
    expect(byName(registrations, account).parent).to.equal("watch");
    expect(await valueOf(result.sinkUri)).to.equal("http://example.com");
    expect(await valueOf(result.serviceAccountName)).to.equal("apiserversource-watch");
  });

  it("are made anew where a change would go by what they have made", async () => {
    const { registrations, result } = await record(
      () => {
        const image = "registry.example.com/poller:1";
        const plain = new ContainerSource("plain", { image, sink });
        const labelled = new ContainerSource("labelled", { image, podLabels: { team: "a" }, sink });
        const subject = { apiVersion: "apps/v1", kind: "Deployment", name: "app" };
        const binding = new SinkBinding("bound", { subject, sink });
        return { plain, labelled, binding };
      },
      { respond },
    );
    const replaced = (name: string) => byName(registrations, name).replaceOnChanges;
    expect(replaced("plain:ContainerSource/default/plain")).to.deep.equal([]);
    expect(replaced("labelled:ContainerSource/default/labelled")).to.deep.equal([
      "spec.template.metadata.labels",
    ]);
    expect(replaced("bound:SinkBinding/default/bound")).to.deep.equal(["spec.subject"]);
    const { plain, labelled, binding } = result;
    expect(await Promise.all([plain, labelled, binding].map((each) => valueOf(each.sinkUri)))).to.deep.equal([
      "http://example.com",
      "http://example.com",
      "http://example.com",
    ]);
  });
});
