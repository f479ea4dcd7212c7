import { readFileSync } from "node:fs";
import { expect } from "chai";
import { parse } from "yaml";
import type { AlibabaSlbArgs } from "../../../../provider/src/alibaba/loadBalancer.args";
import { annotationTable } from "../../../../provider/src/alibaba/annotations.table";
import type { ServingArgs } from "../../../../provider/src/serving/serving.args";
import { checkServing } from "../../../../provider/src/serving/serving.check";
import { problemKinds } from "../../../../provider/src/problems";
import { annotationsTable, loadBalancersPage, withAnnotations } from "../../../../tools/docs/loadBalancers";

describe("the table of annotations", () => {
  const page = readFileSync(loadBalancersPage, "utf8");

  it("stands in docs/load-balancers.md as the package has it (npm run docs writes it)", () => {
    expect(page).to.contain(annotationsTable());
    expect(withAnnotations(page)).to.equal(page);
  });

  it("has a line for each annotation, with what a change does", () => {
    const lines = annotationsTable().split("\n");
    expect(lines).to.have.length(annotationTable.length + 2);
    expect(lines.filter((line) => line.split("|").length !== 8)).to.deep.equal([]);
    expect(lines.find((line) => line.includes("`address-type`"))).to.match(/CLB: new load balancer; NLB: yes \|$/);
  });

  it("is followed by codes that there are", () => {
    for (const [code] of page.matchAll(/KN7\d{3}/g)) {
      expect(problemKinds).to.have.property(code);
    }
  });
});

describe("the examples in docs/load-balancers.md", () => {
  const page = readFileSync(loadBalancersPage, "utf8");
  const blocks = [...page.matchAll(/```yaml\n([^]*?)```/g)].map(([, text = ""]) => parse(text) as Example);

  /** Each block shows a stack's settings, an installation, or the load balancer alone. */
  interface Example {
    readonly config?: Readonly<Record<string, ServingArgs>>;
    readonly serving?: ServingArgs;
    readonly alibaba?: AlibabaSlbArgs;
  }

  it("are accepted", () => {
    expect(blocks).to.have.length(3);
    for (const { config, serving, alibaba } of blocks) {
      const args = config?.["pulumi-knative:serving"] ??
        serving ?? { gateways: [{ exposure: "LoadBalancer", alibaba }] };
      expect(JSON.stringify(args)).to.contain('"alibaba":{');
      expect(checkServing(args)).to.deep.equal([]);
    }
  });
});
