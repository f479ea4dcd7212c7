import { expect } from "chai";
import { Channel } from "../../provider/src/eventing/channel";
import { Parallel } from "../../provider/src/eventing/parallel";
import { Sequence } from "../../provider/src/eventing/sequence";
import { Subscription } from "../../provider/src/eventing/subscription";
import { record, valueOf } from "../support/recorder";
import { byName } from "../support/registrations";

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
