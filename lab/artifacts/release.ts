import {
  findEventing,
  findRelease,
  type EventingRelease,
  type ServingRelease,
} from "../../provider/src/release/catalog";

const MINOR = "1.21";

/**
 * The Knative release that the lab builds and mirrors. `toolchain/knative/go.mod` holds the module versions that belong
 * to it: Knative's modules are v0.(minor + 27).
 */
export function labRelease(): ServingRelease {
  const release = findRelease(MINOR);
  if (release === undefined) throw new Error(`the catalogue has no Knative ${MINOR}, which the lab builds`);
  return release;
}

/** The release of Eventing that goes with it. */
export function labEventingRelease(): EventingRelease {
  const release = findEventing(MINOR);
  if (release === undefined)
    throw new Error(`the catalogue has no Knative Eventing ${MINOR}, which the lab builds`);
  return release;
}
