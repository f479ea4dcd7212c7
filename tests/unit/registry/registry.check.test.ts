import { output } from "@pulumi/pulumi";
import { expect } from "chai";
import { checkRegistry, registryNotices } from "../../../provider/src/registry/registry.check";

const codes = (args: object) => checkRegistry(args).map(({ path, code }) => `${path} ${code}`);
const hash = `$2y$05$${"a".repeat(53)}`;
const tls = { secretName: "certificate" };

describe("registry: check", () => {
  it("takes what the documentation shows", () => {
    expect(codes({})).to.deep.equal([]);
    expect(
      codes({
        host: "registry.example.com",
        clusterIp: "10.96.0.50",
        replicas: 2,
        httpSecret: "0123456789abcdef",
        storage: { nfs: { server: "nfs-server.example.com", path: "/data/registry", size: "200Gi" } },
        tls: { issuer: "company", issuerKind: "Issuer" },
        users: { htpasswd: `ci:${hash}\nme:${hash}\n`, credentials: { username: "ci", password: "x" } },
        mirrors: [{ upstream: "docker.io", ttl: "48h" }, { upstream: "registry.k8s.io" }],
        retention: { untagged: true, schedule: "@weekly" },
        networkPolicy: { cidrs: ["192.168.0.0/16"] },
        images: output(["docker.io/library/alpine:3"]),
      }),
    ).to.deep.equal([]);
  });

  it("keeps passwords from plain text, and takes hashes of bcrypt alone", () => {
    expect(codes({ users: { htpasswd: `ci:${hash}` } })).to.deep.equal(["users KN9401"]);
    [`ci:${hash.replace("$05$", "$99$")}`, "ci:$apr1$abc$def", `ci:${hash}\nme:{SHA}abc`, "", "ci"].forEach(
      (htpasswd) => {
        expect(codes({ tls, users: { htpasswd } }), htpasswd).to.deep.equal(["users.htpasswd KN9402"]);
      },
    );
    const [problem] = checkRegistry({ tls, users: { htpasswd: "ci:my-password" } });
    expect(problem?.reason).not.to.contain("my-password");
    expect(codes({ tls, users: {} })).to.deep.equal(["users KN1005"]);
    expect(codes({ tls, users: { htpasswd: `ci:${hash}`, secretName: "users" } })).to.deep.equal([
      "users.secretName KN1008",
    ]);
  });

  it("wants one certificate, and of the authority no private key", () => {
    expect(codes({ tls: {} })).to.deep.equal(["tls KN1005"]);
    expect(codes({ tls: { ...tls, issuer: "company" } })).to.deep.equal(["tls.issuer KN1008"]);
    expect(codes({ tls: { ...tls, issuerKind: "Issuer" } })).to.deep.equal(["tls.issuerKind KN1008"]);
    expect(codes({ tls: { ...tls, caNamespaces: ["knative-serving"] } })).to.deep.equal(["tls.ca KN1005"]);
    ["text", "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----"].forEach((ca) => {
      expect(codes({ tls: { ...tls, ca } })).to.deep.equal(["tls.ca KN9408"]);
    });
  });

  it("wants storage that fits the pods, in one place", () => {
    const s3 = { bucket: "images", region: "eu-central-1" };
    const httpSecret = "0123456789abcdef";
    expect(codes({ replicas: 2 })).to.deep.equal(["replicas KN9403", "httpSecret KN1005"]);
    expect(codes({ replicas: 2, httpSecret, storage: { s3 } })).to.deep.equal([]);
    expect(
      codes({ replicas: 2, httpSecret, storage: { volume: { accessMode: "ReadWriteMany" } } }),
    ).to.deep.equal([]);
    expect(codes({ storage: { volume: {}, s3 } })).to.deep.equal(["storage.s3 KN1008"]);
    expect(codes({ storage: { s3: { ...s3, accessKey: "id" } } })).to.deep.equal([
      "storage.s3.secretKey KN1005",
    ]);
    const oss = { bucket: "images", region: "oss", endpoint: "https://oss-cn-hangzhou.aliyuncs.com" };
    expect(codes({ storage: { s3: { ...oss, forcePathStyle: false } } })).to.deep.equal([]);
    expect(codes({ storage: { s3: { ...s3, region: "frankfurt" } } })).to.deep.equal([
      "storage.s3.region KN1006",
    ]);
    expect(codes({ storage: { s3: { ...s3, bucket: "No" } } })).to.deep.equal(["storage.s3.bucket KN1006"]);
    expect(codes({ storage: { volume: { size: "20 GB" } } })).to.deep.equal(["storage.volume.size KN4011"]);
    expect(codes({ storage: { nfs: { server: "nfs:/data", path: "data" } } })).to.deep.equal([
      "storage.nfs.server KN1006",
      "storage.nfs.path KN1006",
    ]);
  });

  it("mirrors hosts of other registries, each once", () => {
    const mirrors = (...upstreams: string[]) => ({ mirrors: upstreams.map((upstream) => ({ upstream })) });
    ["https://docker.io", "docker.io/library", "docker", "quay.io:70000"].forEach((upstream) => {
      expect(codes(mirrors(upstream)), upstream).to.deep.equal(["mirrors[0].upstream KN9404"]);
    });
    expect(codes(mirrors(`${"a".repeat(60)}.example.com`))).to.deep.equal(["mirrors[0].upstream KN9404"]);
    expect(codes(mirrors("quay.io", "quay.io"))).to.deep.equal(["mirrors[1].upstream KN1007"]);
    expect(codes({ host: "registry.example.com", ...mirrors("registry.example.com:5000") })).to.deep.equal([
      "mirrors[0].upstream KN9405",
    ]);
  });

  it("tells what release 2 can't do, and what is no schedule", () => {
    const newer = { retention: { untagged: true }, mirrors: [{ upstream: "quay.io", ttl: "1h" }] };
    expect(codes(newer)).to.deep.equal([]);
    expect(codes({ version: "2", ...newer })).to.deep.equal([
      "retention.untagged KN9406",
      "mirrors[0].ttl KN9406",
    ]);
    ["0 3 * *", "0 0 3 * * 0", "@every 1h", "61 3 * * 0"].forEach((schedule) => {
      expect(codes({ retention: { schedule } }), schedule).to.deep.equal(["retention.schedule KN9407"]);
    });
    expect(codes({ resources: { requests: { cpu: "2" }, limits: { cpu: "1" } } })).to.have.length(1);
  });

  it("warns where nodes can't find or trust it", () => {
    expect(registryNotices({})).to.have.length(2);
    expect(registryNotices({ host: "r.example.com" })[1]).to.contain(
      "resolve tags of images from r.example.com",
    );
    expect(registryNotices({ host: "10.0.0.5" })).to.have.length(1);
    expect(registryNotices({ host: "r.example.com", tls, mirrors: [{ upstream: "quay.io" }] })).to.deep.equal(
      ["nodes mostly can't resolve names of Services: give host or clusterIp for mirror-quay-io"],
    );
    expect(registryNotices({ clusterIp: "10.96.0.50", tls: { issuer: "company" } })[0]).to.contain("tls.ca");
    expect(registryNotices({ clusterIp: "10.96.0.50", tls })).to.deep.equal([]);
  });
});
