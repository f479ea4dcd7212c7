import type * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../problems";
import type { KnativeInstallation } from "./installation.args";
import type { Owner } from "./mark";
import { readOwnState, type OwnState } from "./ownState";

/** Why a cluster can't be known by an identity, or by its UID where none is given. Where its UID may not be read, nothing is said. */
export async function identityProblems(
  owner: Owner,
  installation: KnativeInstallation | undefined,
  identifier: string | undefined,
  component: pulumi.Resource,
): Promise<Problem[]> {
  const wanted = identifier ?? installation?.clusterUid;
  return wanted === undefined || installation === undefined
    ? []
    : otherIdentity(owner, wanted, installation, await readOwnState(component));
}

const uid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * The problem where the stack's state knows the very same cluster by another identity: Pulumi would then make every object anew and
 * delete it as the old one, which is the same. A name as identity is what versions before the marks gave by themselves; of another
 * UID it is the same cluster where the state's installation is in it.
 */
export function otherIdentity(
  { component, formerly }: Owner,
  wanted: string,
  { namespaces }: KnativeInstallation,
  state: OwnState,
): Problem[] {
  const names = [component, ...formerly];
  const known = state.providers.find(({ name }) => names.includes(name))?.identifier;
  const isHere = state.namespaces.some((held) => namespaces.some((live) => live.uid === held.uid));
  if (known === undefined || known === wanted || (uid.test(known) && !isHere)) {
    return [];
  }
  const reason =
    `this stack knows its cluster as "${known}", and as "${wanted}" everything in it would be made anew and then deleted; ` +
    `set it to "${known}"`;
  return [{ path: "identifier", code: "KN2007", reason }];
}
