import { expect } from "chai";
import { coreDnsLines } from "../../../provider/src/serving/offlineDns";

describe("serving: offline DNS", () => {
  it("answers every name of a domain with the gateway's address, and other kinds of records with nothing", () => {
    expect(coreDnsLines(["apps.example.com"], "10.96.0.7")).to.equal(
      [
        "template IN A apps.example.com {",
        '    answer "{{ .Name }} 30 IN A 10.96.0.7"',
        "}",
        "template IN ANY apps.example.com {",
        "    rcode NOERROR",
        "}",
        "",
      ].join("\n"),
    );
  });

  it("answers with an address of IPv6 in records of its kind", () => {
    const lines = coreDnsLines(["apps.example.com"], "fd00::7");
    expect(lines).to.contain("template IN AAAA apps.example.com {");
    expect(lines).to.contain('"{{ .Name }} 30 IN AAAA fd00::7"');
    expect(lines).to.not.match(/\bIN A\b/);
  });

  it("has a part for each domain, the kinds of records in that order", () => {
    const zones = [
      ...coreDnsLines(["a.example.com", "b.example.com"], "10.96.0.7").matchAll(/IN (\w+) (\S+) \{/g),
    ];
    expect(zones.map(([, kind, zone]) => `${kind} ${zone}`)).to.deep.equal([
      "A a.example.com",
      "ANY a.example.com",
      "A b.example.com",
      "ANY b.example.com",
    ]);
  });
});
