import { expect } from "chai";
import type { Snapshot } from "../../../provider/src/diagnose/facts";
import { patienceOf, settle, shared, type SettleOptions } from "../../../provider/src/diagnose/settle";
import { before, but, healthy, not, pod, unready } from "./healthy";

const service = { namespace: "default", name: "hello" };
const lost = but({
  ...unready(not("ContainerHealthy", "ContainerMissing", 'Unable to fetch image "a/b:c": 404 Not Found')),
  "/home/pods": [],
});
const starting = but(
  unready({ ...not("ContainerHealthy", "Deploying", "", "Unknown"), lastTransitionTime: before(5) }),
);
const crashing = but({
  ...unready(not("ContainerHealthy", "ExitCode1", "Container failed with: boom")),
  ...pod({ containerStatuses: [] }),
});

/** A clock that only sleeping moves, and a cluster that changes with it: what it is from which second on. */
function world(states: readonly (readonly [fromSecond: number, snapshot: Snapshot])[]) {
  let time = 0;
  const waits: string[] = [];
  const reads: number[] = [];
  const options: Omit<SettleOptions, "limit"> = {
    now: () => time,
    sleep: (milliseconds) => {
      time += milliseconds;
      return Promise.resolve();
    },
    read: () => {
      reads.push(time / 1000);
      const [, snapshot] = states.filter(([from]) => from * 1000 <= time).at(-1) ?? [0, healthy()];
      return Promise.resolve(snapshot);
    },
    onWait: ({ code }) => waits.push(code),
  };
  return { options, waits, reads, seconds: () => time / 1000 };
}

describe("diagnose: waiting for a service", () => {
  it("ends with what the service is, once it is ready", async () => {
    const { options, seconds } = world([
      [0, starting],
      [20, healthy()],
    ]);
    const { kind, live } = await settle(service, { ...options, limit: 300_000 });
    expect(kind).to.equal("ready");
    expect(live?.status?.url).to.equal("http://hello.default.203.0.113.10.sslip.io");
    expect(seconds()).to.be.lessThan(30);
  });

  it("ends long before the limit where the service is broken for good, with the diagnosis", async () => {
    const { options, seconds, waits } = world([[0, lost]]);
    const { kind, diagnosis } = await settle(service, { ...options, limit: 300_000 });
    expect(kind).to.equal("broken");
    expect(diagnosis.services[0]?.findings[0]?.code).to.equal("KN5008");
    expect(seconds()).to.be.lessThan(20);
    expect(waits).to.deep.equal(["KN5008"]);
  });

  it("takes nothing for final that mends itself in time", async () => {
    const { options, waits } = world([
      [0, lost],
      [8, starting],
      [16, crashing],
      [22, healthy()],
    ]);
    expect((await settle(service, { ...options, limit: 300_000 })).kind).to.equal("ready");
    expect(waits).to.deep.equal(["KN5008", "KN5012"]);
  });

  it("gives up at the limit where nothing is known to be wrong", async () => {
    const { options, seconds } = world([[0, starting]]);
    expect((await settle(service, { ...options, limit: 60_000 })).kind).to.equal("late");
    expect(seconds()).to.equal(60);
  });

  it("tells once, and not at once, of what keeps the service waiting", async () => {
    const left = but({
      ...unready(
        not("ResourcesAvailable", "NotOwned", 'There is an existing Deployment "hello-00001-deployment"'),
      ),
      "/home/pods": [],
    });
    const { options, seconds } = world([
      [0, starting],
      [10, left],
      [60, healthy()],
    ]);
    const stuck: (readonly [code: string, second: number, snapshot: Snapshot])[] = [];
    const onStuck: SettleOptions["onStuck"] = ({ code }, snapshot) => {
      stuck.push([code, seconds(), snapshot]);
      return Promise.resolve();
    };
    await settle(service, { ...options, onStuck, limit: 300_000 });
    expect(stuck).to.have.length(1);
    const [[code, second, snapshot] = ["", 0]] = stuck;
    expect(code).to.equal("KN5030");
    expect(second).to.be.within(30, 36);
    expect(snapshot).to.equal(left);
  });

  it("looks once where there is no time at all", async () => {
    const { options, reads } = world([[0, starting]]);
    expect((await settle(service, { ...options, limit: 0 })).kind).to.equal("late");
    expect(reads).to.deep.equal([0]);
  });

  it("has more patience with what often mends itself", () => {
    const patience = (code: "KN5008" | "KN5017") => patienceOf({ code } as Parameters<typeof patienceOf>[0]);
    expect(patience("KN5017")).to.be.greaterThan(patience("KN5008"));
  });
});

describe("diagnose: shared readings", () => {
  it("reads once for all that ask at about the same time, and again later", async () => {
    let time = 0;
    const keys: string[] = [];
    const read = shared(
      (key) => {
        keys.push(key);
        return Promise.resolve(keys.length);
      },
      1000,
      () => time,
    );
    expect(await Promise.all([read("a"), read("a"), read("b")])).to.deep.equal([1, 1, 2]);
    time = 1500;
    expect(await read("a")).to.equal(3);
    expect(keys).to.deep.equal(["a", "b", "a"]);
  });

  it("doesn't keep a failure", async () => {
    let count = 0;
    const read = shared(
      () => (++count === 1 ? Promise.reject(new Error("no")) : Promise.resolve(count)),
      1000,
      () => 0,
    );
    const failed = await read("a").catch((error: Error) => error.message);
    expect(failed).to.equal("no");
    expect(await read("a")).to.equal(2);
  });
});
