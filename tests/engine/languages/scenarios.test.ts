import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { findRelease } from "../../../provider/src/release/catalog";
import { needGatewayApi } from "../../support/gatewayApi";
import { istioTimeoutMs, needIstio } from "../../support/istio";
import { Kubectl } from "../../support/kubectl";
import { labImage, labPlatform, needLab } from "../../support/lab";
import { kafkaMirror, type KafkaMirror } from "../../support/kafkaMirror";
import { needReleases } from "../../support/releases";
import { emptyCharts } from "../../support/charts";
import { ExampleProject } from "./exampleProject";
import type { PreviewStep as Step } from "../../support/pulumiProject";
import { compiledNodeSdk, linkModules } from "./languages";
import { needPulumi, pathWith, patience, root } from "./tools";

interface Kubeconfig {
  readonly contexts: readonly { readonly name: string; readonly context: object }[];
}

interface Scenario {
  readonly example: string;
  /** Looks at what the preview would create, by name. */
  readonly check: (find: (name: string) => Readonly<Record<string, unknown>>) => void;
  /** Whether it takes charts from a directory: the engine loads them in a preview, too. */
  readonly charts?: boolean;
  /** Whether it needs Istio in the cluster, and files of the official release that the lab doesn't build. */
  readonly istio?: boolean;
  /** Whether it needs the Gateway API in the cluster, which Istio then serves. */
  readonly gatewayApi?: boolean;
  /** Whether it needs files of the official release that the lab doesn't build. */
  readonly official?: boolean;
  /** Whether it needs two clusters: in a preview, two contexts of one that has nothing yet. */
  readonly twoClusters?: boolean;
  /** Whether it needs files of Eventing's parts for Kafka, of which some stand in for official ones, and a password. */
  readonly kafka?: boolean;
}

const { source, images, release } = labPlatform().serving ?? {};

const scenarios: readonly Scenario[] = [
  {
    example: "private-clusterip",
    check: (find) => {
      expect(find("private:Service/kourier-system/kourier").spec).to.include({ type: "ClusterIP" });
      expect(find("private:ConfigMapPatch/kube-system/coredns-custom").metadata).to.include({
        name: "coredns-custom",
      });
      expect(find("billing:Service/default/billing").metadata).to.have.deep.property("labels", {
        "networking.knative.dev/visibility": "cluster-local",
      });
      expect(find("orders:Service/default/orders").metadata).not.to.have.property("labels");
    },
  },
  {
    example: "eventing-orders",
    official: true,
    check: (find) => {
      expect(find("default:Broker/default/default").spec).to.have.nested.property(
        "delivery.deadLetterSink.ref.name",
        "lost",
      );
      expect(find("large-orders:Trigger/default/large-orders").spec).to.have.deep.property("filters", [
        { exact: { type: "com.example.order" } },
        { cesql: "amount > 1000" },
      ]);
      expect(find("every-morning:PingSource/default/every-morning").spec).to.include({
        schedule: "0 6 * * 1-5",
        timezone: "Europe/Berlin",
      });
      expect(find("paid:Channel/default/paid").kind).to.equal("Channel");
      expect(find("stock:Subscription/default/stock").spec).to.have.nested.property("channel.name", "paid");
      expect(find("prices:Role/default/apiserversource-prices").kind).to.equal("Role");
      expect(find("orders:Namespace/knative-eventing").kind).to.equal("Namespace");
    },
  },
  {
    example: "eventing-kafka",
    kafka: true,
    check: (find) => {
      expect(find("default:ConfigMap/default/default-kafka").data).to.include({
        "default.topic.partitions": "6",
        "default.topic.config.retention.ms": "259200000",
        "auth.secret.ref.name": "default-kafka-security",
      });
      expect(find("default:Broker/default/default").spec).to.have.nested.property(
        "config.name",
        "default-kafka",
      );
      expect(find("shop:KafkaSource/default/shop").spec).to.have.nested.property(
        "net.sasl.user.secretKeyRef.name",
        "shop-kafka-security",
      );
      expect(find("archive:KafkaSink/default/archive").spec).to.include({ topic: "orders.archive" });
      expect(find("archive:Trigger/default/archive").spec).to.have.nested.property(
        "subscriber.ref.kind",
        "KafkaSink",
      );
    },
  },
  {
    example: "istio-public-private",
    istio: true,
    check: (find) => {
      const use = (...names: string[]) =>
        Object.fromEntries(names.map((name) => [`gateways.knative.pulumi.com/use-${name}`, "true"]));
      expect(find("shop:Service/istio-ingress/knative-gateway-private").metadata).to.have.nested.property(
        "annotations.service\\.beta\\.kubernetes\\.io/alibaba-cloud-loadbalancer-address-type",
        "intranet",
      );
      expect(find("storefront:Service/default/storefront").metadata).not.to.have.property("labels");
      expect(find("admin:Service/default/admin").metadata).to.have.deep.property("labels", use("private"));
      expect(find("api:Service/default/api").metadata).to.have.deep.property(
        "labels",
        use("public", "private"),
      );
    },
  },
  {
    example: "istio-tenants",
    istio: true,
    check: (find) => {
      expect(find("tenants:Deployment/gateway-red/knative-gateway-red").metadata).to.include({
        namespace: "gateway-red",
      });
      expect(find("tenants:HorizontalPodAutoscaler/gateway-blue/knative-gateway-blue").spec).to.include({
        maxReplicas: 3,
      });
      expect(find("red/app:Service/red/app").metadata).to.have.deep.property("labels", {
        "gateways.knative.pulumi.com/use-red": "true",
      });
    },
  },
  {
    example: "gateway-api",
    istio: true,
    gatewayApi: true,
    check: (find) => {
      expect(find("api:Gateway/knative-gateways/knative-gateway-public").spec).to.include({
        gatewayClassName: "istio",
      });
      expect(find("api:Gateway/knative-gateways/knative-gateway-inside").metadata).to.have.nested.property(
        "annotations.networking\\.istio\\.io/service-type",
        "ClusterIP",
      );
      expect(find("api:ConfigMap/knative-serving/config-gateway").data)
        .to.have.property("local-gateways")
        .that.contains("service: knative-gateways/knative-gateway-inside-istio");
      expect(find("stock:Service/default/stock").metadata).to.have.deep.property("labels", {
        "networking.knative.dev/visibility": "cluster-local",
      });
    },
  },
  {
    example: "kubeovn-vpc",
    check: (find) => {
      expect(find("red-network:Vpc/red").spec).to.deep.equal({ namespaces: ["red"] });
      expect(find("red-network:Subnet/red-second").spec).to.include({
        provider: "red-second.kube-system.ovn",
        gateway: "10.21.0.1",
      });
      expect(find("api-access:NetworkAttachmentDefinition/kube-system/api-ovn-nad").kind).to.be.a("string");
      expect(find("agent").spec).to.have.nested.property(
        "template.metadata.annotations.k8s\\.v1\\.cni\\.cncf\\.io/networks",
        "kube-system/api-ovn-nad",
      );
      expect(find("shop:Service/default/shop").spec).to.have.nested.property(
        "template.metadata.annotations.k8s\\.v1\\.cni\\.cncf\\.io/networks",
        "kube-system/red-second,kube-system/api-ovn-nad",
      );
    },
  },
  {
    example: "observability",
    charts: true,
    check: (find) => {
      const release = (name: string) => find(`watch:Release/observability/${name}`);
      expect(release("kube-prometheus-stack")).to.have.nested.property(
        "values.prometheus.prometheusSpec.retention",
        "15d",
      );
      expect(release("fluent-bit"))
        .to.have.nested.property("values.config.outputs")
        .that.contains("Host loki.logging");
      expect(release("opentelemetry-collector")).to.have.nested.property(
        "values.alternateConfig.exporters.otlp.endpoint",
        "jaeger-collector.tracing:4317",
      );
      const rules = find("watch:PrometheusRule/observability/knative-goals").spec;
      expect(rules).to.have.nested.property("groups[0].rules[0].labels.team", "platform");
      expect(find("knative:ConfigMap/knative-serving/config-observability").data).to.include({
        "metrics-protocol": "prometheus",
        "tracing-protocol": "http/protobuf",
        "tracing-sampling-rate": "0.1",
      });
      expect(find("probes:Probe/probes/knative-hello").spec).to.have.nested.property(
        "targets.staticConfig.labels.knative_probe",
        "hello",
      );
    },
  },
  {
    example: "two-clusters",
    twoClusters: true,
    check: (find) => {
      for (const cluster of ["world-first", "world-second"]) {
        expect(find(`${cluster}:Service/kourier-system/kourier`).spec).to.include({ type: "LoadBalancer" });
        expect(find(`${cluster}:ConfigMap/knative-serving/config-domain`).data).to.have.property(
          "example.com",
        );
      }
      expect(find("shop:Service/default/shop").spec).to.have.deep.nested.property(
        "template.spec.containers[0].env",
        [{ name: "CLUSTER", value: "first" }],
      );
    },
  },
  {
    example: "registry",
    check: (find) => {
      expect(find("images:Service/registry/registry").spec).to.include({ clusterIP: "10.96.0.50" });
      expect(find("images:ConfigMap/registry/mirror-docker-io").data)
        .to.have.property("config.yml")
        .that.contains("remoteurl: https://registry-1.docker.io");
      expect(find("images:Deployment/registry/registry").spec).to.have.nested.property(
        "template.spec.containers[0].readinessProbe.httpGet.scheme",
        "HTTPS",
      );
      expect(find("images:CronJob/registry/registry-retention").spec).to.include({ schedule: "0 3 * * 0" });
      expect(find("images:NetworkPolicy/registry/registry").spec).to.have.nested.property(
        "ingress[0].from[0].ipBlock.cidr",
        "192.168.0.0/16",
      );
    },
  },
  {
    example: "security",
    check: (find) => {
      expect(find("guard:NetworkPolicy/default/knative-services").spec).to.have.nested.property(
        "podSelector.matchExpressions[0].key",
        "serving.knative.dev/revision",
      );
      expect(find("guard:ClusterImagePolicy/knative-signed-ours").spec).to.have.property("mode", "warn");
      expect(find("guard:NamespacePatch/default").metadata).to.have.property("labels").that.includes({
        "pod-security.kubernetes.io/warn": "restricted",
        "policy.sigstore.dev/include": "true",
      });
      expect(find("guard:ConfigMap/falco/knative-falco-rules").data)
        .to.have.property("knative_rules.yaml")
        .that.contains("NOTICE");
    },
  },
];

/** The inputs of the resource that a preview would create under a name. */
function inputsIn(steps: readonly Step[], name: string): Readonly<Record<string, unknown>> {
  const step = steps.find(({ urn }) => urn.endsWith(`::${name}`));
  expect(step?.op, name).to.equal("create");
  return step?.newState?.inputs ?? {};
}

/** The lab's kubeconfig with two contexts that lead there. */
function withTwoContexts({ KUBECONFIG: file = "" }: Readonly<Record<string, string>>): string {
  const config = parse(readFileSync(file, "utf8")) as Kubeconfig;
  const [first] = config.contexts;
  const contexts = ["first", "second"].map((name) => ({ ...first, name }));
  return JSON.stringify({ ...config, contexts, "current-context": "first" });
}

describe("engine: scenarios", function () {
  this.timeout(patience);
  let takeOutIstio: (() => Promise<void>) | undefined;
  let takeOutGatewayApi: (() => Promise<void>) | undefined;

  after(async function () {
    this.timeout(istioTimeoutMs);
    await takeOutIstio?.();
    await takeOutGatewayApi?.();
  });

  for (const { example, check, ...needs } of scenarios) {
    const {
      istio = false,
      gatewayApi = false,
      charts = false,
      official = istio,
      kafka = false,
      twoClusters = false,
    } = needs;
    describe(`examples/${example}`, () => {
      let project: ExampleProject;
      let made: KafkaMirror | undefined;

      before(async function () {
        const lab = await needLab(this);
        if (gatewayApi) {
          takeOutGatewayApi = (await needGatewayApi(this)).down;
        }
        if (istio) {
          takeOutIstio = (await needIstio(this)).down;
        }
        if (gatewayApi) {
          // Istio makes its class once it has found the definitions.
          await new Kubectl(lab).run("wait", "--for=create", "gatewayclass/istio", "--timeout=60s");
        }
        const pulumi = await needPulumi(this);
        project = new ExampleProject(join(root, "examples", example), { ...lab, PATH: pathWith(...pulumi) });
        linkModules(join(project.directory, "node_modules"), await compiledNodeSdk());
        await project.init();
        await project.must("config", "set", "image", labImage("v1"));
        made = kafka ? kafkaMirror(needReleases(this), findRelease(release)?.minor ?? "") : undefined;
        const files = made
          ? { source: { mirror: made.directory, checksumsFile: made.checksumsFile }, release }
          : official
            ? { source: { mirror: needReleases(this) }, release }
            : { source, images, release };
        await project.must("config", "set", "serving", JSON.stringify(files));
        if (kafka) {
          await project.must("config", "set", "--secret", "kafkaPassword", "hunter2");
          await project.must("config", "set", "kafkaChecksums", "{}");
        }
        if (twoClusters) {
          await project.must("config", "set", "--secret", "kubeconfig", withTwoContexts(lab));
        }
        if (charts) {
          await project.must("config", "set", "charts", emptyCharts(join(project.home, "charts")));
        }
      });
      after(() => {
        made?.remove();
        project?.dispose();
      });

      it("previews as it is, with everything that it says", async () => {
        const steps = await project.preview();
        expect(steps.filter(({ op }) => op !== "create")).to.deep.equal([]);
        check((name) => inputsIn(steps, name));
      });
    });
  }
});
