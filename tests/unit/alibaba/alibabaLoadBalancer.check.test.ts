import { output } from "@pulumi/pulumi";
import { expect } from "chai";
import fc from "fast-check";
import type { AlibabaLoadBalancerArgs } from "../../../provider/src/alibaba/alibabaLoadBalancer.args";
import {
  alibabaLoadBalancerNotices,
  checkAlibabaLoadBalancer,
} from "../../../provider/src/alibaba/alibabaLoadBalancer.check";
import type { Problem } from "../../../provider/src/problems";
import { certificatePem, privateKeyPem } from "./alibabaLoadBalancers";

const told = (problems: readonly Problem[]) => problems.map(({ path, code }) => `${path} ${code}`);
const check = (args: unknown) => told(checkAlibabaLoadBalancer(args as AlibabaLoadBalancerArgs));
const intranet = { network: { vswitchId: "vsw-1" } };
const https = {
  listeners: [{ port: 443, protocol: "https" as const }],
  tls: { certId: "web" },
};
const pair = { name: "web", certificate: certificatePem, privateKey: privateKeyPem };

describe("alibaba: arguments of a load balancer before an existing gateway", () => {
  it("may be left out altogether", () => {
    expect(check({})).to.deep.equal([]);
  });

  it("are told by their shape, with the nearest name", () => {
    const [problem] = checkAlibabaLoadBalancer({ setings: {} } as AlibabaLoadBalancerArgs);
    expect(problem?.reason).to.contain('did you mean "settings"');
    expect(check({ madeBy: "terraform" })).to.deep.equal(["madeBy KN1003"]);
    expect(check({ service: { name: "Kourier" } })).to.deep.equal(["service.name KN4001"]);
    expect(check({ region: "Hangzhou" })).to.deep.equal(["region KN1006"]);
    expect(check({ readyTimeoutSeconds: 0 })).to.deep.equal(["readyTimeoutSeconds KN1004"]);
    expect(check({ hosts: ["localhost"] })).to.deep.equal(["hosts[0] KN1006"]);
  });

  it("have the rules of a gateway's own settings", () => {
    expect(check({ settings: { network: { masterZoneId: "cn-hangzhou-h" } } })).to.deep.equal([
      "settings.network.slaveZoneId KN7014",
    ]);
  });

  describe("madeBy pulumi", () => {
    it("takes settings of the resource and of the listeners together", () => {
      const settings = {
        ...intranet,
        ...https,
        tags: { team: "web" },
        deleteProtection: true,
        billing: { instanceChargeType: "PayBySpec", spec: "slb.s1.small" },
      };
      expect(check({ madeBy: "pulumi", settings, serverCertificates: [pair] })).to.deep.equal([]);
    });

    it("names no other load balancer, and needs a vSwitch for an address in the VPC", () => {
      expect(check({ madeBy: "pulumi", settings: { ...intranet, id: "lb-1" } })).to.deep.equal([
        "settings.id KN7055",
      ]);
      expect(check({ madeBy: "pulumi" })).to.deep.equal(["settings.network.vswitchId KN7055"]);
      expect(check({ madeBy: "pulumi", settings: { network: { networkType: "classic" } } })).to.include(
        "settings.network.networkType KN7055",
      );
      expect(check({ madeBy: "pulumi", settings: { addressType: "internet" } })).to.deep.equal([]);
    });

    it("leaves listeners alone only where nothing is said of them", () => {
      const settings = { ...intranet, forceOverrideListeners: false };
      expect(check({ madeBy: "pulumi", settings })).to.deep.equal([]);
      expect(check({ madeBy: "pulumi", settings: { ...settings, scheduler: "wrr" } })).to.deep.equal([
        "settings.scheduler KN7040",
      ]);
    });
  });

  describe("eip", () => {
    it("is for an intranet CLB of IPv4", () => {
      expect(check({ eip: {} })).to.deep.equal([]);
      expect(check({ eip: {}, settings: { addressType: "internet" } })).to.deep.equal(["eip KN7056"]);
      expect(check({ eip: {}, settings: { ipVersion: "ipv6", addressType: "internet" } })).to.include(
        "eip KN7056",
      );
      const zoneMaps = [
        { zoneId: "a", vswitchId: "vsw-1" },
        { zoneId: "b", vswitchId: "vsw-2" },
      ];
      expect(check({ eip: {}, settings: { type: "nlb", network: { zoneMaps } } })).to.deep.equal([
        "eip KN7056",
      ]);
    });

    it("has its bounds by what is paid for", () => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 500 }), fc.boolean(), (bandwidth, byTraffic) => {
          const chargeType = byTraffic ? "PayByTraffic" : "PayByBandwidth";
          expect(check({ eip: { bandwidth, chargeType } })).to.deep.equal(
            byTraffic && bandwidth > 200 ? ["eip.bandwidth KN1004"] : [],
          );
        }),
      );
      expect(check({ eip: { bandwidth: 501 } })).to.deep.equal(["eip.bandwidth KN1004"]);
    });
  });

  describe("certificates", () => {
    const of = (certificate: object) =>
      check({ settings: https, serverCertificates: [{ name: "web", ...certificate }] });

    it("come from one place, whole", () => {
      const { certificate, privateKey } = pair;
      const options = { certificate, privateKey, serviceCertificateId: "1234" };
      fc.assert(
        fc.property(fc.subarray(Object.keys(options) as (keyof typeof options)[]), (keys) => {
          const given = Object.fromEntries(keys.map((key) => [key, options[key]]));
          const isRight = ["certificate,privateKey", "serviceCertificateId"].includes(keys.join());
          expect(of(given)).to.deep.equal(isRight ? [] : ["serverCertificates[0] KN7058"]);
        }),
      );
      expect(of({ certificate, privateKey, serviceRegion: "cn-hangzhou" })).to.deep.equal([
        "serverCertificates[0].serviceRegion KN7058",
      ]);
    });

    it("are texts in PEM, told without the text", () => {
      const problems = checkAlibabaLoadBalancer({
        settings: https,
        serverCertificates: [{ name: "web", certificate: "web.crt", privateKey: "s3cret" }],
      });
      expect(told(problems)).to.deep.equal([
        "serverCertificates[0].certificate KN7058",
        "serverCertificates[0].privateKey KN7058",
      ]);
      expect(JSON.stringify(problems)).not.to.contain("s3cret");
      expect(of({ certificate: output("a"), privateKey: output("b") })).to.deep.equal([]);
    });

    it("are each used, by a name of its own", () => {
      expect(check({ settings: https, serverCertificates: [pair, pair] })).to.deep.equal([
        "serverCertificates[1].name KN7059",
      ]);
      expect(check({ settings: {}, serverCertificates: [pair] })).to.deep.equal([
        "serverCertificates[0].name KN7059",
      ]);
      const wrong = { ...https, tls: { certId: "web", domainExtensions: { "a.shop.cn": "wen" } } };
      expect(check({ settings: wrong, serverCertificates: [pair] })).to.deep.equal([
        'settings.tls.domainExtensions["a.shop.cn"] KN7059',
      ]);
      expect(
        check({
          settings: { ...https, tls: { certId: "web", domainExtensions: { "a.shop.cn": "123456_789abc" } } },
          serverCertificates: [pair],
        }),
      ).to.deep.equal([]);
    });

    it("aren't an NLB's", () => {
      const zoneMaps = [
        { zoneId: "a", vswitchId: "vsw-1" },
        { zoneId: "b", vswitchId: "vsw-2" },
      ];
      const settings = {
        type: "nlb",
        network: { zoneMaps },
        listeners: [{ port: 443, protocol: "tcpssl" }],
        tls: { certId: "web" },
      };
      expect(check({ settings, serverCertificates: [pair] })).to.deep.equal(["serverCertificates KN7059"]);
    });
  });

  describe("hosts", () => {
    it("get records in their own zone only", () => {
      const dns = { zone: "shop.cn" };
      expect(check({ dns, hosts: ["hello.shop.cn", "*.shop.cn", "shop.cn"] })).to.deep.equal([]);
      expect(check({ dns, hosts: ["hello.workshop.cn"] })).to.deep.equal(["hosts[0] KN7061"]);
      expect(check({ dns })).to.deep.equal(["hosts KN7061"]);
      expect(check({ hosts: ["a.shop.cn", "a.shop.cn"] })).to.deep.equal(["hosts[1] KN7061"]);
      const named = { hostname: "lb.shop.cn" };
      expect(check({ dns, hosts: ["shop.cn"], settings: named })).to.deep.equal(["hosts[0] KN7061"]);
    });

    it("of Knative's default domain are flagged, and refused where they'd get records", () => {
      const hosts = ["hello.default.example.com"];
      expect(check({ hosts })).to.deep.equal([]);
      expect(told(alibabaLoadBalancerNotices({ hosts }))).to.deep.equal(["hosts[0] KN7060"]);
      expect(alibabaLoadBalancerNotices({ hosts: ["hello.myexample.com"] })).to.deep.equal([]);
      expect(check({ hosts, dns: { zone: "example.com" } })).to.deep.equal(["dns.zone KN7060"]);
    });
  });
});
