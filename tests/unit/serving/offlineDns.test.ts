import { expect } from "chai";
import { ProblemsError } from "../../../provider/src/problems";
import { coreDnsLines } from "../../../provider/src/serving/offlineDns";
import { magicDomain } from "../../../provider/src/serving/serving.outputs";

describe("serving: magic DNS", () => {
  it("makes a domain of an IP address, IPv6 with dashes", () => {
    expect(magicDomain("203.0.113.10", "sslip.io")).to.equal("203.0.113.10.sslip.io");
    expect(magicDomain("fd00::7", "nip.io")).to.equal("fd00--7.nip.io");
  });

  it("makes none of a host name, and says what to do", () => {
    const attempt = () => magicDomain("lb-1.elb.example.com", "sslip.io");
    expect(attempt)
      .to.throw(ProblemsError, "lb-1.elb.example.com")
      .with.nested.property("problems[0].code", "KN3403");
  });
});

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
