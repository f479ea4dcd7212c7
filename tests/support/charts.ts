import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { charts } from "../../provider/src/observability/charts";

/** Charts of the right names and versions with nothing in them, where the real ones can't be had. Gives their directory. */
export function emptyCharts(directory: string): string {
  for (const { name, version } of Object.values(charts)) {
    const chart = join(directory, name);
    mkdirSync(join(chart, "templates"), { recursive: true });
    writeFileSync(join(chart, "Chart.yaml"), stringify({ apiVersion: "v2", name, version }));
    writeFileSync(join(chart, "values.yaml"), "");
  }
  return directory;
}
