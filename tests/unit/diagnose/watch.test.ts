import { expect } from "chai";
import { query, type JSONValue } from "json-p3";
import type { KnativeService } from "../../../provider/src/diagnose/facts";
import { handingOver, isReady, mark, readyOrHandedOver } from "../../../provider/src/diagnose/handOver";
import type { Reader } from "../../../provider/src/diagnose/reader";
import { Watch } from "../../../provider/src/diagnose/watch";
import { but, healthy, not, unready } from "./healthy";

const snapshotOf = (snapshot: ReturnType<typeof healthy>) => snapshot.namespaces.get("default");
const [ready] = snapshotOf(healthy())?.services ?? [];
const lost = snapshotOf(
  but({
    ...unready(not("ContainerHealthy", "ContainerMissing", 'Unable to fetch image "a/b:c": 404 Not Found')),
    "/home/pods": [],
  }),
);
const [broken] = lost?.services ?? [];
const marked = (revision: string): KnativeService =>
  ({ ...broken, metadata: { ...broken?.metadata, annotations: { [mark]: revision } } }) as KnativeService;
const path = "/apis/serving.knative.dev/v1/namespaces/default/services";

describe("diagnose: the two ends of a provider's wait", () => {
  const url = "http://hello.default.203.0.113.10.sslip.io";
  /** As the official provider judges `jsonpath={PATH}=VALUE`, with another implementation of RFC 9535. */
  const ends = (service: KnativeService | undefined, expected: string | undefined = url) => {
    const [, path = "", value] = /^jsonpath=\{(.*)\}=(\w+)$/.exec(readyOrHandedOver(expected)) ?? [];
    const [found] = query(`$${path}`, service as unknown as JSONValue).values();
    return found === value;
  };

  it("is over once the service is ready at its URL", () => {
    expect(ends(ready)).to.equal(true);
    expect(ends(ready, undefined)).to.equal(true);
    expect(ends(ready, "http://hello.default.other.io")).to.equal(false);
  });

  it("is written without blanks, which the official provider's parser can't take everywhere", () => {
    expect(readyOrHandedOver(url)).not.to.match(/\s/);
  });

  it("isn't over for what an earlier generation was", () => {
    const changed = { ...ready, metadata: { ...ready?.metadata, generation: 2 } } as KnativeService;
    expect(ends(changed)).to.equal(false);
    expect(isReady(changed)).to.equal(false);
    expect(isReady(ready)).to.equal(true);
  });

  it("isn't over for a broken service that nobody handed over, nor for one without any revision", () => {
    expect(ends(broken)).to.equal(false);
    const bare = { metadata: { name: "hello" }, status: { conditions: [not("Ready", "", "", "Unknown")] } };
    expect(ends(bare)).to.equal(false);
  });

  it("is over once the revision was handed over, but not by the mark of another", () => {
    expect(ends(marked("hello-00001"))).to.equal(true);
    expect(ends(marked("hello-00000"))).to.equal(false);
  });

  it("hands a revision over once", () => {
    expect(handingOver(broken as KnativeService)).to.deep.equal({
      metadata: { annotations: { [mark]: "hello-00001" } },
    });
    expect(handingOver(marked("hello-00001"))).to.equal(undefined);
    expect(handingOver({ metadata: { name: "hello" } })).to.equal(undefined);
  });
});

describe("diagnose: the watch over services that are waited for", () => {
  let time: number;
  let due: { at: number; action: () => void }[];
  let asked: string[];
  let patches: { path: string; change: object }[];
  let services: readonly KnativeService[];
  let watch: Watch;

  beforeEach(() => {
    time = 0;
    due = [];
    asked = [];
    patches = [];
    services = [broken as KnativeService];
    watch = new Watch({
      open: () => Promise.resolve(reader),
      now: () => time,
      later: (action, milliseconds) => void due.push({ at: time + milliseconds, action }),
    });
  });

  const reader: Reader = {
    denied: [],
    list: <T>(asking: string) => {
      asked.push(asking);
      const kind = asking.split("?")[0]?.split("/").at(-1) ?? "";
      const found =
        kind === "services" && asking === path ? services : (lost?.[kind as keyof typeof lost] ?? []);
      const isHome = asking.includes("/namespaces/default/");
      return Promise.resolve((isHome ? found : []) as readonly T[]);
    },
    get: <T>() => Promise.resolve(lost?.namespace as T | undefined),
    text: () => Promise.resolve(""),
    remove: () => Promise.reject(new Error("a watch deletes nothing")),
    patch: (asking, change) => {
      patches.push({ path: asking, change });
      services = [marked("hello-00001")];
      return Promise.resolve();
    },
  };

  /** Lets the time pass, second by second, with all that is due in it. */
  async function pass(seconds: number): Promise<void> {
    const end = time + seconds * 1000;
    while (time < end) {
      time += 1000;
      const now = due.filter(({ at }) => at <= time);
      due = due.filter(({ at }) => at > time);
      now.forEach(({ action }) => action());
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  const hello = { namespace: "default", name: "hello" };

  it("hands over what is broken, and only once the wait stands still", async () => {
    watch.add(hello);
    await pass(9);
    expect(asked).to.deep.equal([]);
    await pass(6);
    expect(patches).to.deep.equal([
      { path: `${path}/hello`, change: { metadata: { annotations: { [mark]: "hello-00001" } } } },
    ]);
  });

  it("asks nothing while services get ready one after the other, nor once all are", async () => {
    const names = Array.from({ length: 40 }, (_, index) => ({ namespace: "default", name: `s${index}` }));
    names.forEach((service) => watch.add(service));
    for (const service of names) {
      await pass(1);
      watch.done(service);
    }
    await pass(60);
    expect(asked).to.deep.equal([]);
    expect(due).to.deep.equal([]);
  });

  it("asks for one list where a service is ready, or isn't in the cluster yet, and hands nothing over", async () => {
    watch.add(hello);
    services = [ready as KnativeService];
    await pass(11);
    services = [];
    await pass(10);
    expect(new Set(asked)).to.deep.equal(new Set([path]));
    expect(patches).to.deep.equal([]);
  });

  it("leaves services alone that it was not asked to watch", async () => {
    watch.add({ namespace: "default", name: "other" });
    await pass(30);
    expect(patches).to.deep.equal([]);
  });

  it("goes on where the cluster doesn't answer", async () => {
    const silent = new Watch({
      open: () => Promise.reject(new Error("no answer")),
      now: () => time,
      later: (action, milliseconds) => void due.push({ at: time + milliseconds, action }),
    });
    silent.add(hello);
    await pass(30);
    expect(due).to.have.length(1);
  });
});
