import type * as pulumi from "@pulumi/pulumi";
import { isDnsLabel, didYouMean, type Problem } from "../problems";

/** What stands for all gateways among the names of gateways. */
export const everyGateway = "*";

/** Label that a service carries to be served by the gateway of that name. */
export function gatewayLabel(name: string): string {
  return `gateways.knative.pulumi.com/use-${name}`;
}

/** Labels of a service that asks for gateways by name. */
export function gatewayLabels(names: readonly string[] = []): Record<string, string> {
  return Object.fromEntries(names.map((name) => [gatewayLabel(name), "true"]));
}

/** What a service says of itself. */
export interface Choosing {
  readonly labels?: Readonly<Record<string, pulumi.Input<string>>>;
  readonly gateways?: readonly string[];
}

/** All labels of a service by which installations choose: its own, and those of the gateways that it asks for. */
export function choosingLabels({ labels, gateways }: Choosing): Record<string, pulumi.Input<string>> {
  return { ...labels, ...gatewayLabels(gateways) };
}

/** Labels of a service's route, by which Knative chooses its domain and net-istio its gateways: the service's, and its name. */
export function routeLabels(
  service: Choosing & { readonly name?: string },
): Record<string, pulumi.Input<string>> {
  return { ...choosingLabels(service), "serving.knative.dev/service": service.name ?? "" };
}

/** What is wrong with the names of gateways in themselves. `path` is where they stand. */
export function checkChoice(names: readonly string[]): Problem[] {
  return names.flatMap((name, index): Problem[] => {
    const path = `gateways[${index}]`;
    const first = names.indexOf(name);
    if (first < index) {
      return [{ path, code: "KN1007", reason: `"${name}" is listed already at gateways[${first}]` }];
    }
    if (name === everyGateway) {
      const reason = `"*" stands for all gateways and stands alone; remove the other names`;
      return names.length > 1 ? [{ path, code: "KN6060", reason }] : [];
    }
    return isDnsLabel(name)
      ? []
      : [{ path, code: "KN6060", reason: `must be the name of a gateway or "*", got "${name}"` }];
  });
}

/** Names that none of an installation's gateways has. `service` is who asks for them. */
export function checkChosen(names: readonly string[], known: readonly string[], service: string): Problem[] {
  return names.flatMap((name, index): Problem[] =>
    name === everyGateway || known.includes(name)
      ? []
      : [
          {
            path: `gateways[${index}]`,
            code: "KN6061",
            reason: `the service ${service} asks for the gateway "${name}", and there is none of that name${didYouMean(name, known)}; serving.gateways has ${known.length === 0 ? "none" : known.join(", ")}. Before a gateway is removed or gets another name, its services move to another one`,
          },
        ],
  );
}
