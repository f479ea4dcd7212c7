import { didYouMean, type Problem } from "../../problems";
import type { NetworkSettingsArgs } from "./network";

const broken = (isBroken: boolean, path: string, reason: string): Problem[] =>
  isBroken ? [{ path, code: "KN3303", reason }] : [];

// What templates are given: networking pkg/config/config.go, DomainTemplateValues and TagTemplateValues.
const templateFields = {
  domainTemplate: ["Name", "Namespace", "Domain", "Annotations", "Labels"],
  tagTemplate: ["Name", "Tag"],
} as const;

/** Go templates that can't be read, or name what there isn't: Knative's webhook refuses the ConfigMap, and then nothing starts. */
export function checkTemplates(settings: NetworkSettingsArgs): Problem[] {
  return (["domainTemplate", "tagTemplate"] as const).flatMap((property) => {
    const text = settings[property] ?? "";
    const known: readonly string[] = templateFields[property];
    const outside = text.replace(/\{\{.*?\}\}/g, "");
    const fields = [...text.matchAll(/\{\{.*?\}\}/g)].flatMap(([action]) =>
      [...action.matchAll(/(?:^|[\s({|])\.([A-Za-z]\w*)/g)].map(([, field = ""]) => field),
    );
    const unknown = fields.find((field) => !known.includes(field));
    return [
      ...broken(
        /\{\{|\}\}/.test(outside),
        property,
        `is no Go template: each {{ needs its }}, got ${JSON.stringify(text)}`,
      ),
      ...broken(
        unknown !== undefined,
        property,
        `has no .${unknown}${didYouMean(unknown ?? "", known)}; it has ${known.map((name) => `.${name}`).join(", ")}`,
      ),
    ];
  });
}
