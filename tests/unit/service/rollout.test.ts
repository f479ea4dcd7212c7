import { expect } from "chai";
import fc from "fast-check";
import type { Manifest } from "../../../provider/src/manifests/manifest";
import type { RolloutArgs, ServiceArgs } from "../../../provider/src/service/service.args";
import { checkService } from "../../../provider/src/service/service.check";
import { renderService } from "../../../provider/src/service/service.render";

const image = "registry.example.com/app:1";
const specOf = (rollout: RolloutArgs | undefined) =>
  (renderService("hello", { image, rollout }) as Manifest & { spec: { traffic: object[]; template: object } })
    .spec;
const check = (args: Partial<ServiceArgs>, name = "hello") =>
  checkService(name, { image, ...args }).map(({ path, code }) => `${path} ${code}`);

describe("service: rollout", () => {
  it("sends everything to the latest revision at first", () => {
    expect(specOf({}).traffic).to.deep.equal([{ latestRevision: true, percent: 100, tag: "current" }]);
  });

  it("keeps the current revision serving, shows the candidate, and shifts by one number", () => {
    const at = (percent: number) => [
      { revisionName: "hello-00001", latestRevision: false, percent: 100 - percent, tag: "current" },
      { latestRevision: true, percent, tag: "candidate" },
    ];
    const current = "hello-00001";
    expect(specOf({ current }).traffic).to.deep.equal(at(0));
    expect(specOf({ current, candidatePercent: 10 }).traffic).to.deep.equal(at(10));
    expect(specOf({ current, candidatePercent: 100 }).traffic).to.deep.equal(at(100));
  });

  it("always makes traffic that the check of traffic takes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), (candidatePercent) => {
        const { traffic } = specOf({ current: "hello-00001", candidatePercent });
        expect(check({ traffic })).to.deep.equal([]);
      }),
    );
  });

  it("leaves the template alone, so that no step makes a revision", () => {
    const { template } = specOf(undefined);
    expect(specOf({}).template).to.deep.equal(template);
    expect(specOf({ current: "hello-00001", candidatePercent: 50 }).template).to.deep.equal(template);
  });

  it("is refused beside traffic, with a revision of another service, and with a share alone", () => {
    expect(check({ rollout: {}, traffic: [{ percent: 100 }] })).to.deep.equal(["rollout KN4024"]);
    expect(check({ rollout: { current: "other-00001" } })).to.deep.equal(["rollout.current KN4024"]);
    expect(check({ rollout: { candidatePercent: 10 } })).to.deep.equal(["rollout.candidatePercent KN4024"]);
    expect(check({ rollout: { current: "hello-00001", candidatePercent: 101 } })).to.deep.equal([
      "rollout.candidatePercent KN1004",
    ]);
  });

  it("is refused where the candidate's name would be too long", () => {
    expect(check({ rollout: {} }, "a".repeat(54))).to.deep.equal(["name KN4024"]);
    expect(check({ rollout: {} }, "a".repeat(53))).to.deep.equal([]);
  });
});

describe("service: revisions that the user names", () => {
  const containersOf = (args: Partial<ServiceArgs>) =>
    (
      renderService("hello", { image, revisionName: "hello-v1", ...args }) as Manifest & {
        spec: { template: { spec: { containers: object[] } } };
      }
    ).spec.template.spec.containers;

  it("hold what Knative would have filled in, and takes for a change where it lacks", () => {
    expect(containersOf({})).to.deep.equal([
      { name: "user-container", image, readinessProbe: { tcpSocket: {}, successThreshold: 1 } },
    ]);
  });

  it("keep what the user said", () => {
    const readinessProbe = { path: "/up", periodSeconds: 2, timeoutSeconds: 5 };
    expect(
      containersOf({ containerName: "app", readinessProbe, livenessProbe: { grpc: true, port: 1 } }),
    ).to.deep.equal([
      {
        name: "app",
        image,
        readinessProbe: {
          httpGet: { path: "/up" },
          periodSeconds: 2,
          timeoutSeconds: 5,
          failureThreshold: 3,
          successThreshold: 1,
        },
        livenessProbe: { grpc: { port: 1, service: "" } },
      },
    ]);
  });

  it("hold a name with a number where there are sidecars, whose missing probes stay away", () => {
    const sidecars = [
      { name: "a", image },
      { name: "b", image, readinessProbe: { tcp: true, port: 1 } },
    ];
    expect(containersOf({ sidecars })).to.deep.equal([
      {
        name: "user-container-0",
        image,
        ports: [{ containerPort: 8080 }],
        readinessProbe: { tcpSocket: {}, successThreshold: 1 },
      },
      { name: "a", image },
      { name: "b", image, readinessProbe: { tcpSocket: { port: 1 }, successThreshold: 1 } },
    ]);
  });
});
