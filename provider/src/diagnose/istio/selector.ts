type Labels = Readonly<Record<string, string>>;

/** Whether labels are those of a Gateway's selector. One that is empty fits nothing here: Istio would take it for all pods. */
export function fits(selector: Labels, labels: Labels | undefined): boolean {
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([key, value]) => labels?.[key] === value);
}

/** As kubectl takes it after `-l`. */
export function labelsText(selector: Labels): string {
  return Object.entries(selector)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
}
