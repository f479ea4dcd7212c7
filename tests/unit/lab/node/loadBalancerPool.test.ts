import type { V1Service } from "@kubernetes/client-node";
import { expect } from "chai";
import fc from "fast-check";

import { assign, isOurs, poolAddresses } from "../../../../lab/node/loadBalancerPool";

const POOL = poolAddresses("10.213.0.0/29");
const CLASS = "example.com/ours";
const NONE: ReadonlyMap<string, string> = new Map();

interface Options {
  readonly shown?: string;
  readonly asked?: string;
  readonly age?: number;
  readonly uid?: string;
}

function service(name: string, { shown, asked, age = 0, uid = name }: Options = {}): V1Service {
  return {
    metadata: {
      namespace: "default",
      name,
      uid,
      creationTimestamp: new Date(1_900_000_000_000 - age * 1000),
    },
    spec: { type: "LoadBalancer", loadBalancerIP: asked },
    status: { loadBalancer: shown === undefined ? {} : { ingress: [{ ip: shown }] } },
  };
}

describe("lab load balancer addresses", () => {
  it("leaves out the first and the last address of the range", () => {
    expect(POOL).to.deep.equal([
      "10.213.0.1",
      "10.213.0.2",
      "10.213.0.3",
      "10.213.0.4",
      "10.213.0.5",
      "10.213.0.6",
    ]);
    expect(poolAddresses("10.213.0.0/24")).to.have.length(254);
    expect(poolAddresses("10.213.255.0/24").at(-1)).to.equal("10.213.255.254");
    expect(poolAddresses("10.213.0.0/32")).to.deep.equal([]);
  });

  it("serves LoadBalancer Services of its class or of none, and none that is on its way out", () => {
    const typed = (spec: V1Service["spec"], deletionTimestamp?: Date): V1Service => ({
      spec,
      metadata: { deletionTimestamp },
    });
    expect(isOurs(typed({ type: "LoadBalancer" }), CLASS)).to.equal(true);
    expect(isOurs(typed({ type: "LoadBalancer", loadBalancerClass: CLASS }), CLASS)).to.equal(true);
    expect(isOurs(typed({ type: "LoadBalancer", loadBalancerClass: "example.com/other" }), CLASS)).to.equal(
      false,
    );
    expect(isOurs(typed({ type: "ClusterIP" }), CLASS)).to.equal(false);
    const annotations = { "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type": "intranet" };
    const clouds = typed({ type: "LoadBalancer" });
    expect(isOurs({ ...clouds, metadata: { ...clouds.metadata, annotations } }, CLASS)).to.equal(false);
    expect(isOurs(typed({ type: "LoadBalancer" }, new Date()), CLASS)).to.equal(false);
  });

  it("keeps what a Service shows, whoever comes and goes beside it", () => {
    const kept = service("kept", { shown: "10.213.0.4" });
    for (const others of [[], [service("a")], [service("a", { age: 9 }), service("b", { age: 8 })]]) {
      expect(assign([...others, kept], POOL, NONE).addresses.get("kept")).to.equal("10.213.0.4");
    }
  });

  it("gives a Service that is made again under its name the same address", () => {
    const first = assign([service("web", { uid: "one" })], POOL, NONE).addresses.get("one");
    expect(assign([service("web", { uid: "two" })], POOL, NONE).addresses.get("two")).to.equal(first);
  });

  it("remembers what it gave before the Service shows it", () => {
    const given = new Map([["late", "10.213.0.2"]]);
    const { addresses } = assign([service("early", { asked: "10.213.0.2" }), service("late")], POOL, given);
    expect(addresses.get("late")).to.equal("10.213.0.2");
    expect(addresses.has("early")).to.equal(false);
  });

  it("gives the address that is asked for, also in place of one held before", () => {
    const { addresses } = assign([service("a", { asked: "10.213.0.6", shown: "10.213.0.1" })], POOL, NONE);
    expect(addresses.get("a")).to.equal("10.213.0.6");
  });

  it("refuses an asked address that is outside the pool or taken, and says which", () => {
    const { addresses, refusals } = assign(
      [
        service("old", { shown: "10.213.0.3", age: 5 }),
        service("new", { asked: "10.213.0.3" }),
        service("far", { asked: "10.9.9.9" }),
      ],
      POOL,
      NONE,
    );
    expect([...addresses.keys()]).to.deep.equal(["old"]);
    expect(refusals.get("new")).to.equal(
      "spec.loadBalancerIP 10.213.0.3 cannot be given: another Service has it",
    );
    expect(refusals.get("far")).to.equal(
      "spec.loadBalancerIP 10.9.9.9 cannot be given: the pool is 10.213.0.1 to 10.213.0.6",
    );
  });

  it("leaves the youngest without when the pool is used up, and tells why", () => {
    const many = Array.from({ length: 7 }, (_, i) => service(`s${i}`, { age: 10 - i }));
    const { addresses, refusals } = assign(many, POOL, NONE);
    expect(addresses.size).to.equal(6);
    expect([...refusals]).to.deep.equal([["s6", "all 6 addresses of the lab's pool are taken"]]);
  });

  it("lets the older of two keep an address that both show", () => {
    const { addresses } = assign(
      [service("young", { shown: "10.213.0.1", age: 1 }), service("old", { shown: "10.213.0.1", age: 2 })],
      POOL,
      NONE,
    );
    expect(addresses.get("old")).to.equal("10.213.0.1");
    expect(addresses.get("young")).to.not.equal("10.213.0.1");
  });

  it("never gives one address twice nor one from outside, and settles after one pass", () => {
    const some = fc.uniqueArray(
      fc.record({
        name: fc.stringMatching(/^[a-z]{1,3}$/),
        shown: fc.option(fc.constantFrom(...POOL, "10.0.0.1"), { nil: undefined }),
        asked: fc.option(fc.constantFrom(...POOL, "10.0.0.1"), { nil: undefined }),
        age: fc.nat(5),
      }),
      { selector: ({ name }) => name, maxLength: 10 },
    );
    fc.assert(
      fc.property(some, (options) => {
        const services = options.map(({ name, ...rest }) => service(name, rest));
        const { addresses } = assign(services, POOL, NONE);
        const given = [...addresses.values()];
        expect(new Set(given).size).to.equal(given.length);
        expect(given.every((address) => POOL.includes(address))).to.equal(true);
        const after = options.map(({ name, ...rest }) =>
          service(name, { ...rest, shown: addresses.get(name) }),
        );
        expect([...assign(after, POOL, NONE).addresses].sort()).to.deep.equal([...addresses].sort());
      }),
    );
  });
});
