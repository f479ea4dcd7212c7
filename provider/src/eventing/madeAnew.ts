import * as pulumi from "@pulumi/pulumi";
import { isObject, type Json } from "../manifests/manifest";

const annotation = "knative.pulumi.com/made-anew";

/** What becomes of events where an object is made anew. */
export const Loss = {
  /** It keeps events itself, and they go with it. */
  Kept: "events not yet handed on are lost",
  /** It keeps none, but isn't there for a moment. */
  Between: "events that come in between pass it by",
} as const;

/**
 * Says of an object what Knative lets nobody change, and what its change means for events: the preview of a replacement shows the
 * text that changes. Of what is left to Knative there is nothing to say.
 */
export function madeAnew(
  fixed: Readonly<Record<string, Json>>,
  loss: string,
): Readonly<Record<string, string>> {
  const said = Object.entries(fixed).filter(([, value]) => value !== undefined);
  if (said.length === 0) {
    return {};
  }
  const textOf = (known: readonly (readonly [string, unknown])[]) =>
    `${known.map(([name, value]) => `${name} ${JSON.stringify(value)}`).join(", ")}; made anew where this changes: ${loss}`;
  const text = said.some(([, value]) => isLater(value))
    ? pulumi.output(said).apply((known) => textOf(known as [string, unknown][]))
    : textOf(said);
  return { [annotation]: text } as Readonly<Record<string, string>>; // an Output passes through untouched
}

/** Whether a part of it is known only while the program runs. */
function isLater(value: unknown): boolean {
  return (
    pulumi.Output.isInstance(value) ||
    value instanceof Promise ||
    (Array.isArray(value) && value.some(isLater)) ||
    (isObject(value) && Object.values(value).some(isLater))
  );
}
