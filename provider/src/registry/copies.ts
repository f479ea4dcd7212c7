import { relocateImage } from "../manifests/images";
import { ImageLayout } from "../release/images.args";
import { addressOf, instancesOf } from "./instances";
import type { RegistryArgs } from "./registry.args";

/** An image and where it is to be copied. */
export interface RegistryCopy {
  /** The image as it is named upstream. */
  readonly from: string;
  /** Its name in the registry. */
  readonly to: string;
}

/** Where each image goes. */
export function copiesOf(images: readonly string[], args: RegistryArgs): RegistryCopy[] {
  const [own] = instancesOf(args);
  const settings = { registry: addressOf(own, args), layout: args.layout ?? ImageLayout.Path };
  return images.map((from) => ({ from, to: relocateImage(from, settings) }));
}
