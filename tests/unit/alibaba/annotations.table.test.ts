import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { z } from "zod";
import { parseAnnotations } from "../../../provider/src/alibaba/annotations.parse";
import { plainAnnotations } from "../../../provider/src/alibaba/annotations.render";
import {
  annotationName,
  annotationTable,
  changeFor,
  isReadBy,
  nlbClass,
} from "../../../provider/src/alibaba/annotations.table";
import { valueAt } from "../../../provider/src/alibaba/properties";
import { slbShape } from "../../../provider/src/alibaba/loadBalancer.shape";
import { named, samples } from "./samples";

/** Paths of all properties that a shape has at its leaves. */
function leaves(schema: z.core.$ZodType, path = ""): string[] {
  if (schema instanceof z.ZodOptional) {
    return leaves(schema.unwrap(), path);
  }
  if (schema instanceof z.ZodObject) {
    return Object.entries(schema.shape as Record<string, z.core.$ZodType>).flatMap(([name, inner]) =>
      leaves(inner, path === "" ? name : `${path}.${name}`),
    );
  }
  return path === "listeners" && schema instanceof z.ZodArray
    ? leaves(schema.element, "listeners[]")
    : [path.replace(/^(listeners\[\]\.portRange)\..*/, "$1")];
}

describe("the table of Alibaba's annotations", () => {
  it("has every annotation of the controller, once", () => {
    const names = annotationTable.map(annotationName);
    expect(names.toSorted()).to.deep.equal(samples.map(([key]) => named(key)).toSorted());
    expect(new Set(names).size).to.equal(names.length);
  });

  it("has every property, once, but for those that are about the Service or this package", () => {
    const own = ["type", "furtherAnnotations", "allowReplace", "listeners[].port"];
    const properties = [...new Set(leaves(slbShape))].filter((path) => !own.includes(path));
    expect(annotationTable.map(({ path }) => path).toSorted()).to.deep.equal(properties.toSorted());
  });

  for (const [key, on, change, args, text] of samples) {
    const name = named(key);
    const row = annotationTable.find((candidate) => annotationName(candidate) === name);
    const type = on === "nlb" ? "nlb" : "clb";

    it(`${key} is written as the controller reads it, read back, and told as what it is`, () => {
      expect(plainAnnotations(args)[name]).to.equal(text);
      const parsed = parseAnnotations({ [name]: text }, type === "nlb" ? nlbClass : undefined);
      expect(parsed.problems).to.deep.equal([]);
      expect(row && valueAt(parsed.args, row.path)).to.deep.equal(row && valueAt(args, row.path));
      expect(row?.on).to.equal(on);
      expect(row && changeFor(row, type)).to.equal(change);
      expect(row?.default).to.not.equal("");
    });
  }

  it("reads what the controller reads for an NLB in any case, and refuses it for a CLB", () => {
    const texts = { [named("scheduler")]: "WRR" };
    expect(parseAnnotations(texts, nlbClass).args.scheduler).to.equal("wrr");
    const { problems, args } = parseAnnotations(texts);
    expect(args.scheduler).to.equal(undefined);
    expect(problems.map(({ code, reason }) => [code, reason])).to.deep.equal([
      ["KN7002", 'must be "wrr" in this case, got "WRR"'],
    ]);
  });

  it("lets an NLB change its address type, and no CLB", () => {
    const row = annotationTable.find(({ key }) => key === "address-type");
    expect(row && [changeFor(row, "clb"), changeFor(row, "nlb")]).to.deep.equal(["replace", "update"]);
    expect(row && [isReadBy(row, "clb"), isReadBy(row, "nlb")]).to.deep.equal([true, true]);
  });

  const unreadable: readonly (readonly [string, string])[] = [
    ["delete-protection", "On"],
    ["delete-protection", "true"],
    ["force-override-listeners", "yes"],
    ["preserve-lb-on-delete", "false"],
    ["external-ip-type", "EIP"],
    ["bandwidth", "two"],
    ["bandwidth", " 2"],
    ["bandwidth", "2.5"],
    ["id", ""],
    ["protocol-port", "https"],
    ["protocol-port", "https:443:1"],
    ["protocol-port", "https:443, http:80"],
    ["protocol-port", "http:80,https:80"],
    ["protocol-port", "HTTPS:443"],
    ["forward-port", "80"],
    ["additional-resource-tags", "team"],
    ["additional-resource-tags", "team=a=b"],
    ["backend-label", "pool"],
    ["acl-id", "acl-1,"],
    ["acl-id", "acl-1, acl-2"],
  ];
  for (const [key, text] of unreadable) {
    it(`${key}: ${JSON.stringify(text)} is told as unreadable, and left out`, () => {
      const { problems, args } = parseAnnotations({ [named(key)]: text });
      expect(problems.map(({ code, path }) => [code, path])).to.deep.equal([
        ["KN7002", `annotations[${JSON.stringify(named(key))}]`],
      ]);
      expect(args).to.deep.equal({ addressType: "internet" });
    });
  }

  for (const [key, text] of [
    ["zone-maps", "cn-hangzhou-j"],
    ["zone-maps", "a:vsw-a:1:eip-1:more"],
    ["listener-port-range", "1000:80"],
    ["listener-port-range", "1000-2000-3000:80"],
  ] as const) {
    it(`${key}: ${JSON.stringify(text)} is told as unreadable for an NLB`, () => {
      const { problems } = parseAnnotations({ [named(key)]: text }, nlbClass);
      expect(problems.map(({ code }) => code)).to.deep.equal(["KN7002"]);
    });
  }

  it("has the docs name each annotation beside its property", () => {
    const page = readFileSync(join(__dirname, "..", "..", "..", "docs", "load-balancers.md"), "utf8");
    for (const { key, path } of annotationTable) {
      expect(page).to.contain(`| \`${key}\` | \`${path}\` |`);
    }
  });
});
