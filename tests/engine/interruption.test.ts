import { expect } from "chai";
import { Kubectl } from "../support/kubectl";
import { labImage, labPlatform, needLab } from "../support/lab";
import { TestStack } from "../support/stack";

const kills = 10;
/** Longest time into an `up` at which it is killed; later most of them have ended. */
const latestMilliseconds = 15_000;

/** A generator of the same numbers for the same seed, so that a failing run can be repeated (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe("engine: an update that is killed", function () {
  this.timeout(1_800_000);
  let stack: TestStack;
  let kubectl: Kubectl;
  let found: string[];

  before(async function () {
    const env = await needLab(this);
    kubectl = new Kubectl(env);
    found = await kubectl.inventory();
    stack = new TestStack(env, labPlatform([{ name: "hello", image: labImage("v1") }]));
    await stack.init();
  });

  after(async () => {
    await stack?.end();
  });

  it(`converges with the next one, after ${kills} kills at random moments`, async () => {
    const seed = Number(process.env.TEST_SEED ?? Date.now() % 1_000_000);
    console.log(`      moments from TEST_SEED=${seed}`);
    const next = random(seed);
    for (let kill = 0; kill < kills; kill += 1) {
      const { ended, kill: end } = await stack.start("up", "--yes", "--skip-preview");
      const moment = setTimeout(end, Math.floor(next() * latestMilliseconds));
      await ended;
      clearTimeout(moment);
      // A killed engine leaves its lock in a file backend: cancelling is what Pulumi itself tells users to do.
      await stack.run("cancel", "--yes");
      if (kill % 3 === 2) {
        await stack.up();
        await stack.destroy();
        expect((await leftOver()).join(" "), `left over after kill ${kill}`).to.equal("");
      }
    }
    await stack.up();
    expect(await stack.leftToDo()).to.equal("");
    await stack.destroy();
    expect((await leftOver()).join(" ")).to.equal("");
  });

  const leftOver = async () => (await kubectl.inventory()).filter((name) => !found.includes(name));
});
