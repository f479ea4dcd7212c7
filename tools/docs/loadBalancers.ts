import { join } from "node:path";
import { annotationTable, changeFor, isReadBy, type AnnotationRow } from "../../provider/src/alibaba/annotations.table";
import { AlibabaSlbType } from "../../provider/src/alibaba/loadBalancer.enums";

const changes = { update: "yes", replace: "new load balancer", ignored: "new load balancer (else passed over)" } as const;

function changeText(row: AnnotationRow): string {
  const texts = Object.values(AlibabaSlbType)
    .filter((type) => isReadBy(row, type))
    .map((type) => [type, changes[changeFor(row, type)]] as const);
  const distinct = new Set(texts.map(([, text]) => text));
  return distinct.size === 1 ? (texts[0]?.[1] ?? "") : texts.map(([type, text]) => `${type.toUpperCase()}: ${text}`).join("; ");
}

/** The table of annotations in docs/load-balancers.md. */
export function annotationsTable(): string {
  const rows = annotationTable.map((row) => {
    const { key, path, on, codec, since } = row;
    const who = on === "both" ? "CLB, NLB" : on.toUpperCase();
    const from = since === undefined ? "" : ` (${since})`;
    return `| \`${key}\` | \`${path}\` | ${who}${from} | ${codec.values} | ${row.default} | ${changeText(row)} |`;
  });
  return ["| annotation | property | read for | values | without it | can change later |", "|---|---|---|---|---|---|", ...rows].join("\n");
}

const markers = /(<!-- annotations: npm run docs -->\n)[^]*?(<!-- end of annotations -->)/;
export const loadBalancersPage = join(__dirname, "..", "..", "docs", "load-balancers.md");

/** A page with its table written anew. */
export function withAnnotations(page: string): string {
  return page.replace(markers, (_, start: string, end: string) => `${start}\n${annotationsTable()}\n\n${end}`);
}
