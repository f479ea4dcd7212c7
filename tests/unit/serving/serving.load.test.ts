import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { findRelease, releasePath } from "../../../provider/src/release/catalog";
import { sha256 } from "../../../provider/src/release/sourceCache";
import { loadServing } from "../../../provider/src/serving/serving.load";
import { planServing } from "../../../provider/src/serving/serving.plan";

describe("serving: load", () => {
  let mirror: string;
  const files = findRelease("1.22")?.files;
  const wanted = [files?.core, files?.kourier, files?.postInstallJobs].filter((file) => file !== undefined);

  beforeEach(() => {
    mirror = mkdtempSync(join(tmpdir(), "pulumi-knative-mirror-"));
  });

  afterEach(() => rmSync(mirror, { recursive: true }));

  function publish(text: string): string {
    for (const file of wanted) {
      const path = join(mirror, releasePath(file));
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    const sums = join(mirror, "SHA256SUMS");
    writeFileSync(sums, wanted.map((file) => `${sha256(text)}  ${releasePath(file)}\n`).join(""));
    return sums;
  }

  const load = (source: { mirror?: string; checksumsFile?: string }) =>
    loadServing(planServing({ release: "1.22", source }));
  const codes = (source: { mirror?: string; checksumsFile?: string }) => [
    ...new Set(load(source).problems.map(({ path, code }) => `${path} ${code}`)),
  ];

  it("reads a mirror that holds rebuilt files, by its own checksums", () => {
    const checksumsFile = publish("apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n");
    const { manifests, problems } = load({ mirror, checksumsFile });
    expect(problems).to.deep.equal([]);
    expect(manifests).to.deep.equal([{ apiVersion: "v1", kind: "Namespace", metadata: { name: "a" } }]);
  });

  it("refuses files that are not those of the catalogue (KN3103)", () => {
    publish("apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n");
    expect(codes({ mirror })).to.deep.equal(["source.mirror KN3103"]);
    expect(load({ mirror }).problems).to.have.length(wanted.length);
  });

  it("refuses a mirror without the files (KN3102), and one that doesn't answer (KN3101)", () => {
    expect(codes({ mirror })).to.deep.equal(["source.mirror KN3102"]);
    expect(codes({ mirror: "http://127.0.0.1:1", checksumsFile: publish("a: b\n") })).to.deep.equal([
      "source.mirror KN3101",
    ]);
  });

  it("refuses a checksums file that is none (KN3104)", () => {
    publish("a: b\n");
    expect(codes({ mirror, checksumsFile: join(mirror, "none") })).to.deep.equal([
      "source.checksumsFile KN3104",
    ]);
  });

  it("refuses files that are no Kubernetes objects, with file and line (KN3105)", () => {
    const checksumsFile = publish("apiVersion: v1\nkind: [\n");
    expect(codes({ mirror, checksumsFile })).to.deep.equal(["source KN3105"]);
    expect(load({ mirror, checksumsFile }).problems[0]?.reason).to.match(/serving-core\.yaml:\d+:\d+: /);
  });
});
