import { kubectl, nameOf } from "../diagnose/finding";
import type { NetworkFacts, NetworkPod } from "./diagnose.facts";
import { error, type NetworkFinding } from "./diagnose.finding";
import type { PodInterface } from "./diagnose.pod";
import { networkOf, providerOf, type AttachmentName } from "./kubeovn.names";

/** Whether an interface that a pod asks for is there. */
export function checkInterface(facts: NetworkFacts, pod: NetworkPod, each: PodInterface): NetworkFinding[] {
  const { attachment, subnet, subnetName, allocated, name } = each;
  const definition = attachment && checkDefinition(facts, pod, each);
  if (definition !== undefined && definition.length > 0) {
    return definition;
  }
  const next = [kubectl(pod.metadata.namespace, "describe", "pod", pod.metadata.name)];
  if (subnetName !== undefined && subnet === undefined) {
    return [
      error(attachment === undefined ? "subnet" : "attachment", nameOf("Pod", pod), "KN8107", {
        message: `${name} is to be in subnet "${subnetName}", which isn't there`,
        cause: "the annotation names another subnet, or it was removed",
        next: [kubectl(undefined, "get", "subnets"), ...next],
      }),
    ];
  }
  const event = facts.events.at(-1);
  return allocated
    ? checkHome(facts, pod, each)
    : [
        error(attachment === undefined ? "pod" : "attachment", nameOf("Pod", pod), "KN8107", {
          message: event === undefined ? `${name} has no address` : `${event.reason}: ${event.message}`,
          cause:
            attachment === undefined
              ? "Kube-OVN gave the pod no address"
              : "interfaces are given to new pods only: was the pod there before the annotation, or the definition?",
          next,
        }),
      ];
}

function checkDefinition(facts: NetworkFacts, pod: NetworkPod, each: PodInterface): NetworkFinding[] {
  const { attachment } = each;
  if (attachment === undefined || !facts.multusDefined) {
    return [];
  }
  const object = { kind: "NetworkAttachmentDefinition", ...attachment };
  const found = facts.attachments.find(
    ({ metadata }) => metadata.name === attachment.name && metadata.namespace === attachment.namespace,
  );
  if (found === undefined) {
    return [
      error("attachment", object, "KN8105", {
        message: `pod ${pod.metadata.name} names ${networkOf(attachment)}, and there is no such definition`,
        cause:
          "it is in another namespace, or has another name; a name without a namespace means the pod's own",
        next: [kubectl(undefined, "get", "net-attach-def", "-A")],
      }),
    ];
  }
  return checkProvider(attachment, each, providerIn(found.spec?.config));
}

function checkProvider(attachment: AttachmentName, each: PodInterface, provider: string): NetworkFinding[] {
  const wanted = providerOf(attachment);
  const columns = "custom-columns=NAME:.metadata.name,PROVIDER:.spec.provider";
  return provider === wanted && each.subnetName !== undefined
    ? []
    : [
        error("attachment", { kind: "NetworkAttachmentDefinition", ...attachment }, "KN8106", {
          message:
            provider === wanted
              ? `no subnet has the provider "${wanted}"`
              : `its provider is "${provider}", and Kube-OVN looks for "${wanted}"`,
          cause: "definition, subnet and annotations name the provider each, and must agree",
          next: [
            kubectl(attachment.namespace, "get", "net-attach-def", attachment.name, "-o", "yaml"),
            kubectl(undefined, "get", "subnets", "-o", columns),
          ],
        }),
      ];
}

function providerIn(config: string | undefined): string {
  try {
    return String((JSON.parse(config ?? "{}") as { provider?: unknown }).provider);
  } catch {
    return "unreadable";
  }
}

/** A namespace's subnet is that of new pods; the others stay where they are. */
function checkHome({ namespace }: NetworkFacts, pod: NetworkPod, each: PodInterface): NetworkFinding[] {
  const bound = namespace?.metadata.annotations?.["ovn.kubernetes.io/logical_switch"];
  const elsewhere =
    each.attachment === undefined &&
    bound !== undefined &&
    each.subnetName !== undefined &&
    !bound.split(",").includes(each.subnetName);
  return elsewhere
    ? [
        {
          link: "pod",
          object: nameOf("Pod", pod),
          severity: "warning",
          code: "KN8112",
          message: `it is in subnet "${each.subnetName}", and its namespace is for "${bound}"`,
          cause: "it was there before the namespace was given to the subnet, or names its subnet itself",
          next: [kubectl(pod.metadata.namespace, "get", "pod", pod.metadata.name, "-o", "yaml")],
        },
      ]
    : [];
}
