import type { KubernetesObject } from "@kubernetes/client-node";
import { parseAllDocuments } from "yaml";

/** The objects of a text of YAML documents. Documents of comments alone hold none. */
export function objectsOf(text: string): KubernetesObject[] {
  return parseAllDocuments(text)
    .map((document) => {
      const [error] = document.errors;
      if (error !== undefined) throw new Error(`a rendered chart is no YAML: ${error.message}`);
      return document.toJS() as KubernetesObject | null;
    })
    .filter((object) => object !== null);
}

/** Objects in the order in which a cluster takes them: definitions of kinds, what pods need, the rest. */
export interface Stages {
  readonly definitions: readonly KubernetesObject[];
  readonly others: readonly KubernetesObject[];
  /** What asks the control plane about other objects: only when it answers. */
  readonly webhooks: readonly KubernetesObject[];
}

export function stagesOf(objects: readonly KubernetesObject[]): Stages {
  const isDefinition = ({ kind }: KubernetesObject) => kind === "CustomResourceDefinition";
  const isWebhook = ({ kind }: KubernetesObject) => kind?.endsWith("WebhookConfiguration") === true;
  return {
    definitions: objects.filter(isDefinition),
    others: objects.filter((object) => !isDefinition(object) && !isWebhook(object)),
    webhooks: objects.filter(isWebhook),
  };
}
