import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { problemKinds, type ProblemKind } from "../../provider/src/problems";

const areas: readonly [prefix: string, title: string][] = [
  ["KN1", "Any property"],
  ["KN2", "Cluster"],
  ["KN3", "Serving"],
  ["KN4", "Service"],
  ["KN5", "Diagnosis"],
  ["KN6", "Istio"],
  ["KN7", "Alibaba Cloud"],
  ["KN8", "Kube-OVN"],
  ["KN97", "Load test"],
  ["KN98", "Observability"],
];

/** docs/problems.md, written from the one list of problems. */
export function problemsPage(kinds: Readonly<Record<string, ProblemKind>>): string {
  const sections = areas.map(([prefix, title]) => {
    const entries = Object.entries(kinds).filter(([code]) => code.startsWith(prefix));
    return [`## ${title}`, ...entries.map(([code, { title, help }]) => `### ${code}: ${title}\n\n${help}`)].join("\n\n");
  });
  return `${[
    "# Problems",
    "<!-- Written by `npm run docs` from provider/src/problems/codes; edit that. -->",
    "Inputs are checked before anything is touched, and all problems are reported at once: the property's path, the reason with the way out, and one of these codes. A code never changes its meaning.",
    ...sections,
  ].join("\n\n")}\n`;
}

const file = join(__dirname, "..", "..", "docs", "problems.md");

/** The page as it is committed. */
export const committedProblemsPage = () => readFileSync(file, "utf8");

if (require.main === module) {
  writeFileSync(file, problemsPage(problemKinds));
}
