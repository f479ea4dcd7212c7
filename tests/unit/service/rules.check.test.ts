import { expect } from "chai";
import type { ServiceArgs } from "../../../provider/src/service/service.args";
import { checkService } from "../../../provider/src/service/service.check";

const image = "registry.example.com/app:1";
const check = (args: Partial<ServiceArgs>) =>
  checkService("hello", { image, ...args }).map(({ path, code }) => `${path} ${code}`);
const reason = (args: Partial<ServiceArgs>) => checkService("hello", { image, ...args })[0]?.reason ?? "";

describe("service: probes", () => {
  it("ask in one way", () => {
    expect(check({ readinessProbe: { tcp: true, path: "/" } })).to.deep.equal(["readinessProbe.path KN1008"]);
    expect(check({ startupProbe: { exec: ["x"], grpc: true } })).to.deep.equal(["startupProbe.grpc KN1008"]);
    expect(check({ startupProbe: { grpcService: "x" } })).to.deep.equal(["startupProbe.grpcService KN1008"]);
    expect(check({ livenessProbe: { grpc: true, headers: { a: "b" } } })).to.deep.equal([
      "livenessProbe.headers KN1008",
    ]);
    expect(check({ livenessProbe: { exec: ["x"], port: 1 } })).to.deep.equal(["livenessProbe.port KN1008"]);
    expect(check({ readinessProbe: { path: "healthz" } })).to.deep.equal(["readinessProbe.path KN1006"]);
  });

  it("of readiness take Kubernetes' times with a period alone, also in a sidecar", () => {
    const times = { timeoutSeconds: 2, failureThreshold: 3 };
    expect(check({ readinessProbe: { path: "/", ...times } })).to.deep.equal([
      "readinessProbe.timeoutSeconds KN4019",
      "readinessProbe.failureThreshold KN4019",
    ]);
    expect(check({ readinessProbe: { periodSeconds: 0, ...times } })).to.have.length(2);
    expect(check({ readinessProbe: { periodSeconds: 1, ...times } })).to.deep.equal([]);
    expect(
      check({ sidecars: [{ name: "a", image, readinessProbe: { port: 1, failureThreshold: 2 } }] }),
    ).to.deep.equal(["sidecars[0].readinessProbe.failureThreshold KN4019"]);
  });

  it("of the other kinds have a period, and pass by one success", () => {
    expect(check({ livenessProbe: { periodSeconds: 0 } })).to.deep.equal([
      "livenessProbe.periodSeconds KN4019",
    ]);
    expect(check({ startupProbe: { successThreshold: 2 } })).to.deep.equal([
      "startupProbe.successThreshold KN4019",
    ]);
    expect(check({ livenessProbe: { timeoutSeconds: 2, failureThreshold: 3 } })).to.deep.equal([]);
    expect(check({ readinessProbe: { successThreshold: 2 } })).to.deep.equal([]);
  });
});

describe("service: scaling", () => {
  it("by Kubernetes' HPA needs a target, and refuses what the HPA doesn't know", () => {
    expect(check({ scale: { metric: "memory" } })).to.deep.equal(["scale.target KN1005"]);
    expect(reason({ scale: { metric: "memory" } })).to.contain("MiB");
    expect(
      check({ scale: { metric: "cpu", target: 80, scaleDownDelay: "1m", activationScale: 2 } }),
    ).to.deep.equal(["scale.activationScale KN4020", "scale.scaleDownDelay KN4020"]);
    expect(
      check({ scale: { metric: "cpu", target: 80, window: "1m", minScale: 1, maxScale: 3 } }),
    ).to.deep.equal([]);
  });

  it("takes a metric of its own, whole numbers from 1 on, and no other metric beside", () => {
    expect(check({ scale: { customMetric: "queue_length", target: 5 } })).to.deep.equal([]);
    expect(check({ scale: { customMetric: "queue_length" } })).to.deep.equal(["scale.target KN1005"]);
    expect(check({ scale: { customMetric: "queue_length", target: 0.5 } })).to.deep.equal([
      "scale.target KN1004",
    ]);
    expect(check({ scale: { customMetric: "queue_length", metric: "rps", target: 5 } })).to.deep.equal([
      "scale.customMetric KN1008",
    ]);
  });

  it("takes long deadlines and rollouts, which Knative doesn't bound, and no deadline of none", () => {
    expect(check({ progressDeadline: "48h", rolloutDuration: "100h" })).to.deep.equal([]);
    expect(check({ progressDeadline: "0s" })).to.deep.equal(["progressDeadline KN4003"]);
    expect(reason({ progressDeadline: "0s" })).to.contain("from 1s on");
  });
});

describe("service: resources and rights", () => {
  it("refuses requests above limits, in every container and Knative's own", () => {
    const resources = { requests: { cpu: "1", memory: "1Gi" }, limits: { cpu: "500m", memory: "2G" } };
    const path = 'resources.requests["cpu"] KN4021';
    expect(
      check({
        resources,
        queueProxyResources: { requests: { memory: "1Gi" }, limits: { memory: "1G" } },
        initContainers: [{ name: "init", image, resources }],
      }),
    ).to.deep.equal([path, 'queueProxyResources.requests["memory"] KN4021', `initContainers[0].${path}`]);
  });

  it("refuses a profile on the node without its path, a path without it, and root that must not be root", () => {
    expect(
      check({
        securityContext: { seccompProfile: "Localhost" },
        podSecurityContext: { seccompLocalhostProfile: "a.json", seccompProfile: "RuntimeDefault" },
        sidecars: [{ name: "a", image, securityContext: { runAsUser: 0, runAsNonRoot: true } }],
      }),
    ).to.have.members([
      "securityContext.seccompLocalhostProfile KN1005",
      "podSecurityContext.seccompLocalhostProfile KN1008",
      "sidecars[0].securityContext.runAsUser KN1008",
    ]);
    expect(
      check({ securityContext: { seccompProfile: "Localhost", seccompLocalhostProfile: "/etc/a.json" } }),
    ).to.deep.equal(["securityContext.seccompLocalhostProfile KN1006"]);
  });

  it("refuses pull secrets that are named twice, and accounts that no object can be called", () => {
    expect(check({ imagePullSecrets: ["a", "b", "a"] })).to.deep.equal(["imagePullSecrets[2] KN1007"]);
    expect(check({ serviceAccountName: "Robot!" })).to.deep.equal(["serviceAccountName KN4001"]);
    expect(check({ shareProcessNamespace: true, hostPid: true })).to.deep.equal([
      "shareProcessNamespace KN1008",
    ]);
  });
});

describe("service: sources of variables and files", () => {
  it("have what they need, and nothing that is another's", () => {
    expect(
      check({
        envValueFrom: {
          A: { secret: "s" },
          B: { podField: "metadata.name", key: "k" },
          C: { resource: "limits.cpu", divisor: "1m", container: "app" },
          D: { podField: "metadata.name", divisor: "1", optional: true },
          E: {},
        },
      }),
    ).to.deep.equal([
      "envValueFrom.A.key KN1005",
      "envValueFrom.B.key KN1008",
      "envValueFrom.D.optional KN1008",
      "envValueFrom.D.divisor KN1008",
      "envValueFrom.E KN1005",
    ]);
  });

  it("of pods tell of a field or of a container's resource", () => {
    const podFields = [
      { path: "a", fieldPath: "metadata.labels" },
      { path: "b", resource: "limits.cpu", container: "app", divisor: "1m" },
      { path: "c" },
      { path: "d", resource: "limits.cpu" },
      { path: "e", fieldPath: "metadata.name", container: "app", divisor: "1" },
    ];
    const at = "volumes[0].projected.sources[0].podFields";
    expect(
      check({
        volumes: [{ name: "v", projected: { sources: [{ podFields }] } }],
        volumeMounts: [{ name: "v", mountPath: "/v" }],
      }),
    ).to.deep.equal([
      `${at}[2] KN1005`,
      `${at}[3].container KN1005`,
      `${at}[4].container KN1008`,
      `${at}[4].divisor KN1008`,
    ]);
  });

  it("of the node are absolute, and can be mounted read-only alone", () => {
    const volumes = [{ name: "v", hostPath: { path: "/var/../etc" } }];
    expect(check({ volumes, volumeMounts: [{ name: "v", mountPath: "/v" }] })).to.deep.equal([
      "volumes[0].hostPath.path KN1006",
    ]);
    expect(
      check({
        volumes: [
          { name: "v", csi: { driver: "d" } },
          { name: "w", ephemeral: { storage: "1Gi" } },
        ],
        volumeMounts: [
          { name: "v", mountPath: "/v", readOnly: false },
          { name: "w", mountPath: "/w", readOnly: false },
        ],
      }),
    ).to.deep.equal(["volumeMounts[0].readOnly KN4015"]);
  });
});
