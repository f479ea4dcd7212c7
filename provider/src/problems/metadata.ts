import { isDnsSubdomain } from "./formats";
import { under, type Problem } from "./problem";
import { pathText } from "./shape";

/** Maps of labels or annotations; values that are known only later are passed over. */
export type Metadata = Readonly<Record<string, unknown>>;

// k8s.io/apimachinery pkg/util/validation: IsQualifiedName and IsValidLabelValue.
const word = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

function isQualifiedName(key: string): boolean {
  const [first = "", second, ...rest] = key.split("/");
  return (
    rest.length === 0 &&
    (second === undefined ? word.test(first) : isDnsSubdomain(first) && word.test(second))
  );
}

/** Keys that Kubernetes refuses of annotations. `path` is that of the map. */
export function checkAnnotations(path: string, annotations: Metadata = {}): Problem[] {
  const reason =
    "is no key of Kubernetes: a name of letters, digits, '-', '_' and '.', at most 63 characters, before it a domain and '/' if need be";
  const wrong = Object.keys(annotations).filter((key) => !isQualifiedName(key));
  return under(
    path,
    wrong.map((key) => ({ path: pathText([key]), code: "KN1012", reason })),
  );
}

/** Keys and values that Kubernetes refuses of labels. `path` is that of the map. */
export function checkLabels(path: string, labels: Metadata = {}): Problem[] {
  const wrong = Object.entries(labels).filter(
    ([, value]) => typeof value === "string" && value !== "" && !word.test(value),
  );
  return [
    ...checkAnnotations(path, labels),
    ...under(
      path,
      wrong.map(([key, value]) => ({ path: pathText([key]), code: "KN1012", reason: valueReason(value) })),
    ),
  ];
}

function valueReason(value: unknown): string {
  return `must be empty, or letters, digits, '-', '_' and '.', at most 63 characters, as values of labels are, got ${JSON.stringify(value)}; other texts go into annotations`;
}
