import { problemKinds } from "../problems/codes";
import { isError, objectText, type Finding } from "./finding";

/** Ways to set off parts of a text. */
export interface Paint {
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly cyan: (text: string) => string;
  readonly bold: (text: string) => string;
}

/** Ways to set off what is fine as well. */
export interface MarkPaint extends Paint {
  readonly green: (text: string) => string;
}

const same = (text: string): string => text;
const plain: Paint = { red: same, yellow: same, cyan: same, bold: same };

/** A finding of any way, by its own links. */
type AnyFinding = Omit<Finding, "link"> & { readonly link: string };

/** Links in their order, each with a mark for what was found of it. */
export function linkMarks(
  links: readonly string[],
  findings: readonly AnyFinding[],
  paint: MarkPaint,
): string[] {
  return links.map((link) => {
    const found = findings.filter((finding) => finding.link === link);
    const mark = found.some(isError)
      ? paint.red("✘")
      : found.length > 0
        ? paint.yellow("!")
        : paint.green("✔");
    return `${mark} ${link}`;
  });
}

/** The first finding, then the others, or that there are none. */
export function findingsText(findings: readonly AnyFinding[], paint: MarkPaint): string[] {
  const [first, ...others] = findings;
  return [
    first === undefined ? paint.green("Nothing is broken.") : findingText(first, paint),
    others.length === 0
      ? ""
      : [paint.bold("Also:"), ...others.map((finding) => findingText(finding, paint))].join("\n"),
  ];
}

/** What could not be judged. */
export function deniedText(denied: readonly string[]): string {
  return denied.length === 0
    ? ""
    : `Not looked at, for the credentials may not read it:\n${denied.map((path) => `  ${path.split("?")[0]}`).join("\n")}`;
}

/** A diagnosis as JSON, for programs: `first` is the first broken link. */
export function diagnosisJson(findings: readonly AnyFinding[], diagnosis: object): string {
  const broken = findings.filter(isError).length;
  return `${JSON.stringify({ ok: broken === 0, broken, first: findings[0], ...diagnosis }, undefined, 2)}\n`;
}

/** Parts of a text, apart from each other; empty ones are left out. */
export function joinedParts(parts: readonly string[]): string {
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

/** One finding in full; without colours as it stands in an update's output. */
export function findingText(finding: AnyFinding, paint: Paint = plain): string {
  const { link, object, severity, code, message, cause, next } = finding;
  const mark = severity === "error" ? paint.red("✘") : paint.yellow("!");
  const indented = (text: string): string => text.split("\n").join("\n            ");
  return [
    `${mark} ${paint.bold(link)}: ${problemKinds[code].title} [${code}]`,
    `    object: ${objectText(object)}`,
    `    says:   ${indented(message)}`,
    `    cause:  ${indented(cause)}`,
    ...next.map((command, index) => `    ${index === 0 ? "next:  " : "       "} ${paint.cyan(command)}`),
  ].join("\n");
}
