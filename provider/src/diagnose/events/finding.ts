import type { Finding } from "../finding";

/** The links between an event's source and what gets it, in the order in which the event comes to them; Eventing's own programs first. */
export const eventLinks = [
  "controllers",
  "webhook",
  "source",
  "broker",
  "trigger",
  "channel",
  "subscription",
  "flow",
  "sink",
  "subscriber",
  "dead letters",
] as const;
export type EventLink = (typeof eventLinks)[number];

/** What is wrong on the way of events. */
export type EventFinding = Finding<EventLink>;

/** The first broken link first; what works all the same comes last. */
export function inEventOrder(findings: readonly EventFinding[]): readonly EventFinding[] {
  const rank = ({ link, severity }: EventFinding): number =>
    eventLinks.indexOf(link) + (severity === "error" ? 0 : eventLinks.length);
  return findings.toSorted((a, b) => rank(a) - rank(b));
}
