import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { checkService } from "../../../provider/src/service/service.check";
import { lateProblems, withLateChecks } from "../../../provider/src/service/lateMaps";
import type { Problem } from "../../../provider/src/problems";

const image = "registry.example.com/app:1";
const lines = (problems: readonly Problem[]) => problems.map(({ path, code }) => `${path} ${code}`);

/** Maps of which each has something against it, and what that is. */
const wrong: readonly (readonly [keyof typeof lateProblems, Record<string, string>, string])[] = [
  ["env", { K_SERVICE: "x" }, "env.K_SERVICE KN4008"],
  ["annotations", { "bad key!": "x" }, 'annotations["bad key!"] KN1012'],
  ["podLabels", { team: "not a label" }, "podLabels.team KN1012"],
  [
    "podAnnotations",
    { "autoscaling.knative.dev/min-scale": "1" },
    'podAnnotations["autoscaling.knative.dev/min-scale"] KN4012',
  ],
];

describe("service: maps that are known later", () => {
  for (const [property, map, line] of wrong) {
    it(`have the same said of ${property} then as of those that are known at once`, () => {
      expect(lines(checkService("app", { image, [property]: map }))).to.deep.equal([line]);
      expect(lines(checkService("app", { image, [property]: pulumi.output(map) }))).to.deep.equal([]);
      expect(lines(lateProblems[property](map, {}))).to.deep.equal([line]);
    });
  }

  it("are held against what stands beside them", () => {
    const envValueFrom = { A: { secret: "s", key: "k" } };
    expect(lines(lateProblems.env({ A: "1" }, { envValueFrom }))).to.deep.equal(["envValueFrom.A KN4017"]);
    const network = { subnet: "green" };
    const taken = { "ovn.kubernetes.io/logical_switch": "red" };
    expect(lines(lateProblems.podAnnotations(taken, { network }))).to.deep.equal([
      'podAnnotations["ovn.kubernetes.io/logical_switch"] KN8061',
    ]);
  });

  it("stay the same maps where they are known", () => {
    const args = { image, env: { A: "1" }, sidecars: [{ name: "b", image, env: { B: "2" } }] };
    expect(withLateChecks(args)).to.deep.include(args);
  });

  it("fail once they are known where something is wrong with them", async () => {
    const { env } = withLateChecks({ image, env: pulumi.output({ K_SERVICE: "x" }) });
    const failure: unknown = await (env as unknown as { promise(): Promise<unknown> })
      .promise()
      .catch((error: unknown) => error);
    expect(String(failure)).to.contain("env.K_SERVICE").and.to.contain("KN4008");
  });
});
