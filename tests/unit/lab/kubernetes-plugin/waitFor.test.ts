import { expect } from "chai";
import { parseJsonPath } from "../../../../lab/kubernetes-plugin/await/jsonPath";
import { judgeWaitFor, parseWaitFor } from "../../../../lab/kubernetes-plugin/await/waitFor";
import type { ValueMap } from "../../../../lab/kubernetes-plugin/value";

const service: ValueMap = {
  metadata: { name: "hello", generation: 2 },
  spec: {
    replicas: 3,
    template: { spec: { containers: [{ name: "a", ports: [{ port: 80 }] }, { name: "b" }] } },
  },
  status: {
    observedGeneration: 2,
    url: "http://hello",
    conditions: [
      { type: "Ready", status: "True" },
      { type: "RoutesReady", status: "False", reason: "Missing" },
    ],
  },
};

const met = (text: string, object = service): boolean => judgeWaitFor(object, parseWaitFor(text)).ready;

describe("The Kubernetes plugin's JSONPath", () => {
  const cases: readonly [string, unknown[]][] = [
    ["$.status.url", ["http://hello"]],
    ["$['status'][\"url\"]", ["http://hello"]],
    ["$.spec.template.spec.containers[0].name", ["a"]],
    ["$.spec.template.spec.containers[-1].name", ["b"]],
    ["$.spec.template.spec.containers[*].name", ["a", "b"]],
    ["$.spec.template.spec.containers[0,1].name", ["a", "b"]],
    ["$.spec.template.spec.containers[1:].name", ["b"]],
    ["$.spec.template.spec.containers[::-1].name", ["b", "a"]],
    ["$..port", [80]],
    ["$.status.conditions[?@.type=='Ready'].status", ["True"]],
    ['$.status.conditions[?(@.type == "RoutesReady" && @.status != "True")].reason', ["Missing"]],
    ["$.status.conditions[?@.reason].type", ["RoutesReady"]],
    ["$.status.conditions[?!@.reason].type", ["Ready"]],
    ["$.spec.template.spec.containers[?@.ports[0].port >= 80 || @.name == 'none'].name", ["a"]],
    ["$.status.absent", []],
    ["$.status.url.deeper", []],
  ];
  for (const [text, expected] of cases) {
    it(`selects by ${text}`, () => {
      expect(parseJsonPath(text)(service)).to.deep.equal(expected);
    });
  }

  for (const text of ["", "status", "$.", "$.a[", "$.a[?]", "$.a b", "$.a[?1]", "$.a['b]", "$.x-y"]) {
    it(`refuses "${text}" and says where it is wrong`, () => {
      expect(() => parseJsonPath(text)).to.throw(/parsing ".*": .+ at position \d+/);
    });
  }
});

describe("The Kubernetes plugin's waitFor annotation", () => {
  const fulfilled = [
    "condition=Ready",
    "condition=ready",
    "condition=RoutesReady=False",
    "jsonpath={.status.url}",
    "jsonpath={ $.status.url }",
    "jsonpath={.status.url}=http://hello",
    "jsonpath={.spec.replicas}=3",
    'jsonpath={.status.conditions[?@.type=="Ready"].status}=True',
    "jsonpath={.status.conditions}",
    '["condition=Ready", "jsonpath={.status.url}"]',
  ];
  for (const text of fulfilled) {
    it(`is met by ${text}`, () => {
      expect(met(text)).to.equal(true);
    });
  }

  const open = [
    "condition=RoutesReady",
    "condition=Absent",
    "jsonpath={.status.address}",
    "jsonpath={.status.url}=http://other",
    "jsonpath={.status.conditions}=x",
    '["condition=Ready", "condition=RoutesReady"]',
  ];
  for (const text of open) {
    it(`is not met by ${text}`, () => {
      expect(met(text)).to.equal(false);
    });
  }

  it("trusts no status of an older generation", () => {
    const stale = { ...service, metadata: { name: "hello", generation: 3 } };
    expect(met("condition=Ready", stale)).to.equal(false);
    expect(met("jsonpath={.status.url}", stale)).to.equal(false);
    const seen = {
      ...stale,
      status: {
        observedGeneration: 2,
        conditions: [{ type: "Ready", status: "True", observedGeneration: 3 }],
      },
    };
    expect(met("condition=Ready", seen)).to.equal(true);
  });

  it("tells what it waits for", () => {
    const told = (text: string): string =>
      judgeWaitFor(service, parseWaitFor(text))
        .status.map((m) => m.text)
        .join("\n");
    expect(told("condition=RoutesReady")).to.equal("Resource has condition RoutesReady=False (want True)");
    expect(told("jsonpath={.status.address}")).to.equal("{.status.address} selected nothing");
    expect(told("jsonpath={.status.url}=x")).to.equal('Waiting for {.status.url}=x (found "http://hello")');
    expect(judgeWaitFor({}, parseWaitFor("condition=Ready")).status[0]?.text).to.equal(
      "Has no .status.conditions",
    );
  });

  const refused: readonly [string, string][] = [
    ["Ready", 'expected a "jsonpath=" or "condition=" prefix, got "Ready"'],
    ["[]", "at least one condition must be specified"],
    ["jsonpath=.status", ".status should be wrapped in brackets { ... }"],
    ["jsonpath='{.status}'", "'{.status}' should omit shell quotes"],
    ["jsonpath={.status}=", "{.status}= requires a value"],
    ["jsonpath={.a}=b=c", 'format should be {.path}=value or {.path}, got "{.a}=b=c"'],
  ];
  for (const [text, message] of refused) {
    it(`refuses ${text}`, () => {
      expect(() => parseWaitFor(text)).to.throw(message);
    });
  }
});
