import type { Registered } from "../manifests/objects";
import { memoryOf } from "../manifests/memory";

/** What installations of Eventing have registered. */
export const eventingMemory = memoryOf<Pick<Registered, "last">>();
