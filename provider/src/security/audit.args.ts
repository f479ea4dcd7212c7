import type { SecurityMode } from "./mode";

/** What the API server notes down of requests that concern Knative. It refuses nothing. */
export interface SecurityAuditArgs {
  /** Whether there is a policy; false is the same as leaving `audit` out. Default: true. */
  enabled?: boolean;
  /** "strict" notes the contents of changes and every other request without them, "permissive" only who changed what. Default: the component's. */
  mode?: SecurityMode;
  /** Namespace of a ConfigMap that holds the policy, for whoever sets up the API server. Default: none is made, the outputs have it. */
  configMapNamespace?: string;
  /** Directory of the control plane's nodes that the files lie in. Default: "/etc/kubernetes/audit". */
  directory?: string;
  /** File that is written to, there. Default: "/var/log/kubernetes/audit.log". */
  logPath?: string;
  /** Days that old files are kept, from 1 to 3650. Default: 30. */
  maxAgeDays?: number;
  /** URL that events are sent to as well, https. Default: none. */
  webhookUrl?: string;
}
