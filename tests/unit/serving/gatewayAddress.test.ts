import { expect } from "chai";
import { ProblemsError } from "../../../provider/src/problems";
import { serviceAddress } from "../../../provider/src/gateway/address";
import { addressProblem, atPort, magicDomain } from "../../../provider/src/serving/gatewayAddress";

describe("serving: magic DNS", () => {
  it("makes a domain of an IP address, IPv6 with dashes", () => {
    expect(magicDomain("203.0.113.10", "sslip.io")).to.equal("203.0.113.10.sslip.io");
    expect(magicDomain("fd00::7", "nip.io")).to.equal("fd00--7.nip.io");
  });

  it("makes no label that begins or ends with a dash, which no name may", () => {
    expect(magicDomain("::1", "sslip.io")).to.equal("0--1.sslip.io");
    expect(magicDomain("2001:db8::", "sslip.io")).to.equal("2001-db8--0.sslip.io");
  });

  it("makes none of a host name, nor of what only looks like an address, and says what to do", () => {
    for (const text of ["lb-1.elb.example.com", "10", "10.1", "fe80::1%eth0", "::ffff:192.0.2.1"]) {
      expect(() => magicDomain(text, "sslip.io"), text)
        .to.throw(ProblemsError, text)
        .with.nested.property("problems[0].code", "KN3403");
      expect(addressProblem(text, "sslip.io")?.reason).to.contain(`a record that leads to ${text}`);
    }
    expect(addressProblem("192.0.2.1", "sslip.io")).to.equal(undefined);
  });
});

describe("serving: addresses of gateways", () => {
  const ports = [
    { port: 80, nodePort: 30080 },
    { port: 443, nodePort: 30443 },
  ];
  const spec = { clusterIP: "10.96.0.1", ports };

  it("are nobody's where the nodes' ports lead to it: the Service's own is reached by none of them", () => {
    const found = serviceAddress({ name: "a", exposure: "NodePort" }, { spec });
    expect(found).to.deep.equal({ name: "a", address: undefined, httpPort: 30080, httpsPort: 30443 });
    const fresh = serviceAddress({ name: "a", exposure: "NodePort" }, { spec: { clusterIP: "10.96.0.1" } });
    expect([fresh.httpPort, fresh.httpsPort]).to.deep.equal([undefined, undefined]);
  });

  it("are the first IP address of a load balancer, and its name only where it has none", () => {
    const told = (ingress: { ip?: string; hostname?: string }[]) =>
      serviceAddress({ name: "a", exposure: "LoadBalancer" }, { spec, status: { loadBalancer: { ingress } } })
        .address;
    expect(told([{ hostname: "lb.example.com" }, { ip: "203.0.113.1" }])).to.equal("203.0.113.1");
    expect(told([{ hostname: "lb.example.com" }])).to.equal("lb.example.com");
    expect(told([])).to.equal(undefined);
  });

  it("have the ports of what stands there", () => {
    const addressPorts = { http: 80, https: 443 };
    const gateway = { name: "a", exposure: "NodePort", addressPorts } as const;
    expect(serviceAddress(gateway, { spec })).to.include({ httpPort: 80, httpsPort: 443 });
  });

  it("stand in URLs with their port, unless the scheme says it", () => {
    const nodes = { httpPort: 30080, httpsPort: 30443 };
    expect(atPort("http://a.example.com", nodes)).to.equal("http://a.example.com:30080");
    expect(atPort("https://a.example.com", nodes)).to.equal("https://a.example.com:30443");
    expect(atPort("http://a.example.com", { httpPort: 80, httpsPort: 8443 })).to.equal(
      "http://a.example.com",
    );
    expect(atPort("", nodes)).to.equal("");
  });
});
