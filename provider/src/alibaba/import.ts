import { parseAllDocuments, stringify } from "yaml";
import type { GatewayArgs } from "../gateway/gateway";
import { isKind, isObject, type Manifest } from "../manifests/manifest";
import { problemLine, type Problem } from "../problems";
import { defined } from "../manifests/defined";
import { isAlibabas, parseAnnotations } from "./annotations.parse";
import { nlbClass } from "./annotations.table";
import type { ServicePort } from "./check.support";
import { annotationProblems } from "./gateway.check";

/** What an existing Service says, as a gateway of this package. */
export interface ImportedService {
  /** `namespace/name`. */
  readonly service: string;
  /** The part of a gateway's args that the Service stands for. */
  readonly gateway: GatewayArgs;
  readonly problems: readonly Problem[];
}

/** A text that holds no Service. */
export class ImportError extends Error {}

interface ServiceSpec {
  readonly type?: string;
  readonly ports?: readonly { readonly port: number; readonly protocol?: string }[];
  readonly loadBalancerClass?: string;
  readonly loadBalancerIP?: string;
  readonly loadBalancerSourceRanges?: readonly string[];
  readonly externalTrafficPolicy?: GatewayArgs["externalTrafficPolicy"];
}

/** Reads the Services of a YAML or JSON text, also those of a List. Whatever else it holds is passed over. */
export function importServices(text: string): readonly ImportedService[] {
  const documents = parseAllDocuments(text);
  const [error] = documents.flatMap(({ errors }) => errors);
  if (error !== undefined) {
    throw new ImportError(`the input is neither YAML nor JSON: ${error.message}`);
  }
  const services = documents.flatMap((document) => objectsIn(document.toJS())).filter(isService);
  if (services.length === 0) {
    throw new ImportError(
      "the input holds no Service; give one, such as kubectl -n knative-serving get service ingress-gateway -o yaml",
    );
  }
  return services.map(importService);
}

function objectsIn(value: unknown): unknown[] {
  return isObject(value) && Array.isArray(value.items) ? (value.items as unknown[]) : [value];
}

function isService(value: unknown): value is Manifest {
  return isObject(value) && isObject(value.metadata) && isKind(value as unknown as Manifest, "Service");
}

function importService(manifest: Manifest): ImportedService {
  const { name, namespace = "default", annotations = {} } = manifest.metadata;
  const spec = (manifest.spec ?? {}) as ServiceSpec;
  const { loadBalancerClass, loadBalancerSourceRanges: sourceRanges } = spec;
  const ports = spec.ports?.map(servicePort);
  const others = Object.entries(annotations).filter(([key]) => !isAlibabas(key) && !isWritten(key));
  return {
    service: `${namespace}/${name}`,
    gateway: defined({
      exposure: "LoadBalancer",
      alibaba: parseAnnotations(annotations, loadBalancerClass).args,
      annotations: others.length === 0 ? undefined : Object.fromEntries(others),
      loadBalancerSourceRanges: sourceRanges === undefined ? undefined : [...sourceRanges],
      externalTrafficPolicy: spec.externalTrafficPolicy,
    }),
    problems: [
      ...serviceProblems(spec),
      ...annotationProblems(annotations, loadBalancerClass, defined({ ports, sourceRanges })),
    ],
  };
}

/** Annotations that kubectl and Pulumi write for themselves. */
function isWritten(name: string): boolean {
  return name.startsWith("kubectl.kubernetes.io/") || name.startsWith("pulumi.com/");
}

function servicePort({ port, protocol = "TCP" }: { port: number; protocol?: string }): ServicePort {
  return { port, protocol: protocol === "UDP" ? "udp" : "tcp" };
}

function serviceProblems({ type, loadBalancerClass, loadBalancerIP }: ServiceSpec): Problem[] {
  const problem = (path: string, reason: string): Problem => ({ path, code: "KN7005", reason });
  return [
    ...(type === "LoadBalancer"
      ? []
      : [
          problem(
            "spec.type",
            `must be "LoadBalancer" for the annotations to be read, got ${JSON.stringify(type ?? "ClusterIP")}`,
          ),
        ]),
    ...(loadBalancerClass === undefined || loadBalancerClass === nlbClass
      ? []
      : [
          problem(
            "spec.loadBalancerClass",
            `is another controller's, got "${loadBalancerClass}"; Alibaba's has "${nlbClass}" for an NLB, and none for a CLB`,
          ),
        ]),
    ...(loadBalancerIP === undefined
      ? []
      : [problem("spec.loadBalancerIP", "is not read by Alibaba's controller; network.ip takes its place")]),
  ];
}

/** Services as YAML to put into `gateways`, with what is wrong with them as comments. */
export function importText(imported: readonly ImportedService[]): string {
  return imported
    .map(({ service, gateway, problems }) => {
      const notes = problems.map((problem) => `# ! ${problemLine(problem)}\n`).join("");
      return `# Service ${service}\n${notes}${stringify([gateway], { lineWidth: 0 })}`;
    })
    .join("\n");
}

/** The same for programs. */
export function importJson(imported: readonly ImportedService[]): string {
  return `${JSON.stringify(imported, undefined, 2)}\n`;
}
