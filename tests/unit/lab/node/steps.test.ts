import { expect } from "chai";

import { runSteps } from "../../../../lab/node/steps";
import type { ProgressEvent } from "../../../../lab/toolchain/progress";

describe("lab steps", () => {
  it("starts each step after those it names, in whatever order they are listed", async () => {
    const order: string[] = [];
    const make = (name: string, after: string[]) => ({
      name,
      detail: "",
      after,
      run: () => Promise.resolve(void order.push(name)),
    });
    await runSteps(
      [make("c", ["b"]), make("b", ["a"]), make("a", []), make("d", ["a", "c"])],
      () => undefined,
    );
    expect(order).to.deep.equal(["a", "b", "c", "d"]);
  });

  it("does not wait for a step that has nothing to do with another", async () => {
    let finish: () => void = () => undefined;
    const slow = { name: "slow", detail: "", run: () => new Promise<void>((resolve) => (finish = resolve)) };
    const quick = { name: "quick", detail: "", run: () => Promise.resolve(finish()) };
    await runSteps([slow, quick], () => undefined);
  });

  it("takes a name that is no step for done", async () => {
    const ran: string[] = [];
    await runSteps(
      [{ name: "a", detail: "", after: ["none"], run: () => Promise.resolve(void ran.push("a")) }],
      () => undefined,
    );
    expect(ran).to.deep.equal(["a"]);
  });

  it("fails with the step's name and starts nothing that comes after it", async () => {
    const events: ProgressEvent[] = [];
    const fails = { name: "etcd", detail: "", run: () => Promise.reject(new Error("no disk\nlog line")) };
    const next = { name: "apiserver", detail: "", after: ["etcd"], run: () => Promise.resolve() };
    const error = await runSteps([next, fails], (event) => events.push(event)).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect((error as Error).message).to.equal("etcd: no disk\nlog line");
    expect(events.map(({ step, state }) => `${step} ${state}`)).to.deep.equal(["etcd start", "etcd failed"]);
  });

  it("is silent about a step without words of its own", async () => {
    const events: ProgressEvent[] = [];
    await runSteps([{ name: "images", run: () => Promise.resolve() }], (event) => events.push(event));
    expect(events).to.deep.equal([]);
  });
});
