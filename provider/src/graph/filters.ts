import { isObject } from "../manifests/manifest";

/** The filters of a Trigger or an ApiServerSource in one line; undefined where it takes every event. */
export function filterText(spec: unknown): string | undefined {
  if (!isObject(spec)) {
    return undefined;
  }
  const { filters, filter } = spec;
  // Knative passes over the one where the others are given.
  if (Array.isArray(filters) && filters.length > 0) {
    return joined(filters, " and ");
  }
  const attributes = isObject(filter) ? filter["attributes"] : undefined;
  return isObject(attributes) && Object.keys(attributes).length > 0 ? pairs(attributes, "=") : undefined;
}

function oneFilter(filter: unknown): string {
  if (!isObject(filter)) {
    return String(filter);
  }
  return Object.entries(filter)
    .map(([dialect, value]) => inDialect(dialect, value))
    .join(" and ");
}

function inDialect(dialect: string, value: unknown): string {
  switch (dialect) {
    case "exact":
      return pairs(value, "=");
    case "prefix":
      return pairs(value, "begins with");
    case "suffix":
      return pairs(value, "ends with");
    case "all":
      return joined(value, " and ");
    case "any":
      return `(${joined(value, " or ")})`;
    case "not":
      return `not (${oneFilter(value)})`;
    case "cesql":
      return String(value);
    default:
      return `${dialect} ${JSON.stringify(value)}`;
  }
}

function pairs(value: unknown, relation: string): string {
  const all = isObject(value) ? Object.entries(value) : [];
  return all.map(([attribute, wanted]) => `${attribute} ${relation} ${String(wanted)}`).join(" and ");
}

function joined(filters: unknown, by: string): string {
  return Array.isArray(filters) ? filters.map(oneFilter).join(by) : "";
}
