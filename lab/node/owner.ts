import { join } from "node:path";

import { readText, writeText } from "./files";
import { PATHS } from "./layout";
import { CHECKOUT, thisHolder, type Holder } from "./lock";

/**
 * The checkout whose lab is up, if one is.
 *
 * @param run directory of an instance, by default this one's
 */
export async function readOwner(run: string = PATHS.run): Promise<Holder | undefined> {
  const text = await readText(ownerFile(run));
  return text === undefined ? undefined : (JSON.parse(text) as Holder);
}

export async function writeOwner(): Promise<void> {
  if ((await readOwner())?.checkout !== CHECKOUT)
    await writeText(ownerFile(PATHS.run), JSON.stringify(thisHolder()));
}

/** Fails if the lab that is up was started from another checkout: its programs and images may be other ones. */
export async function refuseForeignLab(isUp: boolean): Promise<void> {
  const owner = await readOwner();
  if (!isUp || owner === undefined || owner.checkout === CHECKOUT) return;
  throw new Error(
    `a lab is up already, started from ${owner.checkout} by ${owner.user} at ${owner.since}; ` +
      "stop it with `npm run lab -- down`, there or here, or set LAB_INSTANCE to a name for one of your own",
  );
}

function ownerFile(run: string): string {
  return join(run, "owner.json");
}
