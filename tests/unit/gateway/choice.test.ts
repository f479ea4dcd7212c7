import { expect } from "chai";
import {
  checkChoice,
  checkChosen,
  choosingLabels,
  gatewayLabels,
} from "../../../provider/src/gateway/choice";

const text = ({ path, code }: { path: string; code: string }) => `${path} ${code}`;

describe("gateway: a service's choice", () => {
  it("is a label for each name, beside the service's own labels", () => {
    expect(gatewayLabels(["private", "public"])).to.deep.equal({
      "gateways.knative.pulumi.com/use-private": "true",
      "gateways.knative.pulumi.com/use-public": "true",
    });
    expect(choosingLabels({ labels: { team: "a" }, gateways: ["private"] })).to.deep.equal({
      team: "a",
      "gateways.knative.pulumi.com/use-private": "true",
    });
    expect(choosingLabels({})).to.deep.equal({});
  });

  it("names each gateway once, and all of them alone", () => {
    expect(checkChoice(["a", "b"])).to.deep.equal([]);
    expect(checkChoice(["*"])).to.deep.equal([]);
    expect(checkChoice(["a", "*", "a", "No Name"]).map(text)).to.deep.equal([
      "gateways[1] KN6060",
      "gateways[2] KN1007",
      "gateways[3] KN6060",
    ]);
  });

  it("is refused where there is no such gateway, with the one that was meant", () => {
    const [problem, ...others] = checkChosen(["public", "privat", "*"], ["public", "private"], "team/api");
    expect(others).to.deep.equal([]);
    expect(problem).to.deep.include({ path: "gateways[1]", code: "KN6061" });
    expect(problem?.reason)
      .to.contain('the service team/api asks for the gateway "privat"')
      .and.contain('did you mean "private"?')
      .and.contain("public, private")
      .and.contain("its services move to another one");
  });
});
