import { output, type Input } from "@pulumi/pulumi";
import { expect } from "chai";
import * as fc from "fast-check";
import type { PlatformEventingArgs } from "../../../provider/src/platform/eventing.args";
import { idOf, inOrder, namedBy, needsOf, receiversOf, sourcesOf } from "../../../provider/src/platform/flow";

const placed = (eventing: PlatformEventingArgs) =>
  inOrder(receiversOf(eventing)).map(({ part, after }) => [idOf(part), ...after]);

describe("platform: the order of receivers", () => {
  it("is from the last to the first", () => {
    expect(
      placed({
        brokers: [{ name: "default", delivery: { deadLetterSink: { sequence: "last-try" } } }],
        sequences: [
          { name: "last-try", steps: [{ subscriber: { parallel: "both" } }] },
          { name: "apart", steps: [{ subscriber: { service: "orders" } }] },
        ],
        parallels: [{ name: "both", branches: [{ subscriber: { channel: "lost" } }] }],
        channels: [{ name: "lost" }],
      }),
    ).to.deep.equal([
      ["channel/lost"],
      ["sequence/apart"],
      ["parallel/both", "channel/lost"],
      ["sequence/last-try", "parallel/both"],
      ["broker/default", "sequence/last-try"],
    ]);
  });

  it("lets none of a circle wait for another, and what leads into it wait", () => {
    expect(
      placed({
        brokers: [
          { name: "first", delivery: { deadLetterSink: { broker: "a" } } },
          { name: "a", delivery: { deadLetterSink: { sequence: "again" } } },
        ],
        sequences: [{ name: "again", steps: [{ subscriber: { channel: "lost" } }], reply: { broker: "a" } }],
        channels: [{ name: "lost", delivery: { deadLetterSink: { channel: "lost" } } }],
      }),
    ).to.deep.equal([
      ["channel/lost"],
      ["broker/a"],
      ["sequence/again", "channel/lost"],
      ["broker/first", "broker/a"],
    ]);
  });

  it("has everything behind what it waits for, however they lead to each other", () => {
    const name = fc.integer({ min: 0, max: 5 }).map((number) => `s${number}`);
    const sequences = fc.uniqueArray(fc.record({ name, to: fc.array(name, { maxLength: 3 }) }), {
      selector: (each) => each.name,
    });
    fc.assert(
      fc.property(sequences, (given) => {
        const order = placed({
          sequences: given.map(({ name: own, to }) => ({
            name: own,
            steps: to.map((sequence) => ({ subscriber: { sequence } })),
          })),
        });
        expect(order).to.have.length(given.length);
        order.forEach(([, ...after], index) => {
          const before = order.slice(0, index).map(([id]) => id);
          expect(before).to.include.members(after);
        });
      }),
    );
  });
});

describe("platform: what a part needs", () => {
  it("is what it names by name, in its own namespace unless another is said", () => {
    const [part] = receiversOf({
      sequences: [
        {
          name: "checked",
          namespace: "shop",
          steps: [
            { subscriber: { service: "a" } },
            { subscriber: { broker: "b", namespace: "default" } },
            { subscriber: { service: "a" }, delivery: { deadLetterSink: { channel: "c" } } },
            { subscriber: { url: "http://example.com" } },
            { subscriber: { service: output("later") } },
          ],
        },
      ],
    });
    expect(part && needsOf(part)).to.deep.equal(["service/shop/a", "broker/b", "channel/shop/c"]);
    expect(namedBy({ ref: { apiVersion: "v1", kind: "Service", name: "a" } }, "shop")).to.equal(undefined);
  });

  it("wait for the services whose pods they are about", () => {
    const of = (kind: string, name: Input<string>) =>
      sourcesOf({
        sources: {
          sinkBindings: [
            {
              name: "a",
              subject: { apiVersion: "serving.knative.dev/v1", kind, name },
              sink: { url: "http://b" },
            },
          ],
        },
      }).flatMap(needsOf);
    expect(of("Service", "orders")).to.deep.equal(["service/orders"]);
    expect(of("Configuration", "orders")).to.deep.equal([]);
    expect(of("Service", output("later"))).to.deep.equal([]);
  });
});
