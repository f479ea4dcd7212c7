import { output } from "@pulumi/pulumi";
import { expect } from "chai";
import { renderContainer } from "../../../provider/src/service/container.render";
import type { ProbeArgs, ServiceArgs } from "../../../provider/src/service/service.args";
import { renderService } from "../../../provider/src/service/service.render";
import { renderVariables } from "../../../provider/src/service/variables.render";

const image = "registry.example.com/app:1";
interface Rendered {
  readonly metadata: { readonly annotations: Readonly<Record<string, string>> };
  readonly spec: {
    readonly template: { readonly metadata?: { readonly annotations?: object }; readonly spec: object };
  };
}
const render = (args: Partial<ServiceArgs>) =>
  renderService("hello", { image, ...args }) as unknown as Rendered;
const podOf = (args: Partial<ServiceArgs>) => render(args).spec.template.spec;

describe("service: render of where pods run", () => {
  const cases: readonly (readonly [Partial<ServiceArgs>, object])[] = [
    [
      {
        podSecurityContext: {
          runAsUser: 1,
          runAsGroup: 2,
          runAsNonRoot: true,
          fsGroup: 3,
          supplementalGroups: [4],
          seccompProfile: "Localhost",
          seccompLocalhostProfile: "a.json",
        },
      },
      {
        securityContext: {
          runAsUser: 1,
          runAsGroup: 2,
          runAsNonRoot: true,
          fsGroup: 3,
          supplementalGroups: [4],
          seccompProfile: { type: "Localhost", localhostProfile: "a.json" },
        },
      },
    ],
    [
      { tolerations: [{ key: "gpu", operator: "Equal", value: "yes", effect: "NoSchedule" }] },
      { tolerations: [{ key: "gpu", operator: "Equal", value: "yes", effect: "NoSchedule" }] },
    ],
    [
      { affinity: { nodeAffinity: { a: [1] } }, nodeSelector: { disk: "ssd" } },
      { affinity: { nodeAffinity: { a: [1] } }, nodeSelector: { disk: "ssd" } },
    ],
    [
      {
        dnsPolicy: "None",
        dnsConfig: { nameservers: ["10.0.0.1"], searches: ["a"], options: [{ name: "ndots", value: "2" }] },
        hostAliases: [{ ip: "10.0.0.2", hostnames: ["db"] }],
      },
      {
        dnsPolicy: "None",
        dnsConfig: { nameservers: ["10.0.0.1"], searches: ["a"], options: [{ name: "ndots", value: "2" }] },
        hostAliases: [{ ip: "10.0.0.2", hostnames: ["db"] }],
      },
    ],
    [
      { priorityClassName: "high", runtimeClassName: "gvisor", schedulerName: "own" },
      { priorityClassName: "high", runtimeClassName: "gvisor", schedulerName: "own" },
    ],
    [
      { hostNetwork: true, hostPid: true, hostIpc: true, enableServiceLinks: true },
      { hostNetwork: true, hostPID: true, hostIPC: true, enableServiceLinks: true },
    ],
    [{ automountServiceAccountToken: false }, { automountServiceAccountToken: false }],
    [{ shareProcessNamespace: true }, { shareProcessNamespace: true }],
  ];
  for (const [args, pod] of cases) {
    it(`writes ${Object.keys(args).join(", ")}`, () => {
      expect(podOf(args)).to.deep.equal({ containers: [{ image }], ...pod });
    });
  }

  it("writes nothing of what is off or empty, which Knative would take for the use of a feature", () => {
    expect(
      podOf({
        hostNetwork: false,
        hostPid: false,
        hostIpc: false,
        shareProcessNamespace: false,
        automountServiceAccountToken: true,
        tolerations: [],
        hostAliases: [],
        topologySpreadConstraints: [],
        sidecars: [],
        initContainers: [],
        volumes: [],
      }),
    ).to.deep.equal({ containers: [{ image }] });
  });
});

describe("service: render of probes", () => {
  const probe = (args: ProbeArgs) =>
    renderContainer({ image, readinessProbe: args }, new Set(), undefined, 80);
  const cases: readonly (readonly [ProbeArgs, object])[] = [
    [{}, { httpGet: { path: "/" } }],
    [
      { path: "/ok", port: 90, headers: { B: "2", A: "1" } },
      {
        httpGet: {
          path: "/ok",
          port: 90,
          httpHeaders: [
            { name: "A", value: "1" },
            { name: "B", value: "2" },
          ],
        },
      },
    ],
    [
      { tcp: true, periodSeconds: 2 },
      { tcpSocket: {}, periodSeconds: 2 },
    ],
    [
      { exec: ["a", "b"], successThreshold: 2 },
      { exec: { command: ["a", "b"] }, successThreshold: 2 },
    ],
    [
      { grpc: true, grpcService: "x", failureThreshold: 2 },
      { grpc: { port: 80, service: "x" }, failureThreshold: 2 },
    ],
    [{ grpc: true, port: 90 }, { grpc: { port: 90 } }],
  ];
  for (const [args, expected] of cases) {
    it(`writes ${JSON.stringify(args)}`, () => {
      expect(probe(args)).to.deep.equal({ image, readinessProbe: expected });
    });
  }

  it("writes the service's port into startup probes, which Knative fills into the others alone", () => {
    expect(podOf({ port: 3000, startupProbe: { path: "/up" }, livenessProbe: { tcp: true } })).to.deep.equal({
      containers: [
        {
          image,
          ports: [{ containerPort: 3000 }],
          livenessProbe: { tcpSocket: {} },
          startupProbe: { httpGet: { path: "/up", port: 3000 } },
        },
      ],
    });
  });

  it("writes a sidecar's probes with their own ports", () => {
    const sidecars = [
      {
        name: "a",
        image,
        readinessProbe: { port: 1 },
        livenessProbe: { grpc: true, port: 2 },
        startupProbe: { tcp: true, port: 3 },
      },
    ];
    expect(podOf({ sidecars })).to.deep.equal({
      containers: [
        { image, ports: [{ containerPort: 8080 }] },
        {
          name: "a",
          image,
          readinessProbe: { httpGet: { path: "/", port: 1 } },
          livenessProbe: { grpc: { port: 2 } },
          startupProbe: { tcpSocket: { port: 3 } },
        },
      ],
    });
  });
});

describe("service: render of variables", () => {
  it("has one order, whatever the order of the map", () => {
    const names = (env: Record<string, string>) => renderVariables(env).map(({ name }) => name);
    expect(names({ B: "1", C: "2", A: "3" })).to.deep.equal(["A", "B", "C"]);
    expect(names({ A: "3", C: "2", B: "1" })).to.deep.equal(["A", "B", "C"]);
  });

  it("puts a variable after those that it refers to, and bears circles and unknown names", () => {
    const names = renderVariables(
      { A: "$(Z)/$(SECRET)", B: "$(B)", C: "$(D)", D: "$(C)", Z: "1", O: output("$(A)"), X: "$(NONE)" },
      { SECRET: { secret: "s", key: "k" } },
    ).map(({ name }) => name);
    expect(names).to.deep.equal(["Z", "SECRET", "A", "B", "D", "C", "O", "X"]);
  });

  it("takes values from pods and containers", () => {
    expect(
      renderVariables(undefined, {
        NAME: { podField: "metadata.name" },
        CPU: { resource: "limits.cpu", container: "app", divisor: "1m" },
        CM: { configMap: "c", key: "k", optional: true },
      }),
    ).to.deep.equal([
      { name: "CM", valueFrom: { configMapKeyRef: { name: "c", key: "k", optional: true } } },
      {
        name: "CPU",
        valueFrom: { resourceFieldRef: { containerName: "app", resource: "limits.cpu", divisor: "1m" } },
      },
      { name: "NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
    ]);
  });
});

describe("service: render of annotations", () => {
  const revision = (args: Partial<ServiceArgs>) => render(args).spec.template.metadata?.annotations;

  it("names the autoscaler that knows the metric, whichever the installation prefers", () => {
    const prefix = "autoscaling.knative.dev";
    expect(revision({ scale: { metric: "rps" } })).to.deep.equal({
      [`${prefix}/class`]: `kpa.${prefix}`,
      [`${prefix}/metric`]: "rps",
    });
    expect(revision({ scale: { customMetric: "queue_length", target: 5 } })).to.deep.equal({
      [`${prefix}/class`]: `hpa.${prefix}`,
      [`${prefix}/metric`]: "queue_length",
      [`${prefix}/target`]: "5",
    });
    expect(revision({ scale: { minScale: 1 } })).to.deep.equal({ [`${prefix}/min-scale`]: "1" });
  });

  it("writes cold-start settings by upstream's names", () => {
    const prefix = "autoscaling.knative.dev";
    expect(
      revision({
        scale: {
          initialScale: 2,
          activationScale: 3,
          scaleDownDelay: "1m",
          scaleToZeroPodRetentionPeriod: "5m",
          targetBurstCapacity: -1,
        },
      }),
    ).to.deep.equal({
      [`${prefix}/initial-scale`]: "2",
      [`${prefix}/activation-scale`]: "3",
      [`${prefix}/scale-down-delay`]: "1m",
      [`${prefix}/scale-to-zero-pod-retention-period`]: "5m",
      [`${prefix}/target-burst-capacity`]: "-1",
    });
  });

  it("turns on what is true alone", () => {
    expect(revision({ httpFullDuplex: true, queueProxyPodInfo: true, keepRevision: false })).to.deep.equal({
      "features.knative.dev/http-full-duplex": "Enabled",
      "features.knative.dev/queueproxy-podinfo": "Enabled",
    });
    const { annotations } = render({ certificateClass: "own", disableExternalDomainTls: true }).metadata;
    expect(annotations).to.include({
      "networking.knative.dev/certificate-class": "own",
      "networking.knative.dev/disable-external-domain-tls": "true",
    });
    expect(render({ disableExternalDomainTls: false }).metadata.annotations).not.to.have.any.keys(
      "networking.knative.dev/disable-external-domain-tls",
    );
  });
});
