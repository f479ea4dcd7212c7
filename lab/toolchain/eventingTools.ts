import type { GoTool } from "./tools";

/** The Go module of Knative Eventing, its manifests included. */
export const EVENTING_MODULE = "knative.dev/eventing";

/** What the Jobs after an upgrade run, by import path: the one program that is not of that module. */
export const EVENTING_MIGRATION = "knative.dev/pkg/apiextensions/storageversion/cmd/migrate";

/** Eventing's programs, by their paths below the module's `cmd`. */
export const EVENTING_PROGRAMS = [
  "controller",
  "webhook",
  "mtping",
  "mtchannel_broker",
  "broker/filter",
  "broker/ingress",
  "in_memory/channel_controller",
  "in_memory/channel_dispatcher",
  "apiserver_receive_adapter",
  "jobsink",
  "requestreply",
  "auth_proxy",
] as const;

/** The programs of Knative Eventing, its in-memory channel and its broker. Built only for those who ask for them. */
export const EVENTING_TOOL: GoTool = {
  title: "Knative Eventing",
  module: "eventing",
  packages: [...EVENTING_PROGRAMS.map((path) => `${EVENTING_MODULE}/cmd/${path}`), EVENTING_MIGRATION],
  checks: [],
};
