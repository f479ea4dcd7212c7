import * as pulumi from "@pulumi/pulumi";
import { knowReferences } from "../../../provider/src/host/cluster";
import { routeRejections } from "../../../provider/src/host/isolation";
import { makeProvider } from "../../../provider/src/host/provider";
import { ProblemsError } from "../../../provider/src/problems";

// A plugin with components that misbehave, run as a process by the tests.

const property = (more: object = {}) => ({ type: "string", ...more });
const plain = property({ plain: true });
const resource = {
  isComponent: true,
  inputProperties: {
    plan: { $ref: "#/types/knative:index:Plan", plain: true },
    cluster: { $ref: "#/resources/knative:index:Cluster" },
    token: property({ secret: true }),
    text: property(),
  },
  properties: { seen: property(), answer: property() },
};
const schema = {
  name: "knative",
  version: "9.9.9",
  resources: Object.fromEntries(
    ["Echo", "Refuses", "FailsInOutput", "FailsLoose", "FailsLate", "Broken"].map((name) => [
      `knative:index:${name}`,
      resource,
    ]),
  ),
  types: {
    "knative:index:Plan": {
      type: "object",
      properties: {
        size: plain,
        names: { type: "array", plain: true, items: plain },
        values: { type: "object", plain: true, additionalProperties: property() },
      },
    },
  },
};

const problem = (path: string) =>
  new ProblemsError("Thing", [{ path, code: "KN1006", reason: `is wrong at ${path}` }]);

abstract class Component extends pulumi.ComponentResource {
  seen: pulumi.Output<unknown> = pulumi.output("");
  answer: pulumi.Output<unknown> = pulumi.output("");
  constructor(type: string, name: string, opts: pulumi.ComponentResourceOptions) {
    super(`knative:index:${type}`, name, {}, opts);
  }
}

const later = () => new Promise<string>((resolve) => setTimeout(() => resolve("later"), 20));

/** Tells what was given: Outputs by what they hold. */
class Echo extends Component {
  constructor(name: string, args: pulumi.Inputs, opts: pulumi.ComponentResourceOptions) {
    super("Echo", name, opts);
    this.seen = pulumi.output(JSON.stringify(describe(args)));
    this.answer = pulumi.output(args["text"] as pulumi.Input<string>);
  }
}

function describe(value: unknown): unknown {
  if (pulumi.Output.isInstance(value)) {
    return "(output)";
  }
  if (value === null || typeof value !== "object") {
    return value;
  }
  return Array.isArray(value)
    ? value.map(describe)
    : Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, describe(inner)]));
}

class Refuses extends Component {
  constructor(name: string, args: pulumi.Inputs, opts: pulumi.ComponentResourceOptions) {
    super("Refuses", name, opts);
    throw problem(String(args["text"]));
  }
}

class FailsInOutput extends Component {
  constructor(name: string, args: pulumi.Inputs, opts: pulumi.ComponentResourceOptions) {
    super("FailsInOutput", name, opts);
    this.answer = pulumi.output(later()).apply(() => {
      throw problem(String(args["text"]));
    });
  }
}

class FailsLoose extends Component {
  constructor(name: string, args: pulumi.Inputs, opts: pulumi.ComponentResourceOptions) {
    super("FailsLoose", name, opts);
    this.answer = pulumi.output(later().then(later)).apply(() => "never seen");
    pulumi.output(later()).apply(() => {
      throw problem(String(args["text"]));
    });
  }
}

/** Fails at once, and once more after its request was answered. */
class FailsLate extends Component {
  constructor(name: string, args: pulumi.Inputs, opts: pulumi.ComponentResourceOptions) {
    super("FailsLate", name, opts);
    void later().then(() => {
      throw problem("late");
    });
    throw problem(String(args["text"]));
  }
}

class Broken extends Component {
  constructor(name: string, args: pulumi.Inputs, opts: pulumi.ComponentResourceOptions) {
    super("Broken", name, opts);
    this.answer = pulumi.output((args as { missing: { there: string } }).missing.there);
  }
}

const provider = makeProvider(JSON.stringify(schema), {
  Echo,
  Refuses,
  FailsInOutput,
  FailsLoose,
  FailsLate,
  Broken,
});
knowReferences();
void pulumi.provider.main(provider, process.argv.slice(2));
routeRejections(process);
