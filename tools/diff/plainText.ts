/** A text that can't steer a terminal: without colour directives of the engine and without control characters. */
export function plainText(text: string): string {
  return text
    .replace(/<\{%.*?%\}>/g, "")
    .replace(/\x1b\[[0-9;]*[A-Za-z]|[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, "")
    .trim();
}
