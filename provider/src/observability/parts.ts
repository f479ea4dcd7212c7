/** Whether a part that is off unless given is on. */
export function isOn<T extends { readonly enabled?: boolean }>(part: T | undefined): part is T {
  return part !== undefined && part.enabled !== false;
}
