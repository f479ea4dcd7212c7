import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { parseAllDocuments } from "yaml";
import { releases } from "../../../provider/src/release/catalog";
import { featuresNeeded } from "../../../provider/src/service/features";
import type { ServiceArgs } from "../../../provider/src/service/service.args";
import { checkService } from "../../../provider/src/service/service.check";
import { renderService } from "../../../provider/src/service/service.render";
import { leavesOf, refusedFields } from "../../support/knativeFields";
import { needReleases } from "../../support/releases";
import { anyService, everyVolume } from "../../support/serviceArgs";

interface Rendered {
  readonly spec: { readonly template: { readonly metadata?: object; readonly spec: PodSpec } };
}
interface PodSpec {
  readonly containers: readonly {
    readonly startupProbe?: Readonly<Record<string, { readonly port?: number }>>;
    readonly volumeMounts?: readonly { readonly name: string; readonly readOnly?: boolean }[];
  }[];
}
const render = (args: ServiceArgs) => renderService("hello", args) as unknown as Rendered;
const specOf = (args: ServiceArgs) => render(args).spec.template.spec;

describe("service: fields that Knative takes", () => {
  it("are tried with services that the check accepts", () => {
    fc.assert(
      fc.property(anyService, (args) => {
        expect(checkService("hello", args)).to.deep.equal([]);
      }),
    );
  });

  it("are all that is written, with the features that the service is said to need", () => {
    fc.assert(
      fc.property(anyService, (args) => {
        expect(refusedFields(specOf(args), featuresNeeded(args))).to.deep.equal([]);
      }),
    );
  });

  it("can tell a field that Knative refuses", () => {
    expect(
      refusedFields({ restartPolicy: "Never", containers: [{ lifecycle: {}, image: "a" }] }, []),
    ).to.deep.equal([
      ".restartPolicy is no field that Knative takes",
      ".containers[].lifecycle is no field that Knative takes",
    ]);
    expect(refusedFields({ nodeSelector: { a: "b" } }, [])).to.deep.equal([
      ".nodeSelector.a needs kubernetes.podspec-nodeselector",
    ]);
  });

  it("hold a port in every startup probe, which Knative doesn't fill in", () => {
    fc.assert(
      fc.property(anyService, (args) => {
        for (const { startupProbe = {} } of specOf(args).containers) {
          const asked = ["httpGet", "tcpSocket", "grpc"].flatMap((way) => startupProbe[way] ?? []);
          expect(asked.every(({ port }) => port !== undefined)).to.equal(true);
        }
      }),
    );
  });

  it("mount read-only what Knative lets nobody write to", () => {
    const volumes = [...everyVolume];
    const volumeMounts = volumes.map(({ name }) => ({ name, mountPath: `/${name}` }));
    const [main] = specOf({ image: "a", volumes, volumeMounts }).containers;
    const writable = main?.volumeMounts?.filter(({ readOnly }) => readOnly !== true).map(({ name }) => name);
    expect(writable).to.deep.equal(["empty", "claim", "own"]);
  });
});

interface CrdSchema {
  readonly properties?: Readonly<Record<string, CrdSchema>>;
  readonly items?: CrdSchema;
  readonly additionalProperties?: unknown;
  readonly "x-kubernetes-preserve-unknown-fields"?: boolean;
}

describe("service: fields of the CustomResourceDefinition", () => {
  for (const { version, minor } of releases()) {
    it(`hold all that is written, in ${minor}`, function () {
      this.timeout(60_000);
      const mirror = needReleases(this);
      const file = join(mirror, `knative/serving/releases/download/knative-v${version}/serving-core.yaml`);
      const schema = serviceSchema(readFileSync(file, "utf8"));
      fc.assert(
        fc.property(anyService, (args) => {
          const unknown = [...new Set(leavesOf(render(args).spec))].filter((path) => !isKnown(schema, path));
          // It came with 1.23, and a platform of an older release refuses it.
          const late = minor === "1.23" ? [] : unknown.filter((path) => path.includes(".ephemeral."));
          expect(unknown.filter((path) => !late.includes(path))).to.deep.equal([]);
        }),
      );
    });
  }
});

function serviceSchema(yaml: string): CrdSchema | undefined {
  const crd = parseAllDocuments(yaml)
    .map((document) => document.toJS() as { kind: string; metadata: { name: string }; spec: never })
    .find(
      ({ kind, metadata }) =>
        kind === "CustomResourceDefinition" && metadata.name === "services.serving.knative.dev",
    );
  const { versions } = crd?.spec as unknown as { versions: { schema: { openAPIV3Schema: CrdSchema } }[] };
  return versions[0]?.schema.openAPIV3Schema.properties?.["spec"];
}

function isKnown(schema: CrdSchema | undefined, path: string): boolean {
  const [, head, rest = ""] = /^(\[\]|\.[^.[]+)(.*)$/.exec(path) ?? [];
  if (schema === undefined) {
    return false;
  }
  if (
    head === undefined ||
    schema["x-kubernetes-preserve-unknown-fields"] === true ||
    schema.additionalProperties !== undefined
  ) {
    return true;
  }
  return isKnown(head === "[]" ? schema.items : schema.properties?.[head.slice(1)], rest);
}
