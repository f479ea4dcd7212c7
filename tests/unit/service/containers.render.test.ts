import { expect } from "chai";
import { renderService } from "../../../provider/src/service/service.render";

const image = "registry.example.com/app:1";

describe("service: render of containers, volumes and placement", () => {
  it("writes volumes, mounts, sources of variables and further containers", () => {
    const { spec } = renderService("hello", {
      image,
      env: { A: "1" },
      envFrom: [{ configMap: "c", prefix: "C_" }],
      envValueFrom: { T: { secret: "s", key: "k" } },
      volumes: [
        { name: "conf", secret: { name: "s", mode: 256 } },
        { name: "tmp", emptyDir: { inMemory: true, sizeLimit: "1Mi" } },
      ],
      volumeMounts: [{ name: "conf", mountPath: "/conf" }],
      startupProbe: { grpc: true },
      securityContext: { runAsUser: 1, dropCapabilities: ["ALL"], seccompProfile: "RuntimeDefault" },
      sidecars: [{ name: "agent", image, volumeMounts: [{ name: "tmp", mountPath: "/t" }] }],
      initContainers: [{ name: "init", image, command: ["/init"] }],
      nodeSelector: { disk: "ssd" },
      topologySpreadConstraints: [{ topologyKey: "zone" }],
    }) as unknown as { spec: { template: { spec: unknown } } };
    expect(spec.template.spec).to.deep.equal({
      containers: [
        {
          image,
          env: [
            { name: "A", value: "1" },
            { name: "T", valueFrom: { secretKeyRef: { name: "s", key: "k" } } },
          ],
          envFrom: [{ prefix: "C_", configMapRef: { name: "c" } }],
          ports: [{ containerPort: 8080 }],
          volumeMounts: [{ name: "conf", mountPath: "/conf", readOnly: true }],
          securityContext: {
            runAsUser: 1,
            capabilities: { drop: ["ALL"] },
            seccompProfile: { type: "RuntimeDefault" },
          },
          startupProbe: { grpc: { port: 8080 } },
        },
        { name: "agent", image, volumeMounts: [{ name: "tmp", mountPath: "/t" }] },
      ],
      initContainers: [{ name: "init", image, command: ["/init"] }],
      volumes: [
        { name: "conf", secret: { secretName: "s", defaultMode: 256 } },
        { name: "tmp", emptyDir: { medium: "Memory", sizeLimit: "1Mi" } },
      ],
      nodeSelector: { disk: "ssd" },
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: "zone",
          whenUnsatisfiable: "DoNotSchedule",
          labelSelector: { matchLabels: { "serving.knative.dev/service": "hello" } },
        },
      ],
    });
  });

  it("puts each annotation on the object that Knative reads it from", () => {
    const manifest = renderService("hello", {
      image,
      readyTimeoutSeconds: 0,
      ingressClass: "kourier.ingress.networking.knative.dev",
      httpProtocol: "Redirected",
      rolloutDuration: "2m",
      progressDeadline: "5m",
      keepRevision: true,
      queueProxyResources: { limits: { memory: "1Gi" } },
      scale: { panicWindowPercentage: 10 },
    }) as unknown as { metadata: object; spec: { template: { metadata: object } } };
    expect(manifest.metadata).to.deep.include({
      annotations: {
        "networking.knative.dev/ingress-class": "kourier.ingress.networking.knative.dev",
        "networking.knative.dev/http-protocol": "redirected",
        "serving.knative.dev/rollout-duration": "2m",
        "pulumi.com/deletionPropagationPolicy": "background",
        "pulumi.com/skipAwait": "true",
      },
    });
    expect(manifest.spec.template.metadata).to.deep.equal({
      annotations: {
        "autoscaling.knative.dev/panic-window-percentage": "10",
        "queue.sidecar.serving.knative.dev/memory-resource-limit": "1Gi",
        "serving.knative.dev/progress-deadline": "5m",
        "serving.knative.dev/no-gc": "true",
      },
    });
  });
});
