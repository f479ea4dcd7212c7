import { expect } from "chai";
import { checkFeatures, featuresOf } from "../../../provider/src/platform/features";

const image = "registry.example.com/app:1";
const placed = {
  name: "app",
  image,
  nodeSelector: { disk: "ssd" },
  initContainers: [{ name: "prepare", image }],
};

describe("platform: features", () => {
  it("enables what services need, and leaves what the user says", () => {
    expect(featuresOf(undefined, [{ name: "app", image }])).to.equal(undefined);
    expect(featuresOf({}, [placed])).to.deep.equal({
      kubernetesPodspecInitContainers: "Enabled",
      kubernetesPodspecNodeselector: "Enabled",
    });
    expect(featuresOf({ features: { kubernetesPodspecNodeselector: "Allowed" } }, [placed])).to.deep.equal({
      kubernetesPodspecInitContainers: "Enabled",
      kubernetesPodspecNodeselector: "Allowed",
    });
  });

  it("only allows what a service asks for by an annotation, for enabled it would be every service's", () => {
    expect(featuresOf({}, [{ name: "app", image, queueProxyPodInfo: true }])).to.deep.equal({
      queueproxyMountPodinfo: "Allowed",
    });
  });

  it("sets no feature twice that stands in the ConfigMap's data", () => {
    const config = { "config-features": { "kubernetes.podspec-nodeselector": "allowed" } };
    expect(featuresOf({ config }, [placed])).to.deep.equal({ kubernetesPodspecInitContainers: "Enabled" });
  });

  it("refuses a disabled feature that a service needs, and names the service", () => {
    const serving = {
      features: { kubernetesPodspecNodeselector: "Disabled", kubernetesPodspecAffinity: "Disabled" },
      config: { "config-features": { "kubernetes.podspec-init-containers": "disabled" } },
    } as const;
    const problems = checkFeatures(serving, [{ name: "plain", image }, placed]);
    expect(problems.map(({ path, code }) => `${code} ${path}`)).to.deep.equal([
      "KN3308 serving.features.kubernetesPodspecNodeselector",
      'KN3308 serving.config["config-features"]["kubernetes.podspec-init-containers"]',
    ]);
    expect(problems[0]?.reason).to.contain("services[1] (app)");
  });
});
