import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { readyOrHandedOver } from "../../../provider/src/diagnose/handOver";
import { readServiceState, urlOf } from "../../../provider/src/service/service.outputs";
import { renderService } from "../../../provider/src/service/service.render";

const image = "registry.example.com/app:1";

describe("service: render", () => {
  it("writes no more than what was asked for", () => {
    expect(renderService("hello", { image })).to.deep.equal({
      apiVersion: "serving.knative.dev/v1",
      kind: "Service",
      metadata: {
        name: "hello",
        namespace: "default",
        annotations: {
          "pulumi.com/deletionPropagationPolicy": "background",
          "pulumi.com/waitFor": "condition=Ready",
          "pulumi.com/timeoutSeconds": "300",
        },
      },
      spec: { template: { spec: { containers: [{ image }] } } },
    });
  });

  it("waits for the URL that is expected", async () => {
    const waitFor = async (expectedUrl: pulumi.Input<string | undefined>) => {
      const { metadata } = renderService("hello", { image, expectedUrl });
      const text = pulumi.output(metadata.annotations?.["pulumi.com/waitFor"]);
      return new Promise((resolve) => text.apply(resolve));
    };
    const both = '["condition=Ready","jsonpath={.status.url}=http://hello.default.example.com"]';
    expect(await waitFor("http://hello.default.example.com")).to.equal(both);
    expect(await waitFor(pulumi.output("http://hello.default.example.com"))).to.equal(both);
    expect(await waitFor(pulumi.output(undefined))).to.equal("condition=Ready");
  });

  it("gives the wait a second end where the component can take over", () => {
    const expectedUrl = "http://hello.default.example.com";
    const { metadata } = renderService("hello", { image, expectedUrl }, true);
    expect(metadata.annotations?.["pulumi.com/waitFor"]).to.equal(readyOrHandedOver(expectedUrl));
    const unwaited = renderService("hello", { image, readyTimeoutSeconds: 0 }, true);
    expect(unwaited.metadata.annotations).not.to.have.property("pulumi.com/waitFor");
  });

  it("puts every property where Knative reads it", () => {
    const manifest = renderService("resource", {
      name: "hello",
      namespace: "team-a",
      image,
      port: 3000,
      protocol: "h2c",
      command: ["/app"],
      args: ["--x"],
      env: { TARGET: "world" },
      resources: { requests: { cpu: "100m" } },
      readinessProbe: { path: "/healthz", periodSeconds: 1 },
      livenessProbe: { tcp: true, port: 9000 },
      serviceAccountName: "runner",
      imagePullSecrets: ["registry"],
      scale: {
        minScale: 1,
        maxScale: 10,
        metric: "cpu",
        target: 70,
        scaleDownDelay: "5m",
        scaleToZeroPodRetentionPeriod: "1m",
      },
      containerConcurrency: 10,
      timeoutSeconds: 60,
      visibility: "cluster-local",
      revisionName: "hello-v2",
      traffic: [
        { revisionName: "hello-v1", percent: 90, tag: "current" },
        { percent: 10, tag: "candidate" },
      ],
      labels: { team: "a" },
      annotations: { owner: "b" },
      podLabels: { tier: "web" },
      podAnnotations: { note: "c" },
      readyTimeoutSeconds: 0,
    });
    expect(manifest).to.deep.equal({
      apiVersion: "serving.knative.dev/v1",
      kind: "Service",
      metadata: {
        name: "hello",
        namespace: "team-a",
        labels: { team: "a", "networking.knative.dev/visibility": "cluster-local" },
        annotations: {
          owner: "b",
          "pulumi.com/deletionPropagationPolicy": "background",
          "pulumi.com/skipAwait": "true",
        },
      },
      spec: {
        template: {
          metadata: {
            name: "hello-v2",
            labels: { tier: "web" },
            annotations: {
              note: "c",
              "autoscaling.knative.dev/class": "hpa.autoscaling.knative.dev",
              "autoscaling.knative.dev/min-scale": "1",
              "autoscaling.knative.dev/max-scale": "10",
              "autoscaling.knative.dev/metric": "cpu",
              "autoscaling.knative.dev/target": "70",
              "autoscaling.knative.dev/scale-down-delay": "5m",
              "autoscaling.knative.dev/scale-to-zero-pod-retention-period": "1m",
            },
          },
          spec: {
            serviceAccountName: "runner",
            imagePullSecrets: [{ name: "registry" }],
            containerConcurrency: 10,
            timeoutSeconds: 60,
            containers: [
              {
                name: "user-container",
                image,
                command: ["/app"],
                args: ["--x"],
                env: [{ name: "TARGET", value: "world" }],
                ports: [{ name: "h2c", containerPort: 3000 }],
                resources: { requests: { cpu: "100m" } },
                readinessProbe: {
                  httpGet: { path: "/healthz" },
                  periodSeconds: 1,
                  timeoutSeconds: 1,
                  failureThreshold: 3,
                  successThreshold: 1,
                },
                livenessProbe: { tcpSocket: { port: 9000 } },
              },
            ],
          },
        },
        traffic: [
          { revisionName: "hello-v1", latestRevision: false, percent: 90, tag: "current" },
          { latestRevision: true, percent: 10, tag: "candidate" },
        ],
      },
    });
  });

  it("leaves the args as they were", () => {
    const args = Object.freeze({
      image,
      labels: Object.freeze({ a: "b" }),
      scale: Object.freeze({ minScale: 1 }),
    });
    expect(() => renderService("hello", args)).not.to.throw();
  });
});

describe("service: outputs", () => {
  it("reads URLs and the revision from the status", () => {
    expect(
      readServiceState({
        url: "http://hello.default.example.com",
        address: { url: "http://hello.default.svc.cluster.local" },
        traffic: [{ tag: "current", url: "http://current-hello.default.example.com" }, {}],
        latestReadyRevisionName: "hello-00001",
      }),
    ).to.deep.equal({
      url: "http://hello.default.example.com",
      clusterLocalUrl: "http://hello.default.svc.cluster.local",
      tagUrls: { current: "http://current-hello.default.example.com" },
      latestReadyRevision: "hello-00001",
    });
  });

  it("tells the URL inside the cluster of a private service, whatever its status still says", () => {
    const address = { url: "http://hello.default.svc.cluster.local" };
    const before = { url: "http://hello.default.example.com", address };
    expect(urlOf(before, true)).to.equal(address.url);
    expect(urlOf(before, false)).to.equal(before.url);
    expect(urlOf({ url: before.url }, true)).to.equal(before.url);
    expect(urlOf(undefined, true)).to.equal("");
  });

  it("gives empty texts where there is no status yet", () => {
    expect(readServiceState(undefined)).to.deep.equal({
      url: "",
      clusterLocalUrl: "",
      tagUrls: {},
      latestReadyRevision: "",
    });
  });
});
