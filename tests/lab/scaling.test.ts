import { Agent } from "undici";
import { expect } from "chai";
import { Kubectl } from "../support/kubectl";
import { labImage, labPlatform, needLab } from "../support/lab";
import { ask } from "../support/requests";
import { TestStack } from "../support/stack";

interface Outputs {
  readonly gateways: readonly { readonly address: string; readonly httpPort: number }[];
  readonly urls: Readonly<Record<string, string>>;
}

const image = labImage("v1");
const wakes = 20;
// While one is woken, the others fall asleep.
const sleepers = ["sleeper-a", "sleeper-b", "sleeper-c", "sleeper-d"];
const manyServices = 100;
// One request at a time and pod: as many pods as there are requests in flight, up to the limit.
const busy = { concurrency: 1, inFlight: 4, maxScale: 4, seconds: 20 };
const services = [
  ...sleepers.map((name) => ({ name, image, scale: { window: "6s" } })),
  {
    name: "busy",
    image,
    containerConcurrency: busy.concurrency,
    scale: { window: "6s", maxScale: busy.maxScale, targetBurstCapacity: 0 },
  },
];

/** The value that a share of all values doesn't exceed. */
function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? NaN;
}

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(2)} s`;

describe("lab: scaling", function () {
  this.timeout(600_000);
  let stack: TestStack;
  let kubectl: Kubectl;
  let outputs: Outputs;

  const platform = (more: Parameters<typeof labPlatform>[0] = []) =>
    labPlatform([...services, ...more], {
      autoscaler: { stableWindow: "6s", scaleToZeroGracePeriod: "1s", allowZeroInitialScale: true },
    });
  const gateway = () => `${outputs.gateways[0]?.address}:${outputs.gateways[0]?.httpPort}`;

  before(async function () {
    const env = await needLab(this);
    kubectl = new Kubectl(env);
    stack = new TestStack(env, platform());
    await stack.init();
    await stack.up();
    outputs = await stack.outputs<Outputs>();
  });

  after(async () => {
    await stack?.end();
  });

  async function podsOf(service: string): Promise<number> {
    const { items } = await kubectl.json<{ items: { metadata: { deletionTimestamp?: string } }[] }>(
      ...["get", "pods", "-l", `serving.knative.dev/service=${service}`],
    );
    return items.filter(({ metadata }) => metadata.deletionTimestamp === undefined).length;
  }
  const untilPods = (service: string, holds: (count: number) => boolean, limitSeconds: number) =>
    kubectl.until(
      `${service} has another number of pods`,
      async () => {
        const count = await podsOf(service);
        return holds(count) ? count : undefined;
      },
      limitSeconds,
    );

  it(`wakes ${wakes} times from no pods, each time for the first request`, async () => {
    const taken: number[] = [];
    for (let wake = 0; wake < wakes; wake++) {
      const sleeper = sleepers[wake % sleepers.length] ?? "";
      await untilPods(sleeper, (count) => count === 0, 120);
      const start = performance.now();
      const { status } = await ask(gateway(), outputs.urls[sleeper] ?? "");
      taken.push(performance.now() - start);
      expect(status).to.equal(200);
    }
    const [p50, p95] = [percentile(taken, 0.5), percentile(taken, 0.95)];
    console.log(`      cold start over ${wakes} wakes: p50 ${seconds(p50)}, p95 ${seconds(p95)}`);
    expect(taken).to.have.length(wakes);
  });

  it("answers a step of load with as many pods as it needs, up to the limit, and none too many after it", async () => {
    await untilPods("busy", (count) => count === 0, 120);
    const url = `${outputs.urls.busy}/?sleep=200`;
    const dispatcher = new Agent({ connections: busy.inFlight });
    const start = performance.now();
    const end = start + busy.seconds * 1000;
    const lines = Array.from({ length: busy.inFlight }, async () => {
      const statuses: number[] = [];
      while (performance.now() < end) {
        statuses.push((await ask(gateway(), url, dispatcher)).status);
      }
      return statuses;
    });
    await untilPods("busy", (count) => count >= busy.maxScale, busy.seconds);
    const reached = performance.now() - start;
    const statuses = (await Promise.all(lines)).flat();
    await dispatcher.close();
    expect(await podsOf("busy")).to.equal(busy.maxScale);
    expect(statuses.filter((status) => status !== 200)).to.deep.equal([]);
    const calm = performance.now();
    await untilPods("busy", (count) => count === 0, 120);
    const back = performance.now() - calm;
    console.log(
      `      step of load, 0 to ${busy.inFlight} requests at a time: ${busy.maxScale} pods after ${seconds(reached)}, ` +
        `none ${seconds(back)} after its end; ${statuses.length} requests, 0 lost`,
    );
  });

  it(`previews and brings up ${manyServices} services at once`, async () => {
    const many = Array.from({ length: manyServices }, (_, index) => ({
      name: `many-${index}`,
      image,
      // No pods: this is about services, not about the node.
      scale: { initialScale: 0, window: "6s" },
    }));
    stack.configure(platform(many));
    const times: number[] = [];
    const timed = async <T>(work: () => Promise<T>): Promise<T> => {
      const start = performance.now();
      const result = await work();
      times.push(performance.now() - start);
      return result;
    };
    const created = (await timed(() => stack.changes())).filter(({ op }) => op === "create");
    expect(created.filter(({ urn }) => urn.includes("serving.knative.dev"))).to.have.length(manyServices);
    await timed(() => stack.up());
    const [preview = NaN, up = NaN] = times;
    console.log(`      ${manyServices} services: preview ${seconds(preview)}, up ${seconds(up)}`);
    const { urls } = await stack.outputs<Outputs>();
    expect(Object.keys(urls)).to.have.length(manyServices + services.length);
    const last = urls[`many-${manyServices - 1}`] ?? "";
    expect((await ask(gateway(), last)).status).to.equal(200);
    expect(await stack.leftToDo()).to.equal("");
  });
});
