import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { plainInputs } from "../../../provider/src/inputs/plainInputs";

const properties = {
  env: { plain: true, additionalProperties: { type: "string" } },
  cpu: { type: "string", plain: true },
  count: { type: "integer", plain: true },
};
const read = (inputs: Record<string, unknown>) => plainInputs({ inputs, properties, types: {} });

describe("scalars as users of YAML write them", () => {
  it("are texts where texts are meant", async () => {
    const { inputs, problems } = await read({
      env: { PORT: 8080, DEBUG: true, NAME: "a" },
      cpu: 1,
      count: 2,
    });
    expect(problems).to.deep.equal([]);
    expect(inputs).to.deep.equal({ env: { PORT: "8080", DEBUG: "true", NAME: "a" }, cpu: "1", count: 2 });
  });

  it("are texts in a map that may as a whole be known later, too", async () => {
    const later = pulumi.output({ PORT: 1 });
    const types = { late: { additionalProperties: { type: "string" } } };
    const { inputs } = await plainInputs({
      inputs: { late: { PORT: 8080, LATER: later } },
      properties: types,
      types: {},
    });
    expect(inputs).to.deep.equal({ late: { PORT: "8080", LATER: later } });
    expect(
      (await plainInputs({ inputs: { late: later }, properties: types, types: {} })).inputs.late,
    ).to.equal(later);
  });

  it("stay what they are where nobody knows how they were written", async () => {
    // Of 1.10 YAML leaves 1.1, and of 20 digits not all.
    const { inputs } = await read({ env: { VERSION: 1.1, ID: 2 ** 60 } });
    expect(inputs).to.deep.equal({ env: { VERSION: 1.1, ID: 2 ** 60 } });
  });
});
