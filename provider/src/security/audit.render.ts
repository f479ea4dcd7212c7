import { stringify } from "yaml";
import type { Manifest } from "../manifests/manifest";
import type { SecurityAuditArgs } from "./audit.args";

/** What the API server is to be given: the contents of files, and flags that name them. */
export interface AuditFiles {
  readonly policy: string;
  /** The kubeconfig of the receiver, where there is one. */
  readonly webhook: string | undefined;
  readonly flags: readonly string[];
}

const changes = ["create", "update", "patch", "delete", "deletecollection"];
const knativeGroups = [
  "serving.knative.dev",
  "eventing.knative.dev",
  "messaging.knative.dev",
  "sources.knative.dev",
  "flows.knative.dev",
  "networking.internal.knative.dev",
  "autoscaling.internal.knative.dev",
];

/** Over and over, and of no one's interest. */
const noise = [
  { level: "None", resources: [{ group: "coordination.k8s.io", resources: ["leases"] }] },
  { level: "None", resources: [{ group: "", resources: ["events"] }, { group: "events.k8s.io" }] },
  { level: "None", nonResourceURLs: ["/healthz*", "/livez*", "/readyz*", "/version", "/metrics"] },
];

/** Never the contents of what is secret. */
const secret = {
  level: "Metadata",
  resources: [
    { group: "", resources: ["secrets", "configmaps", "serviceaccounts/token"] },
    { group: "authentication.k8s.io", resources: ["tokenreviews"] },
  ],
};

/** Who got into a pod. */
const entered = {
  level: "Request",
  resources: [
    {
      group: "",
      resources: ["pods/exec", "pods/attach", "pods/portforward", "pods/ephemeralcontainers"],
    },
  ],
};

const guardingGroups = [
  "rbac.authorization.k8s.io",
  "networking.k8s.io",
  "admissionregistration.k8s.io",
  "security.istio.io",
];

/** The policy, as an object of audit.k8s.io/v1: the first rule that a request matches counts. */
export function auditPolicy(isStrict: boolean): object {
  const changed = (groups: readonly string[]) => ({
    level: isStrict ? "RequestResponse" : "Metadata",
    verbs: changes,
    resources: groups.map((group) => ({ group })),
  });
  return {
    apiVersion: "audit.k8s.io/v1",
    kind: "Policy",
    omitStages: ["RequestReceived"],
    rules: [
      ...noise,
      secret,
      entered,
      changed(knativeGroups),
      changed(guardingGroups),
      { level: isStrict ? "Metadata" : "None" },
    ],
  };
}

export function auditFiles(
  {
    directory = "/etc/kubernetes/audit",
    logPath = "/var/log/kubernetes/audit.log",
    maxAgeDays = 30,
    webhookUrl,
  }: SecurityAuditArgs,
  isStrict: boolean,
): AuditFiles {
  return {
    policy: stringify(auditPolicy(isStrict)),
    webhook: webhookUrl === undefined ? undefined : stringify(receiver(webhookUrl)),
    flags: [
      `--audit-policy-file=${directory}/policy.yaml`,
      `--audit-log-path=${logPath}`,
      `--audit-log-maxage=${maxAgeDays}`,
      "--audit-log-maxsize=100",
      ...(webhookUrl === undefined ? [] : [`--audit-webhook-config-file=${directory}/webhook.yaml`]),
    ],
  };
}

/** The API server finds who takes events in the form of a kubeconfig. */
function receiver(server: string): object {
  return {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "receiver", cluster: { server } }],
    users: [{ name: "api-server" }],
    contexts: [{ name: "receiver", context: { cluster: "receiver", user: "api-server" } }],
    "current-context": "receiver",
  };
}

/** The files in a ConfigMap, where one is asked for. */
export function renderAudit(args: SecurityAuditArgs, isStrict: boolean): Manifest[] {
  const { policy, webhook } = auditFiles(args, isStrict);
  return args.configMapNamespace === undefined
    ? []
    : [
        {
          apiVersion: "v1",
          kind: "ConfigMap",
          metadata: { name: "knative-audit-policy", namespace: args.configMapNamespace },
          data: { "policy.yaml": policy, ...(webhook === undefined ? {} : { "webhook.yaml": webhook }) },
        },
      ];
}
