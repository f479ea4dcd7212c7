import { expect } from "chai";
import type { Ask, Change } from "../../../provider/src/cluster/connect";
import { takeAway } from "../../../provider/src/diagnose/early";
import type { ObjectMeta, Snapshot } from "../../../provider/src/diagnose/facts";
import type { Finding } from "../../../provider/src/diagnose/finding";
import { makeReader } from "../../../provider/src/diagnose/read";
import { before, but, healthy, not, unready } from "./healthy";
import { findings } from "./support";

const service = { namespace: "default", name: "hello" };
const message = 'There is an existing Deployment "hello-00001-deployment" that we do not own.';
const left: ObjectMeta = {
  name: "hello-00001-deployment",
  namespace: "default",
  uid: "left",
  ownerReferences: [{ kind: "Revision", name: "hello-00001", uid: "earlier" }],
};

/** A cluster whose revision hello-00001 finds a Deployment of its name. */
const taken = (change: Partial<ObjectMeta> = {}, revision: string | undefined = "now"): Snapshot =>
  but({
    ...unready(not("ResourcesAvailable", "NotOwned", message)),
    "/home/pods": [],
    "/home/revisions/0/metadata/uid": revision,
    "/home/deployments": [{ metadata: { ...left, ...change } }],
  });

describe("diagnose: what is left from a removed service", () => {
  let asked: { readonly path: string; readonly change?: Change }[];
  let told: string[];

  beforeEach(() => {
    asked = [];
    told = [];
  });

  const ask: Ask = (path, change) => {
    asked.push({ path, change });
    return Promise.resolve({ ok: true, status: 200 } as Awaited<ReturnType<Ask>>);
  };
  const takeAwayIn = (snapshot: Snapshot) =>
    takeAway(service, findings(snapshot)[0] as Finding, snapshot, {
      open: () => Promise.resolve(makeReader(ask)),
      tell: (text) => {
        told.push(text);
        return Promise.resolve();
      },
    });

  it("is deleted, and nothing that has come in its place, where its revision is gone", async () => {
    await takeAwayIn(taken());
    expect(asked).to.deep.equal([
      {
        path: "/apis/apps/v1/namespaces/default/deployments/hello-00001-deployment",
        change: { remove: { preconditions: { uid: "left" }, propagationPolicy: "Background" } },
      },
    ]);
    expect(told).to.have.length(1);
    expect(told[0]).to.contain("deleted Deployment default/hello-00001-deployment");
  });

  const kept: Record<string, Snapshot> = {
    "is being deleted": taken({ deletionTimestamp: before(5) }),
    "belongs to the revision that there is": taken({}, "earlier"),
    "belongs to a revision that nobody knows to be gone": taken({
      ownerReferences: [{ kind: "Revision", name: "other-00001", uid: "earlier" }],
    }),
    "belongs to something else": taken({
      ownerReferences: [{ kind: "Application", name: "hello-00001", uid: "earlier" }],
    }),
    "belongs to something else, too": taken({
      ownerReferences: [...(left.ownerReferences ?? []), { kind: "Application", name: "a", uid: "b" }],
    }),
    "belongs to nobody": taken({ ownerReferences: [] }),
  };
  for (const [what, snapshot] of Object.entries(kept)) {
    it(`is left alone where it ${what}`, async () => {
      expect(findings(snapshot)[0]?.code).to.equal("KN5030");
      await takeAwayIn(snapshot);
      expect(asked).to.deep.equal([]);
    });
  }

  it("is not looked for where something else is wrong", async () => {
    const snapshot = but({
      ...unready(not("ContainerHealthy", "ExitCode1", message)),
      "/home/revisions/0/metadata/uid": "now",
      "/home/deployments": [{ metadata: left }],
    });
    expect(findings(snapshot)[0]?.code).to.equal("KN5012");
    await takeAwayIn(snapshot);
    expect(asked).to.deep.equal([]);
    expect(findings(healthy())).to.deep.equal([]);
  });
});
