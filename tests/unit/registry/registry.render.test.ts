import { output } from "@pulumi/pulumi";
import { expect } from "chai";
import { parse } from "yaml";
import { getAt, keyOf, type Path } from "../../../provider/src/manifests/manifest";
import type { RegistryArgs } from "../../../provider/src/registry/registry.args";
import { planRegistry } from "../../../provider/src/registry/registry.render";
import { valueOf } from "../../support/recorder";
import { hostsToml } from "../../../provider/src/registry/hostsToml";
import { copiesOf } from "../../../provider/src/registry/copies";

const all = (args: RegistryArgs) => {
  const { prerequisites, programs } = planRegistry(args);
  return [...prerequisites, ...programs];
};
const at = (args: RegistryArgs, key: string, path: Path) =>
  getAt(
    all(args).find((manifest) => keyOf(manifest) === key),
    path,
  );
const config = (args: RegistryArgs, name = "registry") =>
  parse(at(args, `ConfigMap/registry/${name}`, ["data", "config.yml"]) as string) as unknown;
const pod: Path = ["spec", "template", "spec"];
const container: Path = [...pod, "containers", 0];

describe("registry: what is made", () => {
  it("is a registry on a volume unless more is said", () => {
    expect(all({}).map(keyOf)).to.deep.equal([
      "Namespace/registry",
      "ConfigMap/registry/registry",
      "PersistentVolumeClaim/registry/registry",
      "Service/registry/registry",
      "Deployment/registry/registry",
    ]);
    expect(at({}, "Deployment/registry/registry", ["spec", "strategy", "type"])).to.equal("Recreate");
    expect(at({}, "Deployment/registry/registry", [...pod, "enableServiceLinks"])).to.equal(false);
    expect(at({}, "Deployment/registry/registry", [...container, "image"])).to.match(/registry:3\./);
    expect(at({ version: "2" }, "Deployment/registry/registry", [...container, "image"])).to.match(
      /registry:2\./,
    );
    expect(config({})).to.have.nested.property("storage.cache.blobdescriptor", "inmemory");
  });

  it("keeps its pods to what the level restricted asks for", () => {
    expect(at({}, "Deployment/registry/registry", [...pod, "securityContext"])).to.include({
      runAsNonRoot: true,
      runAsUser: 1000,
    });
    expect(at({}, "Deployment/registry/registry", [...container, "securityContext"])).to.deep.equal({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
  });

  it("binds a directory of NFS to its claim, for many nodes", () => {
    const args: RegistryArgs = { storage: { nfs: { server: "nfs", path: "/data", size: "200Gi" } } };
    expect(at(args, "PersistentVolume/registry-registry", ["spec"])).to.deep.include({
      accessModes: ["ReadWriteMany"],
      claimRef: { namespace: "registry", name: "registry" },
      nfs: { server: "nfs", path: "/data" },
      persistentVolumeReclaimPolicy: "Retain",
    });
    expect(at(args, "PersistentVolumeClaim/registry/registry", ["spec"])).to.deep.equal({
      accessModes: ["ReadWriteMany"],
      storageClassName: "",
      volumeName: "registry-registry",
      resources: { requests: { storage: "200Gi" } },
    });
    expect(at(args, "Deployment/registry/registry", ["spec", "strategy", "type"])).to.equal("RollingUpdate");
  });

  it("keeps keys of a bucket out of the configuration, and makes no volume", () => {
    const s3 = { bucket: "images", region: "eu-central-1", accessKey: "my-id", secretKey: "0123" };
    const args: RegistryArgs = { storage: { s3 }, replicas: 2, httpSecret: "0123456789abcdef" };
    expect(all(args).map(keyOf)).to.include.members([
      "Secret/registry/registry-secrets",
      "PodDisruptionBudget/registry/registry",
    ]);
    expect(all(args).map(keyOf)).not.to.include("PersistentVolumeClaim/registry/registry");
    expect(config(args)).to.have.deep.nested.property("storage.s3", {
      bucket: "images",
      region: "eu-central-1",
      forcepathstyle: false,
    });
    expect(config(args)).to.have.nested.property("storage.redirect.disable", true);
    expect(at(args, "Deployment/registry/registry", [...container, "envFrom"])).to.deep.equal([
      { secretRef: { name: "registry-secrets" } },
    ]);
    expect(Object.keys(at(args, "Secret/registry/registry-secrets", ["stringData"]) as object)).to.deep.equal(
      ["REGISTRY_STORAGE_S3_ACCESSKEY", "REGISTRY_STORAGE_S3_SECRETKEY", "REGISTRY_HTTP_SECRET"],
    );
  });

  it("says of each bucket how its name stands in URLs, which releases take for granted in two ways", () => {
    const styleOf = (s3: object) =>
      getAt(config({ storage: { s3: { bucket: "images", region: "eu-central-1", ...s3 } } }), [
        "storage",
        "s3",
        "forcepathstyle",
      ]);
    const endpoint = "https://minio.example.com";
    expect([styleOf({}), styleOf({ endpoint }), styleOf({ endpoint, forcePathStyle: false })]).to.deep.equal([
      false,
      true,
      false,
    ]);
  });

  it("hands keys and passwords over as texts of YAML, as which the program reads them", async () => {
    const credentials = { username: "0123", password: output('@: "#') };
    const args: RegistryArgs = {
      storage: { s3: { bucket: "images", region: "eu-central-1", accessKey: "1e5", secretKey: "*x" } },
      mirrors: [{ upstream: "docker.io", credentials }],
    };
    const texts = async (name: string) => {
      const given = at(args, `Secret/registry/${name}`, ["stringData"]) as Record<string, string>;
      const known = await Promise.all(Object.values(given).map((value) => valueOf(output(value))));
      return known.map((text) => parse(text ?? "") as unknown);
    };
    expect(await texts("mirror-docker-io-upstream")).to.deep.equal(["0123", '@: "#']);
    expect(await texts("registry-secrets")).to.deep.equal(["1e5", "*x"]);
  });

  it("asks for passwords at the registry, not at mirrors, which have places of their own", () => {
    const args: RegistryArgs = {
      tls: { issuer: "company" },
      users: { secretName: "mine" },
      mirrors: [
        { upstream: "docker.io", clusterIp: "10.96.0.51", credentials: { username: "me", password: "x" } },
        { upstream: "quay.io", ttl: "48h" },
      ],
    };
    expect(config(args)).to.have.nested.property("auth.htpasswd.path", "/etc/registry-users/htpasswd");
    expect(config(args, "mirror-docker-io")).not.to.have.property("auth");
    expect(config(args, "mirror-docker-io")).to.have.deep.property("proxy", {
      remoteurl: "https://registry-1.docker.io",
    });
    expect(config(args, "mirror-quay-io")).to.have.deep.property("proxy", {
      remoteurl: "https://quay.io",
      ttl: "48h",
    });
    expect(at(args, "Deployment/registry/mirror-docker-io", [...container, "envFrom"])).to.deep.equal([
      { secretRef: { name: "mirror-docker-io-upstream" } },
    ]);
    expect(at(args, "Service/registry/mirror-docker-io", ["spec", "clusterIP"])).to.equal("10.96.0.51");
    expect(at(args, "Certificate/registry/registry", ["spec"])).to.deep.include({
      dnsNames: ["registry", "mirror-docker-io", "mirror-quay-io"].map(
        (name) => `${name}.registry.svc.cluster.local`,
      ),
      ipAddresses: ["10.96.0.51"],
      issuerRef: { group: "cert-manager.io", kind: "ClusterIssuer", name: "company" },
    });
    const probe = [...container, "readinessProbe", "httpGet", "scheme"];
    expect(at(args, "Deployment/registry/registry", probe)).to.equal("HTTPS");
  });

  it("collects garbage beside the registry, which then remembers no blobs", () => {
    const args: RegistryArgs = { retention: { untagged: true } };
    const job: Path = ["spec", "jobTemplate", ...pod];
    expect(config(args)).not.to.have.nested.property("storage.cache");
    expect(at(args, "CronJob/registry/registry-retention", [...job, "containers", 0, "args"])).to.deep.equal([
      "garbage-collect",
      "--delete-untagged",
      "/etc/registry/config.yml",
    ]);
    expect(at(args, "CronJob/registry/registry-retention", [...job, "affinity"])).to.have.property(
      "podAffinity",
    );
    expect(at(args, "CronJob/registry/registry-retention", [...job, "containers", 0])).not.to.have.any.keys(
      "readinessProbe",
      "ports",
    );
    const labels = at(args, "CronJob/registry/registry-retention", [
      ...job.slice(0, -1),
      "metadata",
      "labels",
    ]);
    const selector = at(args, "Service/registry/registry", ["spec", "selector"]) as Record<string, string>;
    expect(labels).not.to.include(selector);
    const shared: RegistryArgs = { ...args, storage: { volume: { accessMode: "ReadWriteMany" } } };
    expect(at(shared, "CronJob/registry/registry-retention", [...job, "affinity"])).to.equal(undefined);
  });

  it("starts pods anew for a changed configuration alone", () => {
    const mark = (args: RegistryArgs) =>
      at(args, "Deployment/registry/registry", ["spec", "template", "metadata", "annotations"]);
    expect(mark({ clusterIp: "10.96.0.50" })).to.deep.equal(mark({}));
    expect(mark({ retention: {} })).not.to.deep.equal(mark({}));
  });

  it("closes all but nodes and the namespaces that are named", () => {
    const args: RegistryArgs = { networkPolicy: { cidrs: ["192.168.0.0/16"] } };
    expect(at(args, "NetworkPolicy/registry/registry", ["spec", "ingress", 0, "from"])).to.deep.equal([
      { ipBlock: { cidr: "192.168.0.0/16" } },
      { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "knative-serving" } } },
    ]);
  });
});

describe("registry: what others are told", () => {
  it("is where nodes find it, by its address where it has one", () => {
    const args: RegistryArgs = {
      host: "registry.example.com",
      clusterIp: "10.96.0.50",
      tls: { secretName: "certificate", ca: "pem" },
      mirrors: [{ upstream: "docker.io" }],
    };
    expect(hostsToml(args)).to.deep.equal({
      "registry.example.com:5000": `server = "https://registry.example.com:5000"

[host."https://10.96.0.50:5000"]
  capabilities = ["pull", "resolve", "push"]
  ca = "ca.crt"
`,
      "docker.io": `server = "https://registry-1.docker.io"

[host."https://mirror-docker-io.registry.svc.cluster.local:5000"]
  capabilities = ["pull", "resolve"]
  ca = "ca.crt"
`,
    });
    expect(hostsToml({ port: 443, tls: { secretName: "s" }, host: "r.example.com" })).to.have.all.keys(
      "r.example.com",
    );
    expect(hostsToml({})["registry.registry.svc.cluster.local:5000"]).to.contain('[host."http://registry.');
  });

  it("is what to fill it with, under the names that Serving looks for", () => {
    const images = ["gcr.io/knative-releases/queue@sha256:0", "envoyproxy/envoy:v1"];
    expect(copiesOf(images, { host: "r.example.com", layout: "scoped" })).to.deep.equal([
      { from: images[0], to: "r.example.com:5000/gcr.io/knative-releases/queue@sha256:0" },
      { from: images[1], to: "r.example.com:5000/docker.io/envoyproxy/envoy:v1" },
    ]);
  });
});
