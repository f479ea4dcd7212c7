import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Serving } from "../../provider/src/serving/serving";
import type { ServingArgs } from "../../provider/src/serving/serving.args";
import { tlsProblems } from "../../provider/src/serving/tls.gate";
import { makeTestPair, type TestPair } from "../support/certificates";
import { record, valueOf } from "../support/recorder";
import { needReleases } from "../support/releases";

describe("graph: tls", () => {
  let mirror: string;
  let pair: TestPair;

  before(async function () {
    mirror = needReleases(this);
    pair = await makeTestPair({ names: ["*.default.example.com"] });
  });

  const install = (args: ServingArgs) =>
    record(
      () => new Serving("knative", { release: "1.22", source: { mirror }, domain: "example.com", ...args }),
    );
  /** What the component refuses once all its inputs are known. */
  async function late(args: ServingArgs): Promise<readonly string[] | undefined> {
    const { result } = await record(() =>
      tlsProblems(
        { domain: "example.com", ...args },
        new pulumi.ComponentResource("test:index:Serving", "knative"),
      ),
    );
    expect(await pulumi.isSecret(result)).to.equal(false);
    return (await valueOf(result))?.map(({ path, code }) => `${path} ${code}`);
  }

  it("makes the Secret before Kourier's controller, which stops without it", async () => {
    const { registrations } = await install({ tls: { certificate: pair } });
    const secret = "knative:Secret/kourier-system/knative-gateway-certificate";
    const made = registrations.find(({ name }) => name === secret);
    expect(made?.type).to.equal("kubernetes:core/v1:Secret");
    expect(made?.deletedWith).to.equal("knative:Namespace/kourier-system");
    expect(
      registrations.find(
        ({ name }) => name === "knative:CustomResourceDefinition/services.serving.knative.dev",
      )?.dependencies,
    ).to.include(secret);
  });

  it("checks a certificate that is secret as well, and keeps outputs public", async () => {
    const other = await makeTestPair({ names: ["*.default.example.com"] });
    const hidden = (privateKey: string) => ({
      certificate: { certificate: pulumi.secret(pair.certificate), privateKey: pulumi.secret(privateKey) },
    });
    expect(await late({ tls: hidden(other.privateKey) })).to.deep.equal([
      "tls.certificate.privateKey KN3802",
    ]);
    expect(await late({ tls: hidden(pair.privateKey) })).to.deep.equal([]);
    expect(await late({ tls: hidden(pair.privateKey), domain: "example.org" })).to.deep.equal([
      "tls.certificate.certificate KN3805",
    ]);
    const { result, registrations } = await install({ tls: hidden(pair.privateKey) });
    expect(registrations.length).to.be.greaterThan(70);
    expect(await valueOf(result.release)).to.match(/^1\.22/);
    expect(await pulumi.isSecret(result.release)).to.equal(false);
  });

  it("refuses certificates by cert-manager in a cluster without it, and leaves a cluster that can't be asked", async () => {
    const tls = { externalDomain: true, issuers: { external: { name: "public" } } };
    const problem = ["tls.externalDomain KN3807"];
    expect(await late({ tls, certManagerInstalled: pulumi.output(false) })).to.deep.equal(problem);
    expect(await late({ tls, certManagerInstalled: pulumi.output(true) })).to.deep.equal([]);
    expect(await late({ tls, certManagerInstalled: pulumi.output(undefined) })).to.deep.equal([]);
    expect(await late({})).to.deep.equal([]);
  });

  it("checks the certificates of Istio's gateways once they are known, and asks for cert-manager where they come from it", async () => {
    const other = await makeTestPair({ names: ["*.default.example.com"] });
    const gateways = (tls: NonNullable<ServingArgs["gateways"]>[number]["tls"]): ServingArgs => ({
      ingress: "istio",
      gateways: [{ name: "public", default: true, tls }, { name: "private" }],
    });
    const hidden = {
      certificate: pulumi.secret(pair.certificate),
      privateKey: pulumi.secret(other.privateKey),
    };
    expect(await late(gateways(hidden))).to.deep.equal(["gateways[0].tls.privateKey KN3802"]);
    const fitting = { ...hidden, privateKey: pulumi.secret(pair.privateKey) };
    expect(await late(gateways(fitting))).to.deep.equal([]);
    const scheme = { network: { defaultExternalScheme: "https" }, domain: "example.org" } as const;
    expect(await late({ ...gateways(fitting), ...scheme })).to.deep.equal([
      "gateways[0].tls.certificate KN3805",
    ]);
    expect(
      await late(gateways({ ...fitting, redirect: true, clientCa: pulumi.output("none") })),
    ).to.deep.equal(["gateways[0].tls.clientCa KN3801"]);
    const issued = gateways({ issuer: { name: "ca" }, hosts: ["*.default.example.com"] });
    expect(await late({ ...issued, certManagerInstalled: pulumi.output(false) })).to.deep.equal([
      "gateways[0].tls.issuer KN3807",
    ]);
    expect(await late({ ...issued, certManagerInstalled: true })).to.deep.equal([]);
  });
});
