import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { componentEntries } from "../../provider/src/components";
import { problemAreas, type ProblemKind } from "../../provider/src/problems";

/** The components whose own problems stand in an area, as links to their pages. */
function componentsOf(area: string): string[] {
  const links = componentEntries
    .filter(([, { problems }]) => problems === area)
    .map(([name, { page }]) => `[${name}](${page}.md)`);
  return links.length === 0 ? [] : [`Inputs of ${links.join(", ")}.`];
}

/** docs/problems.md, written from the one list of problems. */
export function problemsPage(
  areas: Readonly<Record<string, Readonly<Record<string, ProblemKind>>>> = problemAreas,
): string {
  const sections = Object.entries(areas).map(([area, kinds]) => {
    const entries = Object.entries(kinds).map(([code, { title, help }]) => `### ${code}: ${title}\n\n${help}`);
    return [`## ${area}`, ...componentsOf(area), ...entries].join("\n\n");
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
  writeFileSync(file, problemsPage());
}
