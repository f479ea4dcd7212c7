import { z } from "zod";
import { PodSecurityLevel } from "../pods/pods.args";
import { isDnsSubdomain, namespaceName, leaf, text, texts, under, type Problem } from "../problems";
import { eventingNamespace, systemNamespaces } from "../release/catalog";
import { podSecurityLabel } from "../serving/workloads.plan";
import type { NamespaceArgs } from "./namespaces.args";

const objectName = text("KN4001", "must be the name of a Kubernetes object", isDnsSubdomain);
const registryHost = text(
  "KN1006",
  "must be a registry's host such as registry.example.com:5000, without scheme or path",
  (value) => /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:\d{1,5})?$/i.test(value),
);

export const namespaceShape = z.strictObject({
  name: namespaceName,
  labels: texts.optional(),
  annotations: texts.optional(),
  podSecurity: z.enum(PodSecurityLevel).optional(),
  pullSecrets: z
    .array(
      z.strictObject({
        name: objectName,
        registry: registryHost,
        username: leaf(z.string().min(1)),
        password: leaf(z.string().min(1)),
      }),
    )
    .optional(),
  adopt: z.boolean().optional(),
}) satisfies z.ZodType<NamespaceArgs>;

/** What is wrong with a list of namespaces of the right shape; paths begin with the place in it. */
export function checkNamespaces(namespaces: readonly NamespaceArgs[]): Problem[] {
  return [
    ...repeated(namespaces, "namespaces", ""),
    ...namespaces.flatMap((namespace, index) => under(`[${index}]`, checkNamespace(namespace))),
  ];
}

function checkNamespace({ name, labels = {}, podSecurity, pullSecrets = [] }: NamespaceArgs): Problem[] {
  const isTaken =
    name === "default" ||
    name.startsWith("kube-") ||
    [...systemNamespaces(), eventingNamespace].includes(name);
  const given = labels[podSecurityLabel];
  return [
    ...(isTaken
      ? [
          {
            path: "name",
            code: "KN3008",
            reason: `"${name}" is Kubernetes' or Knative's own and would go with everything in it when the stack is destroyed; leave it out, or take a namespace of your own`,
          } as const,
        ]
      : []),
    ...(podSecurity !== undefined && given !== undefined && given !== podSecurity
      ? [
          {
            path: "podSecurity",
            code: "KN1008",
            reason: `is another level than the label ${podSecurityLabel} says; remove one of them`,
          } as const,
        ]
      : []),
    ...repeated(pullSecrets, "pullSecrets"),
  ];
}

function repeated(named: readonly { readonly name: string }[], list: string, path = list): Problem[] {
  const names = named.map(({ name }) => name);
  return names.flatMap((name, index): Problem[] => {
    const first = names.indexOf(name);
    return first === index
      ? []
      : [
          {
            path: `${path}[${index}].name`,
            code: "KN1007",
            reason: `"${name}" is the name of ${list}[${first}] already`,
          },
        ];
  });
}
