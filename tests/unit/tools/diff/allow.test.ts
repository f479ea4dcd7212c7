import { expect } from "chai";
import { matches } from "../../../../tools/diff/allow";

describe("diff: allowances", () => {
  const resource = {
    name: "hello:ConfigMap/default/config.app",
    urn: "urn:pulumi:prod::project::knative:index:Service$kubernetes:core/v1:ConfigMap::hello:ConfigMap/default/config.app",
  };

  const meaning = [
    resource.name,
    resource.urn,
    "hello:*",
    "*/config.app",
    "hello:ConfigMap/?efault/*",
    "**",
    "urn:pulumi:prod::**",
    "urn:*$kubernetes:core/v1:ConfigMap::*",
  ];
  for (const pattern of meaning) {
    it(`mean the resource: ${pattern}`, () => {
      expect(matches(pattern, resource)).to.equal(true);
    });
  }

  const others = [
    "hello",
    "config.app",
    "hello:ConfigMap/default/configXapp",
    "HELLO:*",
    "",
    "hello:ConfigMap/*/",
  ];
  for (const pattern of others) {
    it(`don't mean it: ${JSON.stringify(pattern)}`, () => {
      expect(matches(pattern, resource)).to.equal(false);
    });
  }

  it("take characters that are special elsewhere as they are", () => {
    const odd = { name: "a[0]{b}(c)+$^|\\.d", urn: "urn" };
    expect(matches(odd.name, odd)).to.equal(true);
    expect(matches(`${odd.name}*`, odd)).to.equal(true);
    expect(matches("a[0-9]*", odd)).to.equal(false);
  });
});
