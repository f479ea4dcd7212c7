import { expect } from "chai";
import { sdkDrift } from "../../../tools/schema/sdk";
import { needGo, patience } from "./tools";

describe("engine: the committed SDKs", function () {
  this.timeout(patience);

  it("are what the generators make of the schema", async function () {
    await needGo(this);
    expect(await sdkDrift(() => undefined)).to.deep.equal([]);
  });
});
