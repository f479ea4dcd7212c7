import { expect } from "chai";
import { kedaNote } from "../../../../provider/src/eventing/kafka/keda";

describe("kafka: KEDA", () => {
  const wanted = { source: true, features: { controllerAutoscalerKeda: "Enabled" } } as const;
  const note = (answer: boolean | undefined) => kedaNote(wanted, () => Promise.resolve(answer));

  it("is missed where it is to set numbers of consumers", async () => {
    expect(await note(false)).to.match(/controllerAutoscalerKeda has no effect .*keda\.sh/);
    expect(await note(true)).to.equal(undefined);
  });

  it("is missed nowhere else, and not where nobody can say", async () => {
    expect(await note(undefined)).to.equal(undefined);
    expect(await kedaNote(wanted, () => Promise.reject(new Error("no answer")))).to.equal(undefined);
    const off = { source: true, features: { controllerAutoscalerKeda: "Disabled" } } as const;
    for (const kafka of [undefined, { source: true }, off]) {
      expect(await kedaNote(kafka, () => Promise.resolve(false))).to.equal(undefined);
    }
  });
});
