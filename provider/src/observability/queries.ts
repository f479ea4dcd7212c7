import { programLabel, revisionLabels, serviceLabels } from "../monitoring/metrics";
import { observed, type ObservedMetric } from "./metrics";

export const byService = `by (${serviceLabels.join(", ")})`;
export const byRevision = `by (${revisionLabels.join(", ")})`;

const ofServices = `${programLabel}="services"`;
const also = (selector: string): string => (selector === "" ? "" : `, ${selector}`);

/** Requests a second to services, as their pods count them. */
export function requestRate(window: string, selector = "", by = byService): string {
  const name = observed("kn_serving_invocation_duration_seconds_count", `${ofServices}${also(selector)}`);
  return `sum ${by} (rate(${name}${window}))`;
}

/** Percentage of requests that were answered without an error of the server; 100 where there was none. */
export function successPercent(window: string, selector = ""): string {
  const failed = requestRate(window, `http_response_status_code=~"5.."${also(selector)}`);
  const all = requestRate(window, selector);
  return `100 * (1 - (${failed} or 0 * ${all}) / (${all} > 0))`;
}

/** Time within which a share of the requests was answered. */
export function answerTime(quantile: number, window: string, selector = ""): string {
  const name = observed("kn_serving_invocation_duration_seconds_bucket", `${ofServices}${also(selector)}`);
  return `histogram_quantile(${quantile}, sum by (le, ${serviceLabels.join(", ")}) (rate(${name}${window})))`;
}

// Several autoscalers may tell of a revision, one of them in charge: the highest is never too low.
export function ofRevision(name: ObservedMetric, selector = "", offset = ""): string {
  return `max ${byRevision} (${observed(name, selector)}${offset})`;
}

/**
 * How often a service had its first ready pod after it had none, in a day: each minute in which a revision has pods, and had none
 * the minute before. What begins and ends within one minute is not seen. A new revision has no minute before.
 */
export function coldStarts(selector = ""): string {
  const now = `${ofRevision("kn_revision_pods_count", selector)} > bool 0`;
  const before = `${ofRevision("kn_revision_pods_count", selector, " offset 1m")} > bool 0`;
  return `sum ${byService} (sum_over_time(((${now}) > bool (${before}))[1d:1m]))`;
}

/** Pods of Knative, which all have a queue-proxy. */
const knativePods = `max by (namespace, pod) (${observed("kube_pod_container_info", 'container="queue-proxy"')})`;

/** A sum over the pods of each revision; a revision's Deployment is called after it. */
function overPods(expression: string): string {
  const labelled = `label_replace((${expression}) * on (namespace, pod) group_left () (${knativePods}), "kn_revision_name", "$1", "pod", "(.+)-deployment-.+")`;
  return `sum by (namespace, kn_revision_name) (${labelled})`;
}

export function cpuUsed(window: string, selector = ""): string {
  const name = observed("container_cpu_usage_seconds_total", `container!=""${also(selector)}`);
  return overPods(`sum by (namespace, pod) (rate(${name}${window}))`);
}

export function memoryUsed(selector = ""): string {
  const name = observed("container_memory_working_set_bytes", `container!=""${also(selector)}`);
  return overPods(`sum by (namespace, pod) (${name})`);
}

/** Percentage of the CPU that its pods ask for, which a revision uses. */
export function cpuPercent(window: string, selector = ""): string {
  const name = observed("kube_pod_container_resource_requests", `resource="cpu"${also(selector)}`);
  return `100 * ${cpuUsed(window, selector)} / ${overPods(`sum by (namespace, pod) (${name})`)}`;
}

const ofBroker = "kn_broker_namespace, kn_broker_name";

/** Events that were sent on, a second; by the Broker where there is one. */
export function dispatchRate(window: string, selector = "", by = `by (${ofBroker}, container)`): string {
  return `sum ${by} (rate(${observed("kn_eventing_dispatch_duration_seconds_count", selector)}${window}))`;
}

/** Percentage of events that were taken by whom they were sent to. */
export function deliveredPercent(window: string): string {
  const all = dispatchRate(window);
  const failed = dispatchRate(window, 'http_response_status_code!~"2.."');
  return `100 * (1 - (${failed} or 0 * ${all}) / (${all} > 0))`;
}

/** Time within which a share of the events was handed over, or got through the Broker's filter. */
export function eventTime(
  name: "kn_eventing_dispatch_duration_seconds_bucket" | "kn_eventing_process_duration_seconds_bucket",
  quantile: number,
  window: string,
): string {
  return `histogram_quantile(${quantile}, sum by (le, ${ofBroker}, container) (rate(${observed(name)}${window})))`;
}

/** Records that consumers are behind, by topic. */
export const kafkaLag = `sum by (pod, topic) (${observed("kafka_consumer_fetch_manager_records_lag")})`;
