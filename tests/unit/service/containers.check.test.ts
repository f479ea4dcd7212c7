import { expect } from "chai";
import type { ServiceArgs } from "../../../provider/src/service/service.args";
import { checkService } from "../../../provider/src/service/service.check";

const image = "registry.example.com/app:1";
const check = (args: Partial<ServiceArgs>) =>
  checkService("hello", { image, ...args }).map(({ path, code }) => `${path} ${code}`);
const sidecar = { name: "agent", image };

describe("service: containers, volumes and placement", () => {
  it("accepts volumes that are mounted, sidecars, init containers and placement", () => {
    expect(
      check({
        envFrom: [{ secret: "all", prefix: "S_" }],
        envValueFrom: { TOKEN: { secret: "s", key: "token", optional: true } },
        volumes: [
          { name: "conf", configMap: { name: "c", items: [{ key: "a", path: "a.txt", mode: 0o400 }] } },
          { name: "data", persistentVolumeClaim: { claimName: "d" } },
          { name: "all", projected: { sources: [{ serviceAccountToken: { path: "token" } }] } },
        ],
        volumeMounts: [{ name: "conf", mountPath: "/etc/conf" }],
        sidecars: [
          {
            ...sidecar,
            env: { PORT: "1" },
            volumeMounts: [{ name: "data", mountPath: "/data", readOnly: false }],
            readinessProbe: { grpc: true, grpcService: "x", port: 9000 },
          },
        ],
        initContainers: [{ name: "init", image, volumeMounts: [{ name: "all", mountPath: "/all" }] }],
        startupProbe: { exec: ["/ready"] },
        tolerations: [{ key: "gpu", operator: "Exists", effect: "NoExecute", tolerationSeconds: 5 }],
        affinity: { nodeAffinity: {} },
        hostAliases: [{ ip: "10.0.0.1", hostnames: ["db"] }],
        queueProxyResources: { requests: { cpu: "25m" } },
        progressDeadline: "5m",
        rolloutDuration: "2m",
        httpProtocol: "Redirected",
        scale: { targetBurstCapacity: -1, panicWindowPercentage: 10, panicThresholdPercentage: 200 },
      }),
    ).to.deep.equal([]);
  });

  it("refuses a variable that is set twice, reserved or of no or two sources", () => {
    expect(
      check({
        env: { A: "1" },
        envValueFrom: { A: { secret: "s", key: "k" }, PORT: { configMap: "c", key: "k" } },
        envFrom: [{}, { secret: "s", configMap: "c" }],
      }),
    ).to.deep.equal([
      "envFrom[0] KN1005",
      "envFrom[1] KN1008",
      "envValueFrom.A KN4017",
      "envValueFrom.PORT KN4008",
    ]);
  });

  it("refuses volumes and mounts that don't fit", () => {
    const volumes = [
      { name: "a", secret: { name: "s" } },
      { name: "a", emptyDir: {} },
      { name: "b", emptyDir: {}, secret: { name: "s" } },
      { name: "c" },
    ];
    const volumeMounts = [
      { name: "a", mountPath: "/dev/", readOnly: false },
      { name: "c", mountPath: "/x" },
      { name: "z", mountPath: "/x/" },
    ];
    expect(check({ volumes, volumeMounts })).to.deep.equal([
      "volumes[1].name KN4015",
      "volumes[2].name KN4015",
      "volumes[2] KN1008",
      "volumes[3] KN1005",
      "volumeMounts[0].mountPath KN4015",
      "volumeMounts[0].readOnly KN4015",
      "volumeMounts[2].name KN4015",
      "volumeMounts[2].mountPath KN4015",
    ]);
  });

  it("refuses container names that are taken, and sidecar probes without a port", () => {
    expect(
      check({
        sidecars: [
          { ...sidecar, livenessProbe: { tcp: true } },
          { ...sidecar, name: "queue-proxy" },
        ],
        initContainers: [sidecar],
      }),
    ).to.deep.equal([
      "sidecars[1].name KN4016",
      "initContainers[0].name KN4016",
      "sidecars[0].livenessProbe.port KN1005",
    ]);
    expect(check({ containerName: "agent", sidecars: [sidecar] })).to.deep.equal(["sidecars[0].name KN4016"]);
    expect(check({ containerName: "queue-proxy" })).to.deep.equal(["containerName KN4016"]);
  });

  it("refuses tolerations and resolvers that Kubernetes would refuse of the pods", () => {
    expect(check({ tolerations: [{}], dnsPolicy: "None" })).to.deep.equal([
      "tolerations[0].operator KN1008",
      "dnsConfig.nameservers KN1005",
    ]);
  });

  it("refuses a burst capacity between its two kinds of values", () => {
    expect(check({ scale: { targetBurstCapacity: -0.5 } })).to.deep.equal([
      "scale.targetBurstCapacity KN1004",
    ]);
  });

  it("refuses Knative's keys that have a property or don't exist", () => {
    expect(
      check({
        annotations: { "features.knative.dev/http-full-duplex": "Enabled" },
        podAnnotations: {
          "networking.knative.dev/disableAutoTLS": "true",
          "queue.sidecar.serving.knative.dev/cpu-resource-limit": "1",
          "serving.knative.dev/progres-deadline": "5s",
        },
      }),
    ).to.deep.equal([
      'annotations["features.knative.dev/http-full-duplex"] KN4012',
      'podAnnotations["networking.knative.dev/disableAutoTLS"] KN4012',
      'podAnnotations["queue.sidecar.serving.knative.dev/cpu-resource-limit"] KN4012',
      'podAnnotations["serving.knative.dev/progres-deadline"] KN4018',
    ]);
  });
});
