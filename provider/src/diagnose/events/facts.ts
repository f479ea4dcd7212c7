import { readFlow, type FlowFacts } from "../../graph/read";
import { eventingNamespace } from "../../release/catalog";
import type { Snapshot, WebhookConfiguration } from "../facts";
import { logsWanted, readLogs, readSystem } from "../read";
import type { Reader } from "../reader";

/** What was read of Eventing: its installation, and what events flow through. */
export interface EventFacts {
  /** The installation. Eventing has no namespaces of services, so none are read here. */
  readonly snapshot: Snapshot;
  readonly flow: FlowFacts;
}

/** Whether there is anything of Eventing; true where that may not be seen. */
export async function hasEventing(reader: Reader): Promise<boolean> {
  const path = `/api/v1/namespaces/${eventingNamespace}`;
  return (await reader.get(path)) !== undefined || reader.denied.includes(path);
}

/** Reads Eventing, and the flow of events in a namespace, or in all. */
export async function readEvents(reader: Reader, namespace: string | undefined): Promise<EventFacts> {
  const [system, webhooks, flow] = await Promise.all([
    readSystem(reader, eventingNamespace),
    readWebhooks(reader),
    readFlow(reader, namespace),
  ]);
  return {
    snapshot: {
      readAt: Date.now(),
      installation: { ...system, webhooks, nodes: [], domainClaims: [] },
      namespaces: new Map(),
      logs: await readLogs(reader, logsWanted(system.pods)),
      denied: [...reader.denied],
    },
    flow,
  };
}

/** Those of Kafka's parts have no label of their own. */
async function readWebhooks(reader: Reader): Promise<readonly WebhookConfiguration[]> {
  const admission = "/apis/admissionregistration.k8s.io/v1";
  const lists = await Promise.all(
    ["mutatingwebhookconfigurations", "validatingwebhookconfigurations"].map((plural) =>
      reader.list<WebhookConfiguration>(`${admission}/${plural}`),
    ),
  );
  return lists
    .flat()
    .filter(({ webhooks = [] }) =>
      webhooks.some(({ clientConfig }) => clientConfig?.service?.namespace === eventingNamespace),
    );
}
