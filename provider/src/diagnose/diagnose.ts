import { checkControllers, checkSystemNamespaces } from "./controllers";
import { checkDomains, checkServiceDomain } from "./domain";
import { isTrue, type Snapshot } from "./facts";
import { isError, links, type Finding, type Link } from "./finding";
import { checkGateway } from "./gateway";
import { checkGatewayApi } from "./gatewayApi/gateways";
import { checkIngress, checkIngressClass } from "./ingress";
import { checkIstio } from "./istio/gateways";
import { checkServiceGateways, gatewaysOf } from "./istio/service";
import { checkPods } from "./pods";
import { checkRevision } from "./revision";
import { checkDomainMappings, checkRoute } from "./route";
import { checkNamespace, checkService, unexplained } from "./service";
import { viewOf, type View } from "./view";
import { checkWebhook } from "./webhook";

/** What was found on the way of one service. */
export interface ServiceDiagnosis {
  readonly namespace: string;
  readonly name: string;
  /** The URL that Knative tells; undefined where it has none. */
  readonly url?: string;
  /** Gateways that serve it, as `namespace/name` of Istio's Gateways; undefined where Istio isn't the network layer. */
  readonly gateways?: readonly string[];
  readonly ready: boolean;
  /** In the order of the links: the first is the first that is broken. */
  readonly findings: readonly Finding[];
}

export interface Diagnosis {
  readonly installation: readonly Finding[];
  readonly services: readonly ServiceDiagnosis[];
  /** API paths that could not be read. */
  readonly denied: readonly string[];
}

/** The links that requests of a service pass and that are the installation's. */
export function diagnoseInstallation(snapshot: Snapshot): Finding[] {
  return inOrder([
    ...checkSystemNamespaces(snapshot),
    ...checkControllers(snapshot),
    ...checkWebhook(snapshot),
    ...checkIngressClass(snapshot.installation),
    ...checkGateway(snapshot),
    ...checkIstio(snapshot),
    ...checkGatewayApi(snapshot),
    ...checkDomains(snapshot),
  ]);
}

/** The links that are the service's own. */
export function diagnoseService(
  snapshot: Snapshot,
  namespace: string,
  name: string,
  installation: readonly Finding[] = diagnoseInstallation(snapshot),
): ServiceDiagnosis {
  const view = viewOf(snapshot, namespace, name);
  const gateways = view.service === undefined ? undefined : gatewaysOf(view);
  const onWay = installation.filter((finding) => isOnWay(finding, gateways));
  return {
    namespace,
    name,
    url: view.service?.status?.url,
    ...(gateways === undefined ? {} : { gateways }),
    ready: isReady(view),
    findings: inOrder(serviceFindings(view, onWay)),
  };
}

/** A gateway that serves the service, or what all gateways need. */
function isOnWay({ gateway }: Finding, gateways: readonly string[] | undefined): boolean {
  return gateway === undefined || gateways === undefined || gateways.includes(gateway);
}

function serviceFindings(view: View, installation: readonly Finding[]): Finding[] {
  const home = checkNamespace(view);
  if (view.facts.namespace === undefined && home.length > 0) {
    return home;
  }
  const service = checkService(view);
  if (view.service === undefined) {
    return [...home, ...service];
  }
  const pods = checkPods(view);
  const revision = pods.length > 0 ? pods : checkRevision(view);
  const route = checkRoute(view, revision.some(isError));
  const found = [
    ...home,
    ...service,
    ...revision,
    ...route,
    ...ingressFindings(view, installation),
    ...checkServiceGateways(view),
    ...checkServiceDomain(view),
    ...checkDomainMappings(view),
  ];
  const isExplained = [...found, ...installation].some(isError);
  return isReady(view) || isExplained ? found : [...found, ...unexplained(view)];
}

/** While the gateway is down nothing confirms the ingress: the gateway is the cause, and of several the service names which. */
function ingressFindings(view: View, installation: readonly Finding[]): Finding[] {
  const causes = installation.filter(({ link }) => link === "gateway" || link === "ingress");
  const gateways = causes.filter((finding) => finding.gateway !== undefined);
  return causes.length > gateways.length ? [] : checkIngress(view, gateways.filter(isError));
}

function isReady({ service }: View): boolean {
  return isTrue(service) && service?.status?.observedGeneration === service?.metadata.generation;
}

/** The installation, and the services that are asked for; all that were read by default. */
export function diagnose(
  snapshot: Snapshot,
  service?: { readonly namespace: string; readonly name: string },
): Diagnosis {
  const installation = asSeenFrom(snapshot, service, diagnoseInstallation(snapshot));
  const asked =
    service === undefined
      ? [...snapshot.namespaces].flatMap(([namespace, { services }]) =>
          services.map(({ metadata: { name } }) => ({ namespace, name })),
        )
      : [service];
  return {
    installation,
    services: asked.map(({ namespace, name }) => diagnoseService(snapshot, namespace, name, installation)),
    denied: snapshot.denied,
  };
}

/** A gateway that the one service which is asked for isn't on, keeps nothing from it. */
function asSeenFrom(
  snapshot: Snapshot,
  service: { readonly namespace: string; readonly name: string } | undefined,
  installation: readonly Finding[],
): readonly Finding[] {
  const view = service && viewOf(snapshot, service.namespace, service.name);
  const gateways = view?.service === undefined ? undefined : gatewaysOf(view);
  return inOrder(
    installation.map((finding) =>
      isOnWay(finding, gateways) ? finding : { ...finding, severity: "warning" as const },
    ),
  );
}

/** All that was found, the first broken link first. */
export function allFindings({ installation, services }: Diagnosis): Finding[] {
  return inOrder([...installation, ...services.flatMap(({ findings }) => findings)]);
}

function inOrder(findings: readonly Finding[]): Finding[] {
  const rank = ({ link, severity }: { link: Link; severity: string }): number =>
    links.indexOf(link) + (severity === "error" ? 0 : links.length);
  return findings.toSorted((a, b) => rank(a) - rank(b));
}
