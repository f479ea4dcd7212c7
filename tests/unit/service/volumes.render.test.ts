import { expect } from "chai";
import { renderMount, renderVolume } from "../../../provider/src/service/volumes.render";
import { everyVolume } from "../../support/serviceArgs";

describe("service: render of volumes", () => {
  const rendered: Readonly<Record<string, object>> = {
    config: { configMap: { name: "c", items: [{ key: "a", path: "a", mode: 256 }], defaultMode: 288 } },
    secret: { secret: { secretName: "s", optional: true } },
    empty: { emptyDir: { medium: "Memory", sizeLimit: "1Mi" } },
    projected: {
      projected: {
        defaultMode: 256,
        sources: [
          { configMap: { name: "c" } },
          { secret: { name: "s", items: [{ key: "k", path: "k" }] } },
          { serviceAccountToken: { path: "token", audience: "vault", expirationSeconds: 600 } },
          {
            downwardAPI: {
              items: [
                { path: "labels", fieldRef: { fieldPath: "metadata.labels" } },
                {
                  path: "cpu",
                  mode: 256,
                  resourceFieldRef: {
                    containerName: "user-container",
                    resource: "limits.cpu",
                    divisor: "1m",
                  },
                },
              ],
            },
          },
        ],
      },
    },
    claim: { persistentVolumeClaim: { claimName: "d" } },
    read: { persistentVolumeClaim: { claimName: "r", readOnly: true } },
    csi: {
      csi: {
        driver: "d",
        fsType: "ext4",
        volumeAttributes: { a: "b" },
        nodePublishSecretRef: { name: "s" },
      },
    },
    node: { hostPath: { path: "/etc/ssl", type: "Directory" } },
    model: { image: { reference: "registry.example.com/app:1", pullPolicy: "IfNotPresent" } },
    own: {
      ephemeral: {
        volumeClaimTemplate: {
          spec: {
            accessModes: ["ReadWriteOnce"],
            storageClassName: "fast",
            resources: { requests: { storage: "1Gi" } },
          },
        },
      },
    },
  };

  for (const volume of everyVolume) {
    it(`writes the kind of "${volume.name}" as Kubernetes knows it`, () => {
      expect(renderVolume(volume)).to.deep.equal({ name: volume.name, ...rendered[volume.name] });
    });
  }

  it("writes an empty directory on the node's disk", () => {
    expect(renderVolume({ name: "tmp", emptyDir: {} })).to.deep.equal({ name: "tmp", emptyDir: {} });
  });

  it("writes mounts, read-only where the volume is", () => {
    const readOnly = new Set(["a"]);
    expect(
      renderMount(
        { name: "a", mountPath: "/a", subPath: "b", mountPropagation: "HostToContainer" },
        readOnly,
      ),
    ).to.deep.equal({
      name: "a",
      mountPath: "/a",
      subPath: "b",
      readOnly: true,
      mountPropagation: "HostToContainer",
    });
    expect(renderMount({ name: "b", mountPath: "/b" }, readOnly)).to.deep.equal({
      name: "b",
      mountPath: "/b",
    });
    expect(renderMount({ name: "b", mountPath: "/b", readOnly: true }, readOnly)).to.deep.equal({
      name: "b",
      mountPath: "/b",
      readOnly: true,
    });
  });
});
