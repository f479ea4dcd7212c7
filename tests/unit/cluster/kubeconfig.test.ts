import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { stringify } from "yaml";
import { readKubeconfig } from "../../../provider/src/cluster/kubeconfig";

const token = "s3cr3t-t0k3n";
const config = {
  apiVersion: "v1",
  kind: "Config",
  "current-context": "prod",
  clusters: [
    { name: "a", cluster: { server: "https://a.example.com" } },
    { name: "b", cluster: { server: "https://b.example.com" } },
  ],
  contexts: [
    { name: "prod", context: { cluster: "a", user: "me" } },
    { name: "dev", context: { cluster: "b", user: "me" } },
    { name: "lost", context: { cluster: "c", user: "me" } },
    { name: "anonymous", context: { cluster: "a", user: "nobody" } },
  ],
  users: [{ name: "me", user: { token } }],
};
const problems = (text: string | undefined, context?: string) =>
  readKubeconfig(text, context).problems.map(({ path, code }) => `${path} ${code}`);
const reason = (text: string, context?: string) => readKubeconfig(text, context).problems[0]?.reason ?? "";

describe("cluster: kubeconfig", () => {
  const text = stringify(config);

  it("takes the current context, or the one that is named", () => {
    expect(readKubeconfig(text, undefined)).to.deep.include({
      context: "prod",
      server: "https://a.example.com",
    });
    expect(readKubeconfig(text, "dev")).to.deep.include({ context: "dev", server: "https://b.example.com" });
  });

  it("reads JSON, too", () => {
    expect(readKubeconfig(JSON.stringify(config), "dev")).to.deep.include({
      server: "https://b.example.com",
    });
  });

  it("reads a file, and says where it looked if there is none", () => {
    const directory = mkdtempSync(join(tmpdir(), "kubeconfig-"));
    try {
      const path = join(directory, "config");
      writeFileSync(path, text);
      expect(readKubeconfig(path, "dev")).to.deep.include({ server: "https://b.example.com" });
      expect(problems(join(directory, "none"))).to.deep.equal(["kubeconfig KN2001"]);
      expect(reason(join(directory, "none"))).to.contain(join(directory, "none"));
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it("refuses an unknown context and names those there are", () => {
    expect(problems(text, "prd")).to.deep.equal(["context KN2002"]);
    expect(reason(text, "prd")).to.contain('did you mean "prod"?').and.to.contain("prod, dev, lost");
    expect(problems(stringify({ ...config, "current-context": undefined }))).to.deep.equal([
      "context KN2002",
    ]);
  });

  it("refuses contexts without their cluster or user", () => {
    expect(reason(text, "lost")).to.contain("cluster that it doesn't have");
    expect(reason(text, "anonymous")).to.contain("user that it doesn't have");
  });

  it("refuses what is no kubeconfig, and never repeats its content", () => {
    for (const broken of [
      `token: ${token}\nclusters: 5`,
      `{"token": "${token}"`,
      `- ${token}\n- x`,
      `a: [${token}\n`,
    ]) {
      expect(problems(broken), broken).to.deep.equal(["kubeconfig KN2001"]);
      expect(reason(broken), broken).not.to.contain(token);
    }
  });
});
