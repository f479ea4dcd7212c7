import { isSecret } from "@pulumi/pulumi";
import { expect } from "chai";
import { Registry } from "../../provider/src/registry/registry";
import { neededBy, record, valueOf } from "../support/recorder";

const hash = `$2y$05$${"a".repeat(53)}`;

describe("graph: registry", () => {
  it("makes certificate, Secrets and volumes before the programs that wait for them", async () => {
    const recording = await record(
      () =>
        new Registry("images", {
          host: "registry.example.com",
          tls: { issuer: "company" },
          users: {
            htpasswd: `ci:${hash}`,
            credentials: { username: "ci", password: "password" },
          },
          mirrors: [{ upstream: "docker.io" }],
          retention: {},
          images: ["docker.io/library/alpine:3"],
        }),
    );
    expect([...neededBy(recording, "images:Deployment/registry/registry")]).to.include.members([
      "images:Namespace/registry",
      "images:Certificate/registry/registry",
      "images:Secret/registry/registry-users",
      "images:PersistentVolumeClaim/registry/registry",
    ]);
    expect(recording.registrations.slice(1).every(({ parent }) => parent === "images")).to.equal(true);
    const { result } = recording;
    expect(await valueOf(result.address)).to.equal("registry.example.com:5000");
    expect(await valueOf(result.url)).to.equal("https://registry.example.com:5000");
    expect(await valueOf(result.copies)).to.deep.equal([
      { from: "docker.io/library/alpine:3", to: "registry.example.com:5000/library/alpine:3" },
    ]);
    expect(await valueOf(result.caSecret)).to.equal(undefined);
    expect(Object.keys((await valueOf(result.hostsToml)) ?? {})).to.deep.equal([
      "registry.example.com:5000",
      "docker.io",
    ]);
  });

  it("tells a login only as a secret", async () => {
    const { result } = await record(
      () =>
        new Registry("images", {
          tls: { secretName: "certificate" },
          users: { secretName: "users", credentials: { username: "ci", password: "password" } },
        }),
    );
    expect(await isSecret(result.pullSecret)).to.equal(true);
    const login = JSON.parse((await valueOf(result.pullSecret)) ?? "") as object;
    expect(login).to.have.property("auths").that.has.keys("registry.registry.svc.cluster.local:5000");
  });

  it("makes nothing of wrong inputs", () => {
    expect(() => new Registry("images", { replicas: 2 })).to.throw(/replicas: .*\[KN9403\]/);
  });
});
