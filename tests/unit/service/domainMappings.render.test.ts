import { expect } from "chai";
import { choosingLabels } from "../../../provider/src/gateway/choice";
import { renderClaim, renderDomainMapping } from "../../../provider/src/service/domainMappings.render";

const service = { name: "shop", namespace: "team-a" };

describe("service: render of domain mappings", () => {
  it("maps a domain to the service and waits until it is ready", () => {
    expect(renderDomainMapping({ domain: "shop.example.com" }, service)).to.deep.equal({
      apiVersion: "serving.knative.dev/v1beta1",
      kind: "DomainMapping",
      metadata: {
        name: "shop.example.com",
        namespace: "team-a",
        annotations: {
          "pulumi.com/deletionPropagationPolicy": "background",
          "pulumi.com/waitFor": "condition=Ready",
          "pulumi.com/timeoutSeconds": "300",
        },
      },
      spec: { ref: { apiVersion: "serving.knative.dev/v1", kind: "Service", name: "shop" } },
    });
  });

  it("chooses the gateways that its service chooses, by the same labels", () => {
    const mapping = { domain: "shop.example.com", labels: { team: "a" } };
    const { metadata } = renderDomainMapping(mapping, { ...service, gateways: ["private"] });
    expect(metadata.labels).to.deep.equal({ team: "a", ...choosingLabels({ gateways: ["private"] }) });
    expect(Object.keys(metadata.labels ?? {})).to.have.length(2);
  });

  it("shows a certificate of its own, and waits for https then", () => {
    const { metadata, spec } = renderDomainMapping(
      {
        domain: "shop.example.com",
        tlsSecretName: "shop-tls",
        httpProtocol: "Redirected",
        disableHttp2: true,
        labels: { team: "a" },
      },
      { ...service, ingressClass: "kourier.ingress.networking.knative.dev", readyTimeoutSeconds: 60 },
    );
    expect(spec).to.have.deep.property("tls", { secretName: "shop-tls" });
    expect(metadata.labels).to.deep.equal({ team: "a" });
    expect(metadata.annotations).to.deep.equal({
      "networking.knative.dev/ingress-class": "kourier.ingress.networking.knative.dev",
      "networking.knative.dev/http-protocol": "redirected",
      "kourier.knative.dev/disable-http2": "true",
      "pulumi.com/deletionPropagationPolicy": "background",
      "pulumi.com/waitFor": '["condition=Ready","jsonpath={.status.url}=https://shop.example.com"]',
      "pulumi.com/timeoutSeconds": "60",
    });
  });

  it("waits for nothing where the service doesn't, and says nothing of what is off", () => {
    const { metadata } = renderDomainMapping(
      { domain: "shop.example.com", disableHttp2: false },
      { ...service, readyTimeoutSeconds: 0 },
    );
    expect(metadata.annotations).to.deep.equal({
      "pulumi.com/deletionPropagationPolicy": "background",
      "pulumi.com/skipAwait": "true",
    });
  });

  it("claims a domain for the service's namespace", () => {
    expect(renderClaim({ domain: "shop.example.com" }, service)).to.deep.equal({
      apiVersion: "networking.internal.knative.dev/v1alpha1",
      kind: "ClusterDomainClaim",
      metadata: { name: "shop.example.com" },
      spec: { namespace: "team-a" },
    });
  });
});
