import { expect } from "chai";
import { output } from "@pulumi/pulumi";
import { getAt } from "../../../provider/src/manifests/manifest";
import { imagesToKeep, renderPrefetch } from "../../../provider/src/service/coldStart.render";
import { checkService } from "../../../provider/src/service/service.check";
import type { ServiceArgs } from "../../../provider/src/service/service.args";

const image = "registry.example.com/app:1";
const codes = (args: Partial<ServiceArgs>) =>
  checkService("hello", { image, ...args }).map(({ path, code }) => `${path} ${code}`);
const spec = (args: Partial<ServiceArgs>) => {
  const manifest = renderPrefetch("hello", { image, coldStart: { prefetch: true }, ...args });
  return getAt(manifest, ["spec", "template", "spec"]) as Readonly<Record<string, unknown>>;
};

describe("service: images on the nodes", () => {
  it("are kept only where that is asked for", () => {
    expect(renderPrefetch("hello", { image })).to.equal(undefined);
    expect(renderPrefetch("hello", { image, coldStart: { prefetch: false } })).to.equal(undefined);
    expect(codes({ coldStart: { images: [image], busyboxImage: "busybox:1" } })).to.deep.equal([
      "coldStart.images KN1008",
      "coldStart.busyboxImage KN1008",
    ]);
    expect(codes({ coldStart: { prefetch: true, images: ["No Image"] } })).to.deep.equal([
      "coldStart.images[0] KN4009",
    ]);
  });

  it("are all that a pod needs, each once, in containers that sleep by a program from elsewhere", () => {
    const late = output("registry.example.com/late:1");
    const args: Partial<ServiceArgs> = {
      sidecars: [
        { name: "proxy", image: "registry.example.com/proxy:1" },
        { name: "twin", image },
      ],
      initContainers: [{ name: "first", image: "registry.example.com/first:1" }],
      coldStart: { prefetch: true, images: [late], busyboxImage: "mirror.example.com/busybox:musl" },
    };
    const kept = imagesToKeep({ image, ...args });
    expect(kept).to.deep.equal([image, "registry.example.com/proxy:1", "registry.example.com/first:1", late]);
    const { containers, initContainers } = spec(args) as unknown as {
      readonly [list in "containers" | "initContainers"]: readonly Readonly<Record<string, unknown>>[];
    };
    expect(containers.map((each) => each["image"])).to.deep.equal(kept);
    expect(containers.map(({ name }) => name)).to.deep.equal(["image-0", "image-1", "image-2", "image-3"]);
    for (const { command, volumeMounts } of containers) {
      expect(command).to.deep.equal(["/keep/busybox", "sleep", "2147483647"]);
      expect(volumeMounts).to.deep.equal([{ name: "keep", mountPath: "/keep", readOnly: true }]);
    }
    expect(initContainers[0]).to.deep.include({
      image: "mirror.example.com/busybox:musl",
      command: ["/bin/busybox", "cp", "/bin/busybox", "/keep/busybox"],
    });
  });

  it("are where the service's pods may be, pulled by the same leave, within the restricted standard", () => {
    const required = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } };
    const pod = spec({
      nodeSelector: { pool: "apps" },
      tolerations: [{ key: "apps", operator: "Exists" }],
      affinity: { nodeAffinity: required, podAntiAffinity: {} },
      imagePullSecrets: ["registry"],
      serviceAccountName: "app",
    });
    expect(pod).to.deep.include({
      nodeSelector: { pool: "apps" },
      tolerations: [{ key: "apps", operator: "Exists" }],
      affinity: { nodeAffinity: required },
      imagePullSecrets: [{ name: "registry" }],
      serviceAccountName: "app",
      automountServiceAccountToken: false,
    });
    expect(pod["securityContext"]).to.deep.include({
      runAsNonRoot: true,
      seccompProfile: { type: "RuntimeDefault" },
    });
    expect(spec({})).not.to.have.any.keys("nodeSelector", "affinity", "tolerations", "imagePullSecrets");
    const manifest = renderPrefetch("hello", { image, namespace: "shop", coldStart: { prefetch: true } });
    expect(manifest?.metadata).to.deep.include({ name: "hello-images", namespace: "shop" });
  });
});
