import { didYouMean, type Problem } from "../problems";
import { scaleShape } from "./scale.check";
import type { ServiceArgs } from "./service.args";

const ownProperties: Readonly<Record<string, string>> = {
  "networking.knative.dev/visibility": "visibility",
  "serving.knative.dev/timeout": "timeoutSeconds",
};

/** Annotations and labels that Knative refuses, or ignores in silence, where a user would put them. */
export function checkMetadata(args: ServiceArgs): Problem[] {
  const places = ["labels", "annotations", "podLabels", "podAnnotations"] as const;
  return places.flatMap((place) =>
    Object.keys(args[place] ?? {}).flatMap((key): Problem[] => {
      const property =
        ownProperties[key] ?? (key.startsWith("autoscaling.knative.dev/") ? scaleProperty(key) : undefined);
      return property === undefined
        ? []
        : [
            {
              path: `${place}[${JSON.stringify(key)}]`,
              code: "KN4012",
              reason: `belongs in the property ${property}, which puts it where Knative reads it`,
            },
          ];
    }),
  );
}

function scaleProperty(key: string): string {
  const wanted = key
    .replace("autoscaling.knative.dev/", "")
    .replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  const known = Object.keys(scaleShape.shape);
  return known.includes(wanted) ? `scale.${wanted}` : `scale${didYouMean(wanted, known)}`;
}
