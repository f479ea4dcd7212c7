import { didYouMean, under, type Problem } from "../problems";
import type { AlibabaLoadBalancerArgs } from "./alibabaLoadBalancer.args";
import { checkSettings } from "./alibabaLoadBalancer.check";
import { adoptedService, isMadeHere } from "./alibabaLoadBalancer.settings";
import { nlbClass, prefix } from "./annotations.table";
import { changeProblems, slbChanges, type SlbState } from "./changes";
import { problem, when } from "./check.support";

/** What is wrong with what a change would need, in the words of an adopted gateway. */
export const givesUp =
  "set settings.allowReplace: true for this update, which gives the load balancer and its address up for another";

/** Manager of the fields that a component sets. */
export const fieldManager = (component: string): string => `pulumi-knative-${component}`;

interface ManagedFields {
  readonly manager?: string;
  readonly fieldsV1?: {
    readonly "f:metadata"?: { readonly "f:annotations"?: Readonly<Record<string, unknown>> };
    readonly "f:spec"?: Readonly<Record<string, unknown>>;
  };
}

/** A Service as the API server shows it. */
export interface LiveService {
  readonly metadata: {
    readonly name: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly labels?: Readonly<Record<string, string>>;
    readonly finalizers?: readonly string[];
    readonly managedFields?: readonly ManagedFields[];
  };
  readonly spec?: {
    readonly type?: string;
    readonly loadBalancerClass?: string;
    readonly loadBalancerSourceRanges?: readonly string[];
    readonly ports?: readonly { readonly port: number; readonly protocol?: string }[];
  };
  readonly status?: {
    readonly loadBalancer?: {
      readonly ingress?: readonly { readonly ip?: string; readonly hostname?: string }[];
    };
  };
}

/** What the cluster says of the Service; of one that isn't there, the names of the others in its namespace. */
export type ServiceReading = { readonly live: LiveService } | { readonly others: readonly string[] };

const idLabel = "service.k8s.alibaba/loadbalancer-id";

/** Id of the load balancer that serves a Service. */
export function balancerId({ metadata }: Pick<LiveService, "metadata">): string | undefined {
  return metadata.labels?.[idLabel];
}

/** Address of a Service, or the name that is in its place. */
export function addressIn({ status }: Pick<LiveService, "status">): string | undefined {
  const [first] = status?.loadBalancer?.ingress ?? [];
  return first?.ip ?? first?.hostname;
}

/** Whether a controller has a load balancer for the Service, or had one that it hasn't given up yet. */
export function isServed(live: LiveService): boolean {
  const { finalizers = [] } = live.metadata;
  return (
    balancerId(live) !== undefined ||
    addressIn(live) !== undefined ||
    finalizers.some((finalizer) => finalizer.startsWith("service.k8s.alibaba/"))
  );
}

/** What the Service is to say, as far as it is known. */
export interface WantedState extends SlbState {
  /** Annotations whose texts aren't known yet. */
  readonly opaque: readonly string[];
}

/** The load balancer's changes that only another load balancer has, and whether there is one to give up. */
export function changesOfLive(component: string, live: LiveService, wanted: WantedState) {
  if (live.spec?.type !== "LoadBalancer" || !isServed(live)) {
    return [];
  }
  const { annotations: before = {} } = live.metadata;
  const ownedAlone = soleAnnotations(live, fieldManager(component));
  const kept = Object.entries(before).filter(([name]) => !ownedAlone.includes(name));
  const known = (annotations: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(annotations).filter(([name]) => !wanted.opaque.includes(name)));
  const { loadBalancerClass } = live.spec;
  return slbChanges(
    { annotations: known(before), ...(loadBalancerClass === undefined ? {} : { loadBalancerClass }) },
    {
      annotations: known({ ...Object.fromEntries(kept), ...wanted.annotations }),
      ...(wanted.loadBalancerClass === undefined ? {} : { loadBalancerClass: wanted.loadBalancerClass }),
    },
  );
}

/** What the cluster's Service says against the arguments. */
export function checkLive(
  component: string,
  args: AlibabaLoadBalancerArgs,
  reading: ServiceReading,
  wanted: WantedState,
): Problem[] {
  if (!("live" in reading)) {
    return [missing(args, reading.others)];
  }
  const { live } = reading;
  const changes = changesOfLive(component, live, wanted);
  const allowed = args.settings?.allowReplace === true;
  // Another load balancer is told in its own words, with the id that the Service has now.
  const refused = changes.filter(({ path, kind }) => path !== "id" && (!allowed || kind === "stays"));
  return [
    ...checkSettings(args, contextOf(live)),
    ...checkClass(live),
    ...checkOther(component, args, live, wanted),
    ...under("settings", changeProblems(refused, givesUp)),
  ];
}

function missing(args: AlibabaLoadBalancerArgs, others: readonly string[]): Problem {
  const { namespace, name } = adoptedService(args);
  const there =
    others.length === 0 ? `${namespace} has no Services` : `there are ${others.toSorted().join(", ")}`;
  return problem(
    "service.name",
    "KN7050",
    `there is no Service ${namespace}/${name}${didYouMean(name, others)}; ${there}`,
  );
}

function contextOf({ spec = {} }: LiveService) {
  const { ports, loadBalancerSourceRanges: sourceRanges } = spec;
  return {
    ...(ports === undefined
      ? {}
      : {
          ports: ports.map(({ port, protocol }) => ({
            port,
            protocol: protocol === "UDP" ? ("udp" as const) : ("tcp" as const),
          })),
        }),
    ...(sourceRanges === undefined ? {} : { sourceRanges }),
  };
}

function checkClass({ spec = {} }: LiveService): Problem[] {
  const { type, loadBalancerClass } = spec;
  return when(
    type === "LoadBalancer" && loadBalancerClass !== undefined && loadBalancerClass !== nlbClass,
    "service",
    "KN7051",
    `has the class "${loadBalancerClass}", another controller's, so Alibaba's passes over it; make the Service without a class, or name another`,
  );
}

/** Whether the Service has a load balancer and is to have another one, of whoever's making. */
export function isForAnother(
  component: string,
  args: AlibabaLoadBalancerArgs,
  live: LiveService,
  { annotations, opaque }: WantedState,
): boolean {
  const has = balancerId(live);
  const said = live.metadata.annotations?.[idName];
  if (has === undefined) {
    return false;
  }
  if (!isMadeHere(args) && args.settings?.id === undefined) {
    return said !== undefined && soleAnnotations(live, fieldManager(component)).includes(idName);
  }
  const wanted = annotations[idName];
  return wanted === undefined || opaque.includes(idName)
    ? said === undefined
    : wanted !== said && wanted !== has;
}

const idName = `${prefix}id`;

function checkOther(
  component: string,
  args: AlibabaLoadBalancerArgs,
  live: LiveService,
  wanted: WantedState,
): Problem[] {
  return when(
    args.settings?.allowReplace !== true && isForAnother(component, args, live, wanted),
    isMadeHere(args) ? "madeBy" : "settings.id",
    "KN7052",
    `the Service has the load balancer ${balancerId(live)}, and the controller moves it to no other; keep that, or ${givesUp}`,
  );
}

/** Annotations that a manager has for itself, so that they go when it gives them up. */
function soleAnnotations({ metadata }: LiveService, manager: string): string[] {
  const namesOf = (entry: ManagedFields) =>
    Object.keys(entry.fieldsV1?.["f:metadata"]?.["f:annotations"] ?? {}).flatMap((key) =>
      key.startsWith("f:") ? [key.slice(2)] : [],
    );
  const { managedFields = [] } = metadata;
  const others = managedFields.filter((entry) => entry.manager !== manager).flatMap(namesOf);
  return managedFields
    .filter((entry) => entry.manager === manager)
    .flatMap(namesOf)
    .filter((name) => !others.includes(name));
}

/** What the user should know of the Service though nothing is wrong. */
export function liveNotices(
  component: string,
  args: AlibabaLoadBalancerArgs,
  live: LiveService,
  isGivenUp: boolean,
): Problem[] {
  const { namespace, name } = adoptedService(args);
  const typed = (live.metadata.managedFields ?? []).some(
    ({ manager, fieldsV1 }) =>
      manager !== fieldManager(component) && fieldsV1?.["f:spec"]?.["f:type"] !== undefined,
  );
  return [
    ...when(
      live.spec?.type === "LoadBalancer" && typed,
      "service",
      "KN7062",
      `${namespace}/${name} is of type LoadBalancer by somebody else, too: a destroy leaves the type and takes the settings away, and a load balancer that the controller makes for it then is public; delete the Service, or have its owner say ClusterIP or address-type intranet, before`,
    ),
    ...when(
      isGivenUp,
      "settings.allowReplace",
      "KN7064",
      `the load balancer ${balancerId(live) ?? ""} of ${namespace}/${name} and its address ${addressIn(live) ?? ""} are given up for another; take allowReplace out after the update`,
    ),
  ];
}
