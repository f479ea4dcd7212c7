import { join } from "node:path";
import { expect } from "chai";
import * as ts from "typescript";
import { Output } from "@pulumi/pulumi";
import { planAck } from "../../../provider/src/alibaba/ack.plan";
import {
  ackTypes,
  ackQuestions,
  ChosenZone,
  FromResource,
  type PlannedResource,
} from "../../../provider/src/alibaba/ack.types";
import { ackHome } from "../../../provider/src/alibaba/ack.home";
import { fullest, homeOf, inGivenVpc, smallest } from "../../support/ack";

const root = join(__dirname, "..", "..", "..");
const alicloud = join(root, "node_modules", "@pulumi", "alicloud");

/** `cs/nodePool` and `NodePool` of `alicloud:cs/nodePool:NodePool`. */
function partsOf(token: string): { readonly file: string; readonly name: string } {
  const [, file = "", name = ""] = token.split(":");
  return { file, name };
}

/** TypeScript that gives a value where the package wants it. */
function literal(value: unknown): string {
  if (value instanceof FromResource || value instanceof ChosenZone || Output.isInstance(value)) {
    return "given";
  }
  if (Array.isArray(value)) {
    return `[${value.map(literal).join(", ")}]`;
  }
  return value !== null && typeof value === "object"
    ? `{ ${Object.entries(value)
        .map(([key, each]) => `${JSON.stringify(key)}: ${literal(each)}`)
        .join(", ")} }`
    : (JSON.stringify(value) ?? "undefined");
}

function sourceOf(resources: readonly PlannedResource[]): string {
  const lines = resources.map(({ type, inputs }, index) => {
    const { file, name } = partsOf(type);
    return `import type { ${name}Args as A${index} } from "@pulumi/alicloud/${file}";\nexport const r${index}: A${index} = ${literal(inputs)};`;
  });
  return ["declare const given: string;", ...lines].join("\n");
}

/** What TypeScript says of the planned resources as arguments of the package's classes, deprecated properties included. */
function complaintsOf(resources: readonly PlannedResource[]): string[] {
  const file = join(root, "tests", "unit", "alibaba", "planned.generated.ts");
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    module: ts.ModuleKind.Node20,
    target: ts.ScriptTarget.ES2023,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const text = sourceOf(resources);
  const inherited = { read: host.getSourceFile.bind(host), exists: host.fileExists.bind(host) };
  host.fileExists = (name) => name === file || inherited.exists(name);
  host.getSourceFile = (name, ...rest) =>
    name === file
      ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2023, true)
      : inherited.read(name, ...rest);
  const program = ts.createProgram([file], options, host);
  const source = program.getSourceFile(file);
  const wrong = program
    .getSemanticDiagnostics(source)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
  return [...wrong, ...(source === undefined ? ["no source"] : deprecated(program.getTypeChecker(), source))];
}

function deprecated(checker: ts.TypeChecker, source: ts.SourceFile): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isPropertyAssignment(node) &&
      ts.isStringLiteral(node.name) &&
      ts.isObjectLiteralExpression(node.parent)
    ) {
      const symbol = checker.getContextualType(node.parent)?.getProperty(node.name.text);
      if (symbol?.getJsDocTags(checker).some(({ name }) => name === "deprecated") === true) {
        found.push(`${node.name.text} is deprecated`);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

describe("alibaba: planned resources", function () {
  this.timeout(120_000);
  const flannel = homeOf({ ...fullest, podNetwork: "flannel", podCidr: "172.20.0.0/16", nodeCidrMask: 25 });
  const homes = [homeOf(fullest), homeOf(smallest), homeOf(inGivenVpc), flannel].concat(
    ackHome("serverless", { ackServerless: { knative: {}, logs: {} } }) ?? [],
  );
  const planned = homes.flatMap((home) => planAck(home).resources);

  it("come in every type, and each type is tried", () => {
    expect(new Set(planned.map(({ type }) => type))).to.deep.equal(new Set(Object.values(ackTypes)));
  });

  it("have the properties that the cloud package's classes take, none deprecated", () => {
    expect(complaintsOf(planned)).to.deep.equal([]);
  });

  it("would not pass with a property that isn't there, of another type, missing or deprecated", () => {
    const wrong = (inputs: Record<string, unknown>) =>
      complaintsOf([{ key: "x", type: ackTypes.nodePool, inputs }]);
    expect(wrong({ clusterId: "c", nodePoolNam: "x" })[0]).to.contain("nodePoolNam");
    expect(wrong({ clusterId: "c", desiredSize: 3 })[0]).to.contain("'number' is not assignable");
    expect(wrong({})[0]).to.contain("clusterId");
    expect(wrong({ clusterId: "c", nodeCount: 3 })).to.deep.equal(["nodeCount is deprecated"]);
  });

  it("have the types of the package's classes, and ask its functions", () => {
    for (const token of Object.values(ackTypes)) {
      const { file, name } = partsOf(token);
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- one file of many thousands
      const module = require(join(alicloud, `${file}.js`)) as Record<string, { __pulumiType: string }>;
      expect(module[name]?.__pulumiType).to.equal(token);
    }
    for (const token of Object.values(ackQuestions)) {
      const { file, name } = partsOf(token);
      const path = join(alicloud, `${file.replace("index/", "")}.js`);
      expect(ts.sys.readFile(path), name).to.contain(`invoke("${token}"`);
    }
  });
});
