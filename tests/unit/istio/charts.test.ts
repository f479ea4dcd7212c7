import { expect } from "chai";
import { locateCharts } from "../../../provider/src/istio/install.charts";
import { planIstio, type IstioPlan } from "../../../provider/src/istio/install.plan";
import type { IstioArgs } from "../../../provider/src/istio/istio.args";

const plan = (args: IstioArgs): IstioPlan => {
  const made = planIstio(args);
  expect(made).not.to.equal(undefined);
  return made as IstioPlan;
};

describe("istio: local charts", () => {
  const args: IstioArgs = { version: "1.29.6", install: { charts: "charts" } };
  const locate = (files: Readonly<Record<string, string>>, given = args) =>
    locateCharts(plan(given), given, {
      exists: (path) => Object.hasOwn(files, path),
      read: (path) => files[path] ?? "",
    });
  const chart = (version: string) => `name: x\nversion: ${version}\n`;

  it("are archives or directories of the right version", () => {
    const { plan: located, problems } = locate({
      "charts/base-1.29.6.tgz": "",
      "charts/istiod/Chart.yaml": chart("1.29.6"),
    });
    expect(problems).to.deep.equal([]);
    expect(located.base.place).to.deep.equal({ chart: "charts/base-1.29.6.tgz" });
    expect(located.planes[0]?.place).to.deep.equal({ chart: "charts/istiod" });
  });

  it("are refused where one is missing or of another version (KN6041)", () => {
    const { problems } = locate({ "charts/istiod/Chart.yaml": chart("1.28.0") });
    expect(problems.map(({ path, code }) => `${path} ${code}`)).to.deep.equal([
      "install.charts KN6041",
      "install.charts KN6041",
    ]);
    expect(problems[0]?.reason).to.contain("helm pull --version 1.29.6");
    expect(problems[1]?.reason).to.contain("1.28.0");
  });

  it("aren't looked for where charts come from elsewhere", () => {
    const remote = { version: "1.29.6", install: {} };
    expect(locate({}, remote)).to.deep.equal({ plan: plan(remote), problems: [] });
  });
});
