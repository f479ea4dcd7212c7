import {
  named,
  noFacts,
  type Conditioned,
  type Deployment,
  type InstallationFacts,
  type KIngress,
  type KnativeService,
  type NamespaceFacts,
  type Pod,
  type Revision,
  type Snapshot,
} from "./facts";

/** A snapshot, seen from one service: the objects that Knative has made for it. */
export interface View {
  readonly snapshot: Snapshot;
  readonly installation: InstallationFacts;
  readonly facts: NamespaceFacts;
  readonly namespace: string;
  readonly name: string;
  readonly service?: KnativeService;
  readonly configuration?: Conditioned;
  /** The newest revision, ready or not. */
  readonly revision?: Revision;
  readonly deployment?: Deployment;
  /** The newest revision's pods, without those that are going. */
  readonly pods: readonly Pod[];
  readonly route?: Conditioned;
  readonly ingress?: KIngress;
}

/** Picks what belongs to a service out of a snapshot. */
export function viewOf(snapshot: Snapshot, namespace: string, name: string): View {
  const facts = snapshot.namespaces.get(namespace) ?? noFacts;
  const service = named(facts.services, name);
  const revision = named(facts.revisions, service?.status?.latestCreatedRevisionName);
  const ofRevision = ({ metadata }: Pod | Deployment): boolean =>
    revision !== undefined &&
    metadata.labels?.["serving.knative.dev/revision"] === revision.metadata.name &&
    metadata.deletionTimestamp === undefined;
  return {
    snapshot,
    installation: snapshot.installation,
    facts,
    namespace,
    name,
    service,
    revision,
    configuration: named(facts.configurations, name),
    deployment: facts.deployments.find(ofRevision),
    pods: facts.pods.filter(ofRevision),
    route: named(facts.routes, name),
    ingress: named(facts.ingresses, name),
  };
}
