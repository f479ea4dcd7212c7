import { expect } from "chai";
import { drift } from "../../../tools/schema/drift";
import { publicName } from "../../../tools/schema/names";
import { completeSchema, literalDefault } from "../../../tools/schema/overlay";
import { readSourceDocs } from "../../../tools/schema/sourceDocs";

const source = `
/** Colour of a thing. */
export const Colour = {
  /** As blood. */
  Red: "red",
  Blue: "blue",
} as const;

/** What a thing is made of. */
export interface ThingArgs {
  /**
   * How many.
   * In all. Default: 3.
   * @deprecated use weight
   */
  count?: number;
}
`;

describe("readSourceDocs", () => {
  it("finds the docs that the analyzer drops", () => {
    expect(readSourceDocs([source])).to.deep.equal({
      types: {
        Colour: { declared: 1, doc: "Colour of a thing." },
        ThingArgs: { declared: 1, doc: "What a thing is made of." },
      },
      values: { "Colour.Red": "As blood.", "Colour.Blue": "" },
      deprecated: { "ThingArgs.count": "use weight" },
    });
  });

  it("counts the declarations of a name over all sources", () => {
    expect(readSourceDocs([source, source]).types.ThingArgs?.declared).to.equal(2);
  });
});

describe("completeSchema", () => {
  const complete = () =>
    completeSchema(
      {
        name: "knative",
        resources: {
          "knative:index:Thing": {
            type: "object",
            isComponent: true,
            description: "A\nthing.",
            inputProperties: {},
            requiredInputs: [],
            properties: {
              size: { type: "number", description: "Size." },
              handle: { $ref: "/other/v1.2.3/schema.json#/resources/other" },
            },
            required: ["handle", "size"],
          },
        },
        types: {
          "knative:index:ThingArgs": {
            type: "object",
            properties: {
              count: { type: "number", plain: true, description: "How many.\nIn all. Default: 3." },
              colours: { type: "array", items: { $ref: "#/types/knative:index:Colour" } },
            },
            required: [],
          },
          "knative:index:Colour": { type: "string", enum: [{ name: "Red", value: "red" }] },
        },
      },
      {
        version: "1.2.3",
        description: "Things.",
        metadata: { name: "knative" },
        facts: {
          secret: ["Thing.size"],
          integer: ["ThingArgs.count"],
          defaulted: ["ThingArgs.count"],
        },
        docs: readSourceDocs([source]),
      },
    ) as {
      types: Record<string, { description: string; properties: Record<string, unknown>; enum: unknown }>;
      resources: Record<string, unknown>;
    };

  it("adds integer, default and deprecation, and takes line breaks out", () => {
    expect(complete().types["knative:index:PlatformThing"]).to.deep.equal({
      type: "object",
      description: "What a thing is made of.",
      properties: {
        count: {
          type: "integer",
          plain: true,
          description: "How many. In all. Default: 3.",
          default: 3,
          deprecationMessage: "use weight",
        },
        colours: { type: "array", items: { $ref: "#/types/knative:index:Colour" }, description: "" },
      },
      required: [],
    });
  });

  it("adds the docs of enums and of their values", () => {
    expect(complete().types["knative:index:Colour"]).to.deep.equal({
      type: "string",
      description: "Colour of a thing.",
      enum: [{ name: "Red", value: "red", description: "As blood." }],
    });
  });

  it("marks secrets, and refers to another package's provider as such", () => {
    expect(complete().resources["knative:index:Thing"]).to.deep.equal({
      description: "A thing.",
      isComponent: true,
      properties: {
        size: { type: "number", description: "Size.", secret: true },
        handle: { $ref: "/other/v1.2.3/schema.json#/provider", description: "" },
      },
      required: ["handle", "size"],
      inputProperties: {},
      requiredInputs: [],
    });
  });

  it("gives the same text whatever order the analyzer went in", () => {
    expect(Object.keys(complete().types)).to.deep.equal([
      "knative:index:Colour",
      "knative:index:PlatformThing",
    ]);
  });
});

describe("literalDefault", () => {
  for (const [doc, value] of [
    ['Name. Default: "default".', "default"],
    ["Default: 300.", 300],
    ["Default: 0.5, measured.", 0.5],
    ["Share. Default: true where none is named.", true],
    ["Default: -1", -1],
    ["Default: the cluster's own.", undefined],
    ["Default: 25m.", undefined],
    ["No default.", undefined],
  ] as const) {
    it(`reads ${JSON.stringify(value) ?? "no literal"} from "${doc}"`, () => {
      expect(literalDefault(doc)).to.equal(value);
    });
  }
});

describe("publicName", () => {
  it("takes Args off, and puts the user's name before what is called like a component", () => {
    expect(publicName("GatewayArgs", ["Cluster"])).to.equal("Gateway");
    expect(publicName("ClusterArgs", ["Cluster"])).to.equal("PlatformCluster");
    expect(publicName("GatewayAddress", ["Cluster"])).to.equal("GatewayAddress");
  });
});

describe("drift", () => {
  it("names the path, what is and what should be", () => {
    expect(drift({ a: { b: [1, 2] }, c: 1 }, { a: { b: [1, 3] }, d: "x" })).to.deep.equal([
      "a.b.1: 2 -> 3",
      "c: 1 -> (absent)",
      'd: (absent) -> "x"',
    ]);
  });

  it("is empty for equal values", () => {
    expect(drift({ a: [null, { b: 1 }] }, { a: [null, { b: 1 }] })).to.deep.equal([]);
  });
});
