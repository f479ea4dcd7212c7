import { expect } from "chai";
import type { Cluster } from "../../../../lab/kubernetes-plugin/cluster";
import type { Informers, Listener } from "../../../../lab/kubernetes-plugin/await/informers";
import { awaitReady } from "../../../../lab/kubernetes-plugin/await/ready";
import { ResourceLog } from "../../../../lab/kubernetes-plugin/log";
import type { ValueMap } from "../../../../lab/kubernetes-plugin/value";

const object = (resourceVersion: string, label: string, phase: string): ValueMap => ({
  apiVersion: "example.com/v1",
  kind: "Widget",
  metadata: {
    name: "one",
    generation: 1,
    resourceVersion,
    labels: { release: label },
    annotations: { "pulumi.com/waitFor": "jsonpath={.status.phase}=Done" },
  },
  status: { phase },
});

/** Waits for an object that was written, with a watch that tells of these. */
async function wait(written: ValueMap, ...told: readonly ValueMap[]): Promise<ValueMap> {
  const subscribe = ({ kind }: { kind: string }, _: string, listener: Listener) => {
    if (kind === "Widget") {
      told.forEach((one) => listener("ADDED", one));
    }
    return () => undefined;
  };
  const waiting = {
    cluster: { cancelled: new AbortController().signal } as unknown as Cluster,
    informers: { subscribe } as unknown as Informers,
    log: new ResourceLog({ log: () => undefined, status: () => undefined }, ""),
    timeoutSeconds: 1,
  };
  return awaitReady(waiting, written, written, undefined);
}

describe("the lab's Kubernetes plugin, waiting for an object", () => {
  it("gives the object as it became ready", async () => {
    const done = object("9", "new", "Done");
    expect(await wait(object("7", "new", ""), done)).to.equal(done);
  });

  it("isn't taken in by what a shared watch still holds from before the write", async () => {
    const written = object("10", "new", "Done");
    expect(await wait(written, object("9", "old", "Done"))).to.equal(written);
  });
});
