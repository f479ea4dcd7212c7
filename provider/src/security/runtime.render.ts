import { stringify } from "yaml";
import type { Manifest } from "../manifests/manifest";
import { eventingNamespace, systemNamespaces } from "../release/catalog";
import type { SecurityRuntimeArgs } from "./security.args";

export const defaultFalcoNamespace = "falco";
export const falcoFile = "knative_rules.yaml";

const revisionLabel = "serving.knative.dev/revision";
const listed = (values: readonly string[]): string => `(${values.join(", ")})`;
const started = "evt.type in (execve, execveat)";
// Where upstream's images have their programs, and Envoy's and Istio's.
const ownPrograms = ["/ko-app/", "/usr/local/bin/envoy", "/usr/local/bin/pilot-agent"];

interface FalcoRule {
  readonly rule: string;
  readonly desc: string;
  readonly condition: string;
  readonly output: string;
}

const where =
  "user=%user.name command=%proc.cmdline parent=%proc.pname namespace=%k8s.ns.name pod=%k8s.pod.name container=%container.name image=%container.image.repository";

function rules({ allowedPrograms = [] }: SecurityRuntimeArgs): readonly FalcoRule[] {
  const programs = [...ownPrograms, ...allowedPrograms].map((path) => `proc.exepath startswith ${path}`);
  return [
    {
      rule: "Shell in a Knative service",
      desc: "A shell was started in the pod of a service, whose programs answer requests and start none",
      condition: `knative_service and ${started} and proc.name in (knative_shells)`,
      output: `Shell in a Knative service (${where})`,
    },
    {
      rule: "Unknown program in Knative's namespaces",
      desc: "Something else than Knative's own programs was started beside them",
      condition: `knative_system and ${started} and not (${programs.join(" or ")})`,
      output: `Unknown program in Knative's namespaces (exe=%proc.exepath ${where})`,
    },
    {
      rule: "Programs changed in a Knative pod",
      desc: "A file was written where programs lie, which images bring and nobody changes",
      condition:
        "(knative_service or knative_system) and evt.type in (open, openat, openat2, creat) and evt.is_open_write=true and fd.directory in (knative_program_directories)",
      output: `Programs changed in a Knative pod (file=%fd.name ${where})`,
    },
    {
      rule: "Cloud's metadata asked by a Knative service",
      desc: "A service called the address at which clouds give nodes their credentials",
      condition: 'knative_service and evt.type=connect and fd.sip="169.254.169.254"',
      output: `Cloud's metadata asked by a Knative service (connection=%fd.name ${where})`,
    },
  ];
}

/** Rules for Falco, with lists and macros of their own: they stand beside any others. */
export function falcoRules(args: SecurityRuntimeArgs, isStrict: boolean): readonly object[] {
  const { namespaces = [] } = args;
  const service =
    namespaces.length === 0
      ? `k8s.pod.label[${revisionLabel}] exists`
      : `k8s.ns.name in ${listed(namespaces)} and k8s.pod.label[${revisionLabel}] exists`;
  const system = [...systemNamespaces(), eventingNamespace];
  return [
    { list: "knative_shells", items: ["ash", "bash", "busybox", "csh", "dash", "ksh", "sh", "zsh"] },
    {
      list: "knative_program_directories",
      items: ["/bin", "/sbin", "/usr/bin", "/usr/sbin", "/usr/local/bin", "/ko-app"],
    },
    { macro: "knative_service", condition: `(container.id != host and ${service})` },
    { macro: "knative_system", condition: `(container.id != host and k8s.ns.name in ${listed(system)})` },
    ...rules(args).map((rule) => ({
      ...rule,
      priority: isStrict ? "CRITICAL" : "NOTICE",
      tags: ["knative", "container"],
    })),
  ];
}

/** The rules in a ConfigMap, for Falco to mount. */
export function renderRuntime(args: SecurityRuntimeArgs, isStrict: boolean): Manifest[] {
  const { falcoNamespace = defaultFalcoNamespace } = args;
  return [
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "knative-falco-rules", namespace: falcoNamespace },
      data: { [falcoFile]: stringify(falcoRules(args, isStrict)) },
    },
  ];
}
