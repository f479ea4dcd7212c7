import { expect } from "chai";
import { sbom, type Lock } from "../../../../tools/release/sbom";

const digest = Buffer.from("digest").toString("base64");
const lock: Lock = {
  name: "own",
  packages: {
    "": { version: "0.0.0", license: "Apache-2.0", dependencies: { "@scope/a": "1.0.0", b: "^2.0.0" } },
    "node_modules/@scope/a": {
      ...{ version: "1.0.0", license: "MIT", integrity: `sha512-${digest}` },
      dependencies: { b: "^1.0.0", c: "*", absent: "*" },
    },
    "node_modules/@scope/a/node_modules/b": { version: "1.5.0", license: "SEE LICENSE IN LICENSE" },
    "node_modules/b": { version: "2.1.0", license: "(MIT OR BSD-2-Clause)", dependencies: { c: "*" } },
    "node_modules/c": { version: "3.0.0", optional: true },
    "node_modules/d": { version: "4.0.0", dev: true },
  },
};
const bill = sbom(lock, "1.2.3") as unknown as {
  readonly components: readonly Readonly<Record<string, unknown>>[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
};

describe("unit: the bill of materials", () => {
  it("holds what users install, and nothing of development", () => {
    expect(bill.components.map(({ purl }) => purl)).to.deep.equal([
      "pkg:npm/%40scope/a@1.0.0",
      "pkg:npm/b@1.5.0",
      "pkg:npm/b@2.1.0",
      "pkg:npm/c@3.0.0",
    ]);
  });

  it("tells licences and checksums", () => {
    const [a, old, b, c] = bill.components;
    expect(a?.["hashes"]).to.deep.equal([{ alg: "SHA-512", content: Buffer.from("digest").toString("hex") }]);
    expect(a?.["licenses"]).to.deep.equal([{ license: { id: "MIT" } }]);
    expect(old?.["licenses"]).to.deep.equal([{ license: { name: "SEE LICENSE IN LICENSE" } }]);
    expect(b?.["licenses"]).to.deep.equal([{ expression: "(MIT OR BSD-2-Clause)" }]);
    expect(c).to.include({ scope: "optional" }).and.not.have.property("licenses");
  });

  it("says who needs what, by the nearest of that name", () => {
    expect(bill.dependencies).to.deep.equal([
      { ref: "pkg:npm/%40scope/a@1.0.0", dependsOn: ["pkg:npm/b@1.5.0", "pkg:npm/c@3.0.0"] },
      { ref: "pkg:npm/b@1.5.0", dependsOn: [] },
      { ref: "pkg:npm/b@2.1.0", dependsOn: ["pkg:npm/c@3.0.0"] },
      { ref: "pkg:npm/c@3.0.0", dependsOn: [] },
      { ref: "pkg:npm/own@1.2.3", dependsOn: ["pkg:npm/%40scope/a@1.0.0", "pkg:npm/b@2.1.0"] },
    ]);
  });
});
