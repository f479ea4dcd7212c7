import { expect } from "chai";
import type { ServiceArgs } from "../../../provider/src";
import { checkService } from "../../../provider/src/service/service.check";
import { renderService } from "../../../provider/src/service/service.render";

const image = "registry.example.com/app:1";
const codes = (args: Partial<ServiceArgs>) =>
  checkService("hello", { image, ...args }).map(({ path, code }) => `${path} ${code}`);

interface PodSpec {
  readonly containers: readonly { readonly securityContext?: object; readonly image: string }[];
  readonly initContainers?: readonly { readonly securityContext?: object }[];
}
const podOf = (args: Partial<ServiceArgs>) =>
  (renderService("hello", { image, ...args }).spec as { template: { spec: PodSpec } }).template.spec;

const standard = {
  allowPrivilegeEscalation: false,
  runAsNonRoot: true,
  capabilities: { drop: ["ALL"] },
  seccompProfile: { type: "RuntimeDefault" },
};

describe("service: restricted", () => {
  it("gives every container what the standard asks for", () => {
    const { containers, initContainers } = podOf({
      restricted: true,
      sidecars: [{ name: "agent", image }],
      initContainers: [{ name: "first", image }],
    });
    for (const container of [...containers, ...(initContainers ?? [])]) {
      expect(container.securityContext).to.deep.equal(standard);
    }
    expect(podOf({}).containers[0]?.securityContext).to.equal(undefined);
  });

  it("leaves what container or pod say themselves", () => {
    const own = podOf({
      restricted: true,
      securityContext: { runAsUser: 1000, addCapabilities: ["NET_BIND_SERVICE"], dropCapabilities: ["ALL"] },
      podSecurityContext: {
        seccompProfile: "Localhost",
        seccompLocalhostProfile: "a.json",
        runAsNonRoot: true,
      },
    });
    expect(own.containers[0]?.securityContext).to.deep.equal({
      allowPrivilegeEscalation: false,
      runAsUser: 1000,
      capabilities: { add: ["NET_BIND_SERVICE"], drop: ["ALL"] },
    });
  });

  it("refuses what no restricted pod may have (KN3507)", () => {
    const rights: Partial<ServiceArgs> = {
      securityContext: { allowPrivilegeEscalation: true, addCapabilities: ["SYS_ADMIN"] },
      sidecars: [{ name: "agent", image, securityContext: { runAsNonRoot: false } }],
      hostNetwork: true,
    };
    expect(codes({ ...rights, restricted: true })).to.deep.equal([
      "securityContext.addCapabilities KN3507",
      "securityContext.allowPrivilegeEscalation KN3507",
      "sidecars[0].securityContext.runAsNonRoot KN3507",
      "hostNetwork KN3507",
    ]);
    expect(codes(rights)).to.deep.equal([]);
  });
});

describe("service: patches", () => {
  const target = { kind: "Service" };

  it("are applied last, to the Knative Service", () => {
    const patch = {
      metadata: { annotations: { "example.com/a": "b" } },
      spec: { template: { spec: { setHostnameAsFQDN: true } } },
    };
    const { metadata, spec } = renderService("hello", { image, patches: [{ target, patch }] });
    expect(metadata.annotations).to.include({
      "example.com/a": "b",
      "pulumi.com/waitFor": "condition=Ready",
    });
    const pod = (spec as { template: { spec: PodSpec & { setHostnameAsFQDN?: boolean } } }).template.spec;
    expect(pod.setHostnameAsFQDN).to.equal(true);
    expect(pod.containers[0]?.image).to.equal(image);
  });

  it("must have something to change (KN3201)", () => {
    expect(codes({ patches: [{ target, patch: {} }] })).to.deep.equal([]);
    expect(codes({ patches: [{ target: { kind: "Deployment" }, patch: {} }] })).to.deep.equal([
      "patches[0] KN3201",
    ]);
    expect(codes({ patches: [{ target: { ...target, name: "other" }, patch: {} }] })).to.deep.equal([
      "patches[0] KN3201",
    ]);
  });
});
