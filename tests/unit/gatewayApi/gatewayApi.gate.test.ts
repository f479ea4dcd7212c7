import { expect } from "chai";
import type { ServingArgs } from "../../../provider/src";
import type { GatewayApiInstallation } from "../../../provider/src/gatewayApi/gatewayApi.args";
import {
  checkInstalledGatewayApi,
  gatewayApiNotices,
} from "../../../provider/src/gatewayApi/gatewayApi.gate";
import { probeGatewayApi } from "../../../provider/src/gatewayApi/gatewayApi.probe";

const kinds = ["gatewayclasses.v1", "gateways.v1", "httproutes.v1", "referencegrants.v1beta1"];
const cluster = (...names: string[]): GatewayApiInstallation => ({
  kinds,
  classes: names.map((name) => ({ name, controller: `example.com/${name}`, accepted: name !== "idle" })),
});
const args = (className: string, inner?: string): ServingArgs => ({
  ingress: "gateway-api",
  gatewayApi: { className },
  gateways: [
    { name: "public" },
    { name: "inside", local: true, ...(inner === undefined ? {} : { gatewayApi: { className: inner } }) },
  ],
});
const codes = (given: ServingArgs, found: GatewayApiInstallation | undefined) =>
  checkInstalledGatewayApi(given, found).map(({ path, code }) => `${path} ${code}`);

describe("gateway api: gate", () => {
  it("lets through what fits, and what nothing is known of", () => {
    expect(codes(args("istio"), cluster("istio", "istio-remote"))).to.deep.equal([]);
    expect(codes(args("any"), undefined)).to.deep.equal([]);
    expect(gatewayApiNotices(args("any"), undefined)).to.deep.equal([]);
  });

  it("refuses a cluster that doesn't serve what the controller waits for (KN6107)", () => {
    expect(codes(args("istio"), { kinds: [], classes: [] })).to.deep.equal(["ingress KN6107"]);
    const newer = {
      ...cluster("istio"),
      kinds: ["gateways.v1", "httproutes.v1", "referencegrants.v1"],
    };
    const [problem] = checkInstalledGatewayApi(args("istio"), newer);
    expect(problem?.code).to.equal("KN6107");
    expect(problem?.reason).to.contain("doesn't serve referencegrants.v1beta1;");
  });

  it("refuses a class that isn't there, once for all who mean it (KN6108)", () => {
    const [problem, ...more] = checkInstalledGatewayApi(args("itsio"), cluster("istio", "eg"));
    expect(more).to.deep.equal([]);
    expect(problem).to.include({ path: "gatewayApi.className", code: "KN6108" });
    expect(problem?.reason).to.contain('did you mean "istio"').and.contain("there are istio, eg");
    expect(codes(args("istio", "other"), cluster("istio"))).to.deep.equal([
      "gateways[1].gatewayApi.className KN6108",
    ]);
    expect(checkInstalledGatewayApi(args("istio"), cluster())[0]?.reason).to.contain("there is none");
  });

  it("waits for the classes of the Istio that is installed with it", () => {
    expect(codes({ ...args("istio"), istio: { install: {} } }, cluster())).to.deep.equal([]);
    expect(codes({ ...args("eg"), istio: { install: {} } }, cluster())).to.deep.equal([
      "gatewayApi.className KN6108",
    ]);
  });

  it("warns of a class that nobody serves (KN6109)", () => {
    const [notice, ...more] = gatewayApiNotices(args("idle"), cluster("idle"));
    expect(more).to.deep.equal([]);
    expect(notice).to.contain('serves the class "idle" (example.com/idle)').and.contain("[KN6109]");
    expect(gatewayApiNotices(args("istio"), cluster("istio"))).to.deep.equal([]);
  });
});

describe("gateway api: probe", () => {
  const ask = (answers: Readonly<Record<string, unknown>>) =>
    probeGatewayApi(<T>(path: string) => Promise.resolve(answers[path] as T | undefined));
  const api = "/apis/gateway.networking.k8s.io";
  const served = {
    "/apis": {
      groups: [{ name: "gateway.networking.k8s.io", versions: [{ version: "v1" }, { version: "v1beta1" }] }],
    },
    [`${api}/v1`]: {
      resources: ["gateways", "gateways/status", "gatewayclasses", "httproutes"].map((name) => ({ name })),
    },
    [`${api}/v1beta1`]: { resources: [{ name: "referencegrants" }] },
  };

  it("reads kinds and classes", async () => {
    const item = (name: string, conditions?: readonly object[]) => ({
      metadata: { name },
      spec: { controllerName: "istio.io/gateway-controller" },
      ...(conditions === undefined ? {} : { status: { conditions } }),
    });
    const accepted = [{ type: "Accepted", status: "True" }];
    const found = await ask({
      ...served,
      [`${api}/v1/gatewayclasses`]: { items: [item("istio", accepted), item("new")] },
    });
    expect(found).to.deep.equal({
      kinds,
      classes: [
        { name: "istio", controller: "istio.io/gateway-controller", accepted: true },
        { name: "new", controller: "istio.io/gateway-controller", accepted: false },
      ],
    });
  });

  it("tells nothing there from what may not be read", async () => {
    expect(await ask({ "/apis": { groups: [] } })).to.deep.equal({ kinds: [], classes: [] });
    expect(await ask({})).to.equal(undefined);
    expect(await ask(served)).to.equal(undefined);
  });
});
