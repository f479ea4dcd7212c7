import { output } from "@pulumi/pulumi";
import { expect } from "chai";
import type { ServiceArgs } from "../../../provider/src/service/service.args";
import { checkService } from "../../../provider/src/service/service.check";

const image = "registry.example.com/app:1";
const check = (args: Partial<ServiceArgs>, name = "hello") =>
  checkService(name, { image, ...args }).map(({ path, code }) => `${path} ${code}`);
const reason = (args: Partial<ServiceArgs>) => checkService("hello", { image, ...args })[0]?.reason ?? "";

describe("service: check", () => {
  it("accepts a service that uses every property", () => {
    expect(
      check({
        name: "hello",
        namespace: "team-a",
        image: output(image),
        port: 3000,
        protocol: "h2c",
        command: ["/app"],
        args: ["--x", output("y")],
        env: { TARGET: "world", SECRET: output("s") },
        resources: { requests: { cpu: "100m", memory: "64Mi" }, limits: { memory: "1Gi" } },
        readinessProbe: { path: "/healthz", periodSeconds: 1, failureThreshold: 2 },
        livenessProbe: { tcp: true, initialDelaySeconds: 3 },
        serviceAccountName: "runner",
        imagePullSecrets: ["registry"],
        scale: {
          minScale: 1,
          maxScale: 10,
          initialScale: 2,
          activationScale: 3,
          metric: "rps",
          target: 50,
          window: "60s",
          scaleDownDelay: "5m",
        },
        containerConcurrency: 10,
        timeoutSeconds: 60,
        responseStartTimeoutSeconds: 30,
        idleTimeoutSeconds: 10,
        visibility: "cluster-local",
        revisionName: "hello-v2",
        traffic: [
          { revisionName: "hello-v1", percent: 90, tag: "current" },
          { latestRevision: true, percent: 10, tag: "candidate" },
        ],
        labels: { team: "a" },
        annotations: { owner: "b" },
        podLabels: { tier: "web" },
        podAnnotations: { note: "c" },
        readyTimeoutSeconds: 60,
        expectedUrl: "http://hello.default.example.com",
      }),
    ).to.deep.equal([]);
  });

  it("refuses names that are no DNS labels", () => {
    expect(check({ name: "Hello_World" })).to.deep.equal(["name KN4001"]);
    expect(check({ namespace: "a.b" })).to.deep.equal(["namespace KN4001"]);
    expect(check({}, "Hello World")).to.deep.equal(["name KN4001"]);
  });

  it("refuses images that are no references", () => {
    expect(check({ image: "HTTP://x" })).to.deep.equal(["image KN4009"]);
  });

  it("refuses an image without a tag where the registry's tags are not resolved", () => {
    expect(check({ image: "ko.local/app" })).to.deep.equal(["image KN4010"]);
    expect(check({ image: "ko.local/app:1" })).to.deep.equal([]);
    expect(checkService("hello", { image: "my.registry:5000/app" }, ["my.registry:5000"])[0]?.code).to.equal(
      "KN4010",
    );
    expect(checkService("hello", { image: "ko.local/app" }, ["my.registry:5000"])).to.deep.equal([]);
  });

  it("refuses Knative's own ports and variables", () => {
    expect(check({ port: 8012 })).to.deep.equal(["port KN4007"]);
    expect(check({ env: { PORT: "1", K_SERVICE: "x", "1A": "y" } })).to.deep.equal([
      "env.PORT KN4008",
      "env.K_SERVICE KN4008",
      'env["1A"] KN1006',
    ]);
    expect(reason({ env: { PORT: "1" } })).to.contain("set port instead");
  });

  it("refuses scale bounds that contradict each other", () => {
    expect(check({ scale: { minScale: 3, maxScale: 2 } })).to.deep.equal(["scale.minScale KN4002"]);
    expect(check({ scale: { initialScale: 3, maxScale: 2 } })).to.deep.equal(["scale.initialScale KN4002"]);
    expect(check({ scale: { activationScale: 2, minScale: 3 } })).to.deep.equal([
      "scale.activationScale KN4002",
    ]);
    expect(check({ scale: { minScale: 3, maxScale: 0 } })).to.deep.equal([]);
    expect(check({ scale: { metric: "cpu" } })).to.deep.equal(["scale.target KN1005"]);
  });

  it("refuses durations that Knative can't read or allow", () => {
    for (const window of ["5s", "2h", "60", "1.5s", "sixty"]) {
      expect(check({ scale: { window } }), window).to.deep.equal(["scale.window KN4003"]);
    }
  });

  it("refuses timeouts above the request's", () => {
    expect(
      check({ timeoutSeconds: 10, responseStartTimeoutSeconds: 11, idleTimeoutSeconds: 12 }),
    ).to.deep.equal(["responseStartTimeoutSeconds KN4013", "idleTimeoutSeconds KN4013"]);
  });

  it("takes a namespace that begins with a digit, as Kubernetes does, but no such service", () => {
    expect(check({ namespace: "2048-game" })).to.deep.equal([]);
    expect(check({ namespace: "-game" })).to.deep.equal(["namespace KN4001"]);
    expect(check({ name: "2048-game" })).to.deep.equal(["name KN4001"]);
  });

  it("leaves limits that only the installation knows to it", () => {
    expect(check({ responseStartTimeoutSeconds: 400, idleTimeoutSeconds: 400 })).to.deep.equal([]);
  });

  it("tells all problems at once, also where a property has a wrong shape", () => {
    const wrong = {
      port: "x",
      env: { PORT: "1" },
      traffic: [{ percent: 30 }],
    } as unknown as Partial<ServiceArgs>;
    expect(check(wrong)).to.have.members(["port KN1002", "env.PORT KN4008", "traffic KN4004"]);
  });

  it("says nothing of one property by another one that can't be read", () => {
    const wrong = {
      timeoutSeconds: "10",
      responseStartTimeoutSeconds: 11,
      volumes: 1,
    } as unknown as Partial<ServiceArgs>;
    expect(check({ ...wrong, volumeMounts: [{ name: "data", mountPath: "/data" }] })).to.have.members([
      "timeoutSeconds KN1002",
      "volumes KN1002",
    ]);
  });

  it("refuses keys and values of labels that Kubernetes doesn't take", () => {
    expect(
      check({
        labels: { "bad key!": "x", team: "a b", "example.com/team": "a", empty: "" },
        podAnnotations: { "a/b/c": "x", "example.com/note": "any text, at all" },
      }),
    ).to.have.members(['labels["bad key!"] KN1012', "labels.team KN1012", 'podAnnotations["a/b/c"] KN1012']);
  });

  it("P10: refuses what Kubernetes' HPA has no use for", () => {
    expect(check({ scale: { metric: "cpu", target: 70, minScale: 0 } })).to.deep.equal([
      "scale.minScale KN4020",
    ]);
    expect(check({ scale: { metric: "cpu", target: 70, minScale: 1 } })).to.deep.equal([]);
  });

  it("refuses traffic that doesn't add up", () => {
    expect(check({ traffic: [{ percent: 99 }] })).to.deep.equal(["traffic KN4004"]);
    // None: everything goes to the latest revision.
    expect(check({ traffic: [] })).to.deep.equal([]);
    expect(reason({ traffic: [{ percent: 99 }] })).to.equal("must add up to exactly 100 percent, got 99");
  });

  it("refuses contradictory traffic targets and tags", () => {
    expect(
      check({ traffic: [{ percent: 100, revisionName: "hello-1", latestRevision: true }] }),
    ).to.deep.equal(["traffic[0].latestRevision KN4005"]);
    expect(check({ traffic: [{ percent: 100, latestRevision: false }] })).to.deep.equal([
      "traffic[0].revisionName KN4005",
    ]);
    expect(check({ traffic: [{ percent: 100, tag: "a" }, { tag: "a" }] })).to.deep.equal([
      "traffic[1].tag KN4006",
    ]);
    expect(check({ traffic: [{ percent: 100, tag: "a".repeat(60) }] })).to.deep.equal([
      "traffic[0].tag KN4006",
    ]);
  });

  it("refuses a revision name of another service", () => {
    expect(check({ revisionName: "other-v1" })).to.deep.equal(["revisionName KN4014"]);
  });

  it("sends annotations and labels to the property that puts them where Knative reads them", () => {
    expect(check({ annotations: { "networking.knative.dev/visibility": "cluster-local" } })).to.deep.equal([
      'annotations["networking.knative.dev/visibility"] KN4012',
    ]);
    expect(reason({ annotations: { "autoscaling.knative.dev/min-scale": "1" } })).to.contain(
      "property scale.minScale,",
    );
    expect(reason({ podAnnotations: { "autoscaling.knative.dev/minscale": "1" } })).to.contain(
      'did you mean "minScale"?',
    );
  });

  it("reports wrong shapes by path, all at once", () => {
    expect(
      check({
        scale: { minScale: 1.5 },
        timoutSeconds: 3,
        visibility: "private",
      } as unknown as Partial<ServiceArgs>),
    ).to.have.members(["scale.minScale KN1002", "timoutSeconds KN1001", "visibility KN1003"]);
  });
});
