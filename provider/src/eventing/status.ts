import type * as pulumi from "@pulumi/pulumi";
import { getAt, type Path } from "../manifests/manifest";

/** A text of an object's status; empty where the status has none, or there is none yet. */
export function textAt(status: pulumi.Output<unknown>, path: Path): pulumi.Output<string> {
  return status.apply((state) => {
    const value = getAt(state, path);
    return typeof value === "string" ? value : "";
  });
}
