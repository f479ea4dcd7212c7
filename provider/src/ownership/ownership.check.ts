import type { Problem } from "../problems";
import type { KnativeNamespace, KnativeInstallation } from "./installation.args";
import { markOf, type Owner } from "./mark";
import type { OwnState } from "./ownState";

/** What the user has said of an installation that isn't this stack's in this cluster. */
export interface Consent {
  readonly adopt?: boolean;
  /** UID of the cluster that the stack's installation is in, to leave it. */
  readonly movedFrom?: string;
}

/** Whether an installation's marks alone tell that it is ours: then the state needn't be asked. */
export function isClear(owner: Owner, installation: KnativeInstallation): boolean {
  const { namespaces } = installation;
  return (
    namespaces.length > 0 && namespaces.every((namespace) => carriesMark(namespace, owner, installation))
  );
}

/** Whether a namespace that was found is this owner's: by its mark, or since the stack's own state holds it. */
export function isOwn(
  namespace: KnativeNamespace,
  owner: Owner,
  found: KnativeInstallation,
  state: OwnState,
): boolean {
  return carriesMark(namespace, owner, found) || isHeld(namespace, state);
}

function carriesMark(
  { owner, markedCluster }: KnativeNamespace,
  own: Owner,
  { clusterUid }: KnativeInstallation,
): boolean {
  return owner === markOf(own) && (markedCluster === undefined || markedCluster === clusterUid);
}

/**
 * Why an installation that is in the cluster must not be touched: it is somebody else's, or it is the same stack's under another
 * component's name, which an update would first take over and then delete as what is there no more.
 */
export function ownershipProblems(
  own: Owner,
  installation: KnativeInstallation,
  state: OwnState,
  { adopt = false, movedFrom }: Consent,
): Problem[] {
  const left = leftCluster(installation, state);
  if (left !== undefined && left !== movedFrom) {
    return [{ path: "movedFrom", code: "KN3007", reason: movedText(left, installation) }];
  }
  const foreign = installation.namespaces.filter((each) => !carriesMark(each, own, installation));
  const renamed = foreign.flatMap(({ uid }) => renamedFrom(uid, own, state));
  if (renamed[0] !== undefined) {
    return [{ path: "", code: "KN3005", reason: renamedText(renamed[0], own) }];
  }
  const others = foreign.filter((each) => !isHeld(each, state));
  const [other] = others.filter(({ owner }) => owner !== undefined);
  // A namespace without a mark and without Knative is one that somebody has prepared.
  const who =
    other === undefined ? (others.length > 0 ? installation.installer : undefined) : ownerText(other);
  return who === undefined || adopt
    ? []
    : [{ path: "adopt", code: "KN3006", reason: foreignText(others, who) }];
}

/** Whether the state holds it, and nobody has taken it over since: after the stack was renamed its mark is still the one that it left. */
function isHeld({ uid, owner }: KnativeNamespace, { namespaces }: OwnState): boolean {
  return namespaces.some((known) => known.uid === uid && (owner === undefined || owner === known.owner));
}

function renamedFrom(uid: string, { component, formerly }: Owner, state: OwnState): string[] {
  const names = [component, ...formerly];
  return state.namespaces
    .filter((known) => known.uid === uid && !names.includes(known.component))
    .map((known) => known.component);
}

function renamedText(before: string, { component }: Owner): string {
  return (
    `this stack has installed Knative as "${before}", and "${component}" would take it over and then delete it; ` +
    `if it was renamed, give it the option aliases: [{ name: "${before}" }]`
  );
}

/** UID of another cluster that the stack's installation is in. */
function leftCluster({ clusterUid }: KnativeInstallation, { namespaces }: OwnState): string | undefined {
  const clusters = namespaces.flatMap(({ markedCluster }) => markedCluster ?? []);
  return clusterUid === undefined || clusters.includes(clusterUid) ? undefined : clusters[0];
}

function movedText(left: string, { clusterUid = "" }: KnativeInstallation): string {
  return (
    `this stack's installation is in the cluster ${left}, and the kubeconfig leads to ${clusterUid}: everything would be made anew ` +
    `here and deleted there; choose the other context, make a stack of its own for this cluster, or set movedFrom to "${left}"`
  );
}

function ownerText({ owner = "" }: KnativeNamespace): string {
  const [project, stack, ...component] = owner.split("/");
  return `component "${component.join("/")}" of stack "${stack}" in project "${project}"`;
}

function foreignText(namespaces: readonly KnativeNamespace[], who: string): string {
  const names = namespaces.map(({ name }) => name).join(", ");
  return (
    `Knative is in this cluster already (${names}), installed by ${who}; use it with Service alone, choose another cluster, ` +
    "or set adopt to take it over: it then belongs to this stack, and goes when this stack is destroyed"
  );
}
