import { expect } from "chai";
import {
  joinManifests,
  ManifestsError,
  parseManifests,
  type ManifestFault,
} from "../../../provider/src/manifests/parse";

function faultsOf(run: () => unknown): readonly ManifestFault[] {
  try {
    run();
  } catch (error) {
    expect(error).to.be.instanceOf(ManifestsError);
    return (error as ManifestsError).faults;
  }
  throw new Error("nothing was refused");
}

const object = (name: string, more = ""): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n${more}`;

describe("reading manifests", () => {
  it("passes over empty documents and comments", () => {
    const text = `# a licence\n---\n---\n${object("a")}---\n# nothing\n---\n${object("b")}---\n`;
    expect(parseManifests(text, "f.yaml").map(({ metadata }) => metadata.name)).to.deep.equal(["a", "b"]);
  });

  it("gives nothing for an empty text", () => {
    expect(parseManifests("", "f.yaml")).to.deep.equal([]);
  });

  it("takes the members of a list on their own", () => {
    const text =
      "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: A, metadata: {name: x}}\n- {apiVersion: v1, kind: B, metadata: {name: z}}\n";
    expect(parseManifests(text, "f.yaml").map(({ kind }) => kind)).to.deep.equal(["A", "B"]);
  });

  it("reads numbers, truth and times as kubectl does", () => {
    const [manifest] = parseManifests(
      object("a", 'mode: 0644\nyes: yes\nat: 2026-01-02\nrange: 12:30\ntext: "yes"\n'),
      "f.yaml",
    );
    expect(manifest).to.deep.include({
      mode: 420,
      true: true,
      at: "2026-01-02",
      range: "12:30",
      text: "yes",
    });
  });

  it("names what the API server was to name by its prefix", () => {
    const [job] = parseManifests(
      "apiVersion: batch/v1\nkind: Job\nmetadata:\n  generateName: cleanup-serving-\n",
      "f.yaml",
    );
    expect(job?.metadata).to.deep.equal({ generateName: "cleanup-serving-", name: "cleanup-serving" });
  });

  const refused: readonly (readonly [string, string, readonly [number, number], RegExp])[] = [
    ["an indentation that can't be", `${object("a")}data:\n  x: 1\n y: 2\n`, [7, 1], /same column/],
    ["a key given twice", object("a", "data:\n  k: a\n  k: b\n"), [7, 3], /unique/],
    [
      "a text that is no object",
      `${object("a")}---\njust words\n`,
      [6, 1],
      /the string "just words", not a Kubernetes object/,
    ],
    ["a list", "- 1\n- 2\n", [1, 1], /a list, not a Kubernetes object/],
    [
      "an object without a kind",
      `${object("a")}---\napiVersion: v1\nmetadata: {name: b}\n`,
      [6, 1],
      /b lacks kind/,
    ],
    [
      "an object without a name",
      "apiVersion: v1\nkind: Pod\nmetadata: {}\n",
      [1, 1],
      /Pod without a name lacks metadata\.name/,
    ],
    ["an object without anything", "spec: {}\n", [1, 1], /lacks apiVersion, kind, metadata\.name/],
    [
      "a member of a list without a kind",
      "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, metadata: {name: x}}\n",
      [4, 3],
      /x lacks kind/,
    ],
    [
      "an object that stands there twice",
      `${object("a")}---\n${object("b")}---\n${object("a")}`,
      [11, 1],
      /ConfigMap\/a stands in the file twice/,
    ],
  ];
  for (const [name, text, [line, column], reason] of refused) {
    it(`refuses ${name}, and says where it stands`, () => {
      const [fault, ...others] = faultsOf(() => parseManifests(text, "dir/f.yaml"));
      expect(others).to.deep.equal([]);
      expect(fault).to.include({ file: "dir/f.yaml", line, column });
      expect(fault?.reason).to.match(reason);
    });
  }

  it("tells of all faults at once, each by file, line and column", () => {
    expect(() => parseManifests("- 1\n---\n- 2\n", "f.yaml")).to.throw(/^f\.yaml:1:1: .*\nf\.yaml:3:1: /);
  });

  it("keeps objects of one kind and name in two groups apart", () => {
    const text = `apiVersion: v1\nkind: Service\nmetadata: {name: a}\n---\napiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: a}\n`;
    expect(parseManifests(text, "f.yaml")).to.have.lengthOf(2);
  });
});

describe("joining files", () => {
  const file = (name: string, text: string) => ({ name, manifests: parseManifests(text, name) });

  it("drops what an earlier file has as well", () => {
    const joined = joinManifests([
      file("crds", object("a")),
      file("core", `${object("b")}---\n${object("a")}`),
    ]);
    expect(joined.map(({ metadata }) => metadata.name)).to.deep.equal(["a", "b"]);
  });

  it("refuses two objects of one name that differ", () => {
    const faults = faultsOf(() =>
      joinManifests([file("crds", object("a")), file("core", object("a", "data: {x: y}"))]),
    );
    expect(faults.map(({ file: where, reason }) => [where, reason])).to.deep.equal([
      ["core", "ConfigMap/a differs from the one in crds"],
    ]);
  });
});
