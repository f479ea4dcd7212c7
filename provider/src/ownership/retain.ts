import type * as pulumi from "@pulumi/pulumi";

const keep: pulumi.ResourceTransformation = ({ props, opts }) => ({
  props,
  opts: { ...opts, retainOnDelete: true },
});

/** Options of a component all of whose children stay in the cluster when the stack lets go of them. */
export function retaining(
  opts: pulumi.ComponentResourceOptions = {},
  retain = false,
): pulumi.ComponentResourceOptions {
  return retain ? { ...opts, transformations: [...(opts.transformations ?? []), keep] } : opts;
}
