import { expect } from "chai";
import { defaultDomainTemplate, hostOf, mayCover, wildcardOf } from "../../../provider/src/serving/hosts";

const hello = { name: "hello", namespace: "team-a" };
const oneLevel = "{{.Name}}-{{ .Namespace }}.{{.Domain}}";

describe("serving: hosts", () => {
  it("are made by templates that put names in, and unknown with others", () => {
    expect(hostOf(defaultDomainTemplate, hello, "example.com")).to.equal("hello.team-a.example.com");
    expect(hostOf(oneLevel, hello, "example.com")).to.equal("hello-team-a.example.com");
    expect(hostOf('{{.Name}}{{if eq .Namespace "x"}}.y{{end}}.{{.Domain}}', hello, "a.com")).to.equal(
      undefined,
    );
    expect(hostOf('{{index .Labels "team"}}.{{.Domain}}', hello, "a.com")).to.equal(undefined);
  });

  it("are covered by the wildcard of their first label", () => {
    expect(wildcardOf("hello.team-a.example.com")).to.equal("*.team-a.example.com");
    expect(wildcardOf("hello-team-a.example.com")).to.equal("*.example.com");
  });

  it("could be covered by a name of the right level and domain only", () => {
    const may = (name: string, template = defaultDomainTemplate) => mayCover(name, template, "example.com");
    expect(may("*.team-a.example.com")).to.equal(true);
    expect(may("hello.team-a.example.com")).to.equal(true);
    expect(may("*.example.com")).to.equal(false);
    expect(may("example.com")).to.equal(false);
    expect(may("*.team-a.example.org")).to.equal(false);
    expect(may("*.team-a.exampleXcom")).to.equal(false);
    expect(may("*.example.com", oneLevel)).to.equal(true);
    expect(may("*.team-a.example.com", oneLevel)).to.equal(false);
    expect(may("*.example.com", '{{index .Labels "x"}}.{{.Domain}}')).to.equal(true);
  });
});
