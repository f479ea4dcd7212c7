import { log, type Resource } from "@pulumi/pulumi";

/**
 * Warns of something about a component, as soon as that is registered. Pulumi shows messages in their order, and one about a resource
 * once its URN is known: said earlier of one that is never registered, for its provider's inputs fail, it would hold back that very error.
 */
export function warnAbout(component: Resource, text: string): void {
  component.urn.apply(() => void log.warn(text, component));
}
