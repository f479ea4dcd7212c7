import { expect } from "chai";
import fc from "fast-check";
import { z } from "zod";
import { parseAnnotations } from "../../../provider/src/alibaba/annotations.parse";
import { plainAnnotations } from "../../../provider/src/alibaba/annotations.render";
import {
  annotationName,
  annotationTable,
  isReadBy,
  legacyPrefix,
  nlbClass,
  prefix,
} from "../../../provider/src/alibaba/annotations.table";
import type { AlibabaSlbArgs } from "../../../provider/src/alibaba/loadBalancer.args";
import { checkSlb } from "../../../provider/src/alibaba/loadBalancer.check";
import { slbShape } from "../../../provider/src/alibaba/loadBalancer.shape";
import { valueAt, withoutValue } from "../../../provider/src/alibaba/properties";
import { checkShape } from "../../../provider/src/problems";

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const after = (start: string) => word.map((text) => start + text);
const address = fc.ipV4();
const domain = word.map((text) => `${text}.example.com`);

/** Texts for the properties that take not just any. */
const texts: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  "network.vswitchId": after("vsw-"),
  "network.ip": address,
  "network.zoneMaps[].vswitchId": after("vsw-"),
  "network.zoneMaps[].ip": address,
  "network.zoneMaps[].eipAllocationId": after("eip-"),
  "network.securityGroupIds[]": after("sg-"),
  "billing.spec": after("slb.s1."),
  "billing.bandwidthPackageId": after("cbwp-"),
  "tls.cipherPolicy": after("tls_cipher_policy_"),
  "healthCheck.uri": after("/"),
  "healthCheck.connectPort": fc.oneof(fc.constant(-520), fc.integer({ min: 1, max: 65535 })),
  "acl.ids[]": after("acl-"),
  name: word.map((text) => `n${text}`),
  resourceGroupId: after("rg-"),
  hostname: domain,
};

/** Any value that a shape takes. */
function anyOf(schema: z.core.$ZodType, path = ""): fc.Arbitrary<unknown> {
  const given = texts[path];
  if (schema instanceof z.ZodOptional) {
    return anyOf(schema.unwrap(), path);
  }
  if (given !== undefined) {
    return given;
  }
  if (schema instanceof z.ZodUnion) {
    return anyOf(schema.options.at(-1) as z.core.$ZodType, path);
  }
  if (schema instanceof z.ZodArray) {
    const items = anyOf(schema.element, `${path}[]`);
    return path === "listeners"
      ? fc.uniqueArray(items, {
          minLength: 1,
          maxLength: 3,
          selector: (item) => (item as { port: number }).port,
        })
      : fc.array(items, { minLength: 1, maxLength: 3 });
  }
  if (schema instanceof z.ZodObject) {
    const fields = Object.entries<z.core.$ZodType>(schema.shape);
    const required = fields.filter(([, inner]) => !(inner instanceof z.ZodOptional)).map(([name]) => name);
    const parts = fields.map(
      ([name, inner]) => [name, anyOf(inner, path === "" ? name : `${path}.${name}`)] as const,
    );
    return fc.record(Object.fromEntries(parts), { requiredKeys: required, noNullPrototype: true });
  }
  if (schema instanceof z.ZodRecord) {
    return fc.dictionary(word, word, { minKeys: 1, maxKeys: 3, noNullPrototype: true });
  }
  if (schema instanceof z.ZodEnum) {
    return fc.constantFrom(...schema.options);
  }
  if (schema instanceof z.ZodBoolean) {
    return fc.boolean();
  }
  if (schema instanceof z.ZodNumber) {
    return fc.integer({ min: schema.minValue ?? 0, max: schema.maxValue ?? 100 });
  }
  return word;
}

/** Args of one type with what that type reads alone, as annotations can tell them. */
const anyArgs = fc
  .record({ type: fc.constantFrom("clb" as const, "nlb" as const), args: anyOf(slbShape) })
  .map(({ type, args }) => {
    // What no annotation of the table tells.
    const rest: AlibabaSlbArgs = {
      ...(args as AlibabaSlbArgs),
      furtherAnnotations: undefined,
      allowReplace: undefined,
    };
    const unread = annotationTable.filter((row) => !isReadBy(row, type));
    const read = unread.reduce((so, { path }) => withoutValue(so, path), rest);
    return { type, args: { ...read, type } };
  });

/** The order of listeners says nothing. */
const ordered = (args: AlibabaSlbArgs): AlibabaSlbArgs => ({
  ...args,
  listeners: args.listeners?.toSorted((a, b) => a.port - b.port),
});
const written = (args: AlibabaSlbArgs) => plainAnnotations(ordered(args));

/** What args say, row by row; what is told by no annotation at all says nothing. */
function said(args: AlibabaSlbArgs): Record<string, unknown> {
  const silent = ["forceOverrideListeners", "preserveOnDelete", "eipAsExternalIp"];
  return Object.fromEntries(
    annotationTable
      .map(({ path }) => [path, valueAt(ordered(args), path)] as const)
      .filter(([path, value]) => value !== undefined && !(silent.includes(path) && value === false)),
  );
}

describe("settings of Alibaba's load balancers, written and read", () => {
  it("come back as they were, whatever they are", () => {
    fc.assert(
      fc.property(anyArgs, ({ type, args }) => {
        const annotations = plainAnnotations(args);
        const parsed = parseAnnotations(annotations, type === "nlb" ? nlbClass : undefined);
        expect(parsed.problems).to.deep.equal([]);
        const expected = args.id === undefined ? { addressType: "intranet" as const, ...args } : args;
        const isGiven = args.addressType !== undefined || args.id !== undefined;
        expect(said(parsed.args)).to.deep.equal(said(isGiven ? args : expected));
        // And once more: what is written of what was read is what was read.
        expect(written(parsed.args)).to.deep.equal(written(args));
      }),
      { numRuns: 300 },
    );
  });

  it("come back from the names of before 2019, too", () => {
    fc.assert(
      fc.property(anyArgs, ({ type, args }) => {
        const annotations = plainAnnotations(args);
        const old = Object.fromEntries(
          Object.entries(annotations).map(([name, text]) => [name.replace(prefix, legacyPrefix), text]),
        );
        const parsed = parseAnnotations(old, type === "nlb" ? nlbClass : undefined);
        expect(written(parsed.args)).to.deep.equal(written(args));
      }),
      { numRuns: 100 },
    );
  });

  it("are checked without an exception, with paths that are there, each problem once", () => {
    fc.assert(
      fc.property(anyArgs, ({ args }) => {
        expect(checkShape(slbShape, args)).to.deep.equal([]);
        const problems = checkSlb(args, { ports: [{ port: 80, protocol: "tcp" }] });
        const first = Object.keys(slbShape.shape);
        problems.forEach(({ path, reason }) => {
          expect(first).to.include(path.split(/[.[]/)[0]);
          expect(reason).to.match(/^[a-z0-9"]/);
        });
        expect(new Set(problems.map((problem) => JSON.stringify(problem))).size).to.equal(problems.length);
      }),
      { numRuns: 300 },
    );
  });

  it("reach no annotation that the type doesn't read", () => {
    fc.assert(
      fc.property(anyArgs, ({ type, args }) => {
        const unread = annotationTable.filter((row) => !isReadBy(row, type)).map(annotationName);
        expect(Object.keys(plainAnnotations(args)).filter((name) => unread.includes(name))).to.deep.equal([]);
      }),
      { numRuns: 100 },
    );
  });
});
