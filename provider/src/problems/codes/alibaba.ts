/* eslint max-lines: off -- one list, an entry for each code */
import type { ProblemKind } from "./kind";

/** Problems of Alibaba Cloud. */
export const alibabaProblems = {
  KN7000: {
    title: "annotation unknown to Alibaba's controller",
    help: "The cloud controller manager reads annotations by their exact names and passes over all others in silence. The message lists the nearest name that it knows.",
  },
  KN7001: {
    title: "setting of the load balancer given twice",
    help: "A property and an annotation say the same, or an annotation stands there by its old name (alicloud) and its new one (alibaba-cloud). Keep one of them.",
  },
  KN7002: {
    title: "annotation not readable",
    help: "The controller can't read the text, or takes it for something else than it says. Texts are case-sensitive for CLB, and nothing is trimmed.",
  },
  KN7003: {
    title: "not read for this type of load balancer",
    help: "CLB and NLB have settings of their own; the controller passes over the other one's. Remove the setting, or choose the other type.",
  },
  KN7004: {
    title: "annotation keeps the controller away",
    help: "With the annotation the controller makes no CLB for the Service. Remove it.",
  },
  KN7005: {
    title: "not read by Alibaba's controller",
    help: "The property of the Service has no effect with this controller. The message names what takes its place.",
  },
  KN7006: {
    title: "change needs a new load balancer",
    help: "The load balancer that is there can't be changed so. Undo the change, or set alibaba.allowReplace: true for one update: the Service is then replaced, and the load balancer and its address with it.",
  },
  KN7007: {
    title: "removal isn't undone",
    help: "The controller leaves a load balancer as it is where an annotation is gone. Write the value that is meant; the message names the default.",
  },
  KN7010: {
    title: "for an intranet address only",
    help: 'A public load balancer stands in no network of yours. Remove the setting, or set addressType: "intranet".',
  },
  KN7011: {
    title: "for a public address only",
    help: 'An intranet load balancer has no public traffic to pay for. Remove the setting, or set addressType: "internet".',
  },
  KN7012: {
    title: "bandwidth and its way of paying",
    help: 'billing.bandwidth and billing.chargeType: "paybybandwidth" need each other.',
  },
  KN7013: {
    title: "specification without paying for one",
    help: 'billing.spec is read with billing.instanceChargeType: "PayBySpec" only.',
  },
  KN7014: {
    title: "one zone of two",
    help: "masterZoneId and slaveZoneId are given both or not at all.",
  },
  KN7015: {
    title: "zone that the region does not offer",
    help: "The cloud was asked for the zones of load balancers in the region; the message lists what there is. Without a second zone no zones can be named for a CLB.",
  },
  KN7016: {
    title: "zones of an NLB",
    help: "An NLB stands in two zones at least, each with a vSwitch of its own.",
  },
  KN7017: {
    title: "versions of IP don't fit",
    help: "What clients and backends are reached by depends on the type and on ipVersion; the controller passes over what doesn't fit.",
  },
  KN7018: {
    title: "one address hides the other",
    help: "A Service reports the name in hostname or the EIP's address, not both.",
  },
  KN7019: {
    title: "tag or label the controller can't take",
    help: "Tags and labels are written in one list with commas and equals signs between; a load balancer has at most 10 tags, and some names are the controller's own.",
  },
  KN7020: {
    title: "setting for listeners that aren't there",
    help: "The setting belongs to listeners of another protocol than there are, and would be passed over. Add such a listener, or remove it.",
  },
  KN7021: {
    title: "no certificate for TLS",
    help: "A listener of https or tcpssl can't be made without tls.certId.",
  },
  KN7022: {
    title: "protocol of a listener",
    help: "CLB has http, https, tcp and udp; NLB has tcp, udp and tcpssl.",
  },
  KN7023: {
    title: "listener for no port of the Service",
    help: "Listeners are made for the ports of the Service alone. A gateway has 80 and 443.",
  },
  KN7024: {
    title: "redirect that leads nowhere",
    help: "forwardPort redirects an http listener to an https one.",
  },
  KN7025: {
    title: "range of ports",
    help: "A range of an NLB's ports ends above its first port, overlaps with no other listener, and needs pods as backends.",
  },
  KN7026: {
    title: "sticky sessions incomplete",
    help: 'session.sticky needs stickyType: "insert" with cookieTimeout, or "server" with cookie; without sticky, the others have no effect.',
  },
  KN7027: {
    title: "setting beside a switch that is off",
    help: "The setting has no effect until what it belongs to is switched on.",
  },
  KN7028: {
    title: "switch without what it needs",
    help: "What is switched on needs the settings that the message names.",
  },
  KN7029: {
    title: "scheduler not for these listeners",
    help: "Scheduling by hash is for tcp and udp listeners of a CLB.",
  },
  KN7030: {
    title: "HTTP details of a check that isn't HTTP",
    help: "Path, host, status codes and method belong to HTTP checks.",
  },
  KN7031: {
    title: "health check not made",
    help: "Checks of http and https listeners, and all settings of an NLB's checks, need healthCheck.flag: true.",
  },
  KN7032: {
    title: "health check waits less than its interval",
    help: "CLB passes over a wait that is shorter than the interval between checks.",
  },
  KN7040: {
    title: "listeners of the load balancer are yours",
    help: "Without forceOverrideListeners, the controller leaves the listeners of a reused load balancer alone, and passes over all their settings.",
  },
  KN7041: {
    title: "decided for the load balancer that is there",
    help: "What a reused load balancer is made of can't be changed by the Service.",
  },
  KN7042: {
    title: "for a load balancer of yours only",
    help: "The setting is about a load balancer that the controller didn't make; id names it.",
  },
  KN7043: {
    title: "id of the other type",
    help: "Ids of CLB begin with lb-, those of NLB with nlb-.",
  },
  KN7044: {
    title: "TLS ends twice",
    help: "A listener of https or tcpssl hands over plain requests, and the gateway's own certificate waits for encrypted ones. Use one of them.",
  },
  KN7050: {
    title: "gateway's Service not there",
    help: "A load balancer is put before a Service that is there already. The message names those of the namespace. ACK has kourier, ACK Serverless ingress-gateway, both in knative-serving.",
  },
  KN7051: {
    title: "Service of another controller",
    help: "spec.loadBalancerClass names who makes the load balancer, and can only be changed with it.",
  },
  KN7052: {
    title: "Service has a load balancer already",
    help: "The controller never moves a Service from the load balancer that it made to another one. settings.allowReplace: true lets that be given up, with its address.",
  },
  KN7053: {
    title: "Service was not looked at",
    help: "A warning: without the cluster nobody knows whether the Service is there and what load balancer it has. Give kubeconfig, or use the provider of a Cluster of the same program.",
  },
  KN7054: {
    title: "zones not checked",
    help: "A warning: without credentials or region the cloud cannot be asked for its zones.",
  },
  KN7055: {
    title: "not with this maker",
    help: "What the setting means is for the other value of madeBy, or needed by this one.",
  },
  KN7056: {
    title: "EIP without an intranet CLB",
    help: "An EIP is bound to a CLB that has an address of IPv4 in the VPC alone.",
  },
  KN7058: {
    title: "certificate from nowhere or from two places",
    help: "A certificate is given by its pair of PEM texts, or by its id in the certificate service.",
  },
  KN7059: {
    title: "certificates and their names",
    help: "Each certificate has a name of its own that a listener uses; names of settings.tls are those of serverCertificates, or ids of the cloud.",
  },
  KN7060: {
    title: "host of Knative's default domain",
    help: "example.com belongs to nobody: no DNS record leads from there to the gateway. Set a domain of your own in config-domain.",
  },
  KN7061: {
    title: "host without a record",
    help: "Records are made for hosts of the zone; the zone itself can have an address and no other name.",
  },
  KN7062: {
    title: "Service stays behind its load balancer",
    help: "A warning: the Service is of type LoadBalancer by somebody else, too. A destroy takes the annotations away and leaves the type, and the next load balancer that the controller makes for it is public, its default.",
  },
  KN7063: {
    title: "region said twice",
    help: "The provider that was given has a region of its own.",
  },
  KN7064: {
    title: "load balancer is given up",
    help: "A warning: settings.allowReplace lets an update give the load balancer and its address up. Clients wait until the new one is there.",
  },
  KN7065: {
    title: "load balancer not in time",
    help: "The controller did not make, or did not give up, the load balancer. The Service has events that say why: kubectl describe service.",
  },
  KN7100: {
    title: "ranges overlap",
    help: "VPC, pods, Services and vSwitches of one cluster need ranges of their own; an address in two of them leads nowhere. The message names a free one.",
  },
  KN7101: {
    title: "range not usable",
    help: "Ranges are IPv4 in CIDR notation, written with their first address, of a size that the message gives; those of pods and Services are private ones (RFC 1918).",
  },
  KN7102: {
    title: "range that Alibaba Cloud keeps for itself",
    help: "Name servers, the metadata service and the health checks of load balancers are in 100.64.0.0/10. Whoever takes addresses of it cuts nodes off from them.",
  },
  KN7103: {
    title: "no room in the VPC",
    help: "The range of a vSwitch must be a part of the VPC's, from /16 to /29. Take a larger VPC, fewer zones, or name the ranges.",
  },
  KN7104: {
    title: "too few addresses for the nodes",
    help: "With flannel each node gets a part of the pods' range. Neither that range nor the part can be changed later, so both must be enough for the most nodes.",
  },
  KN7105: {
    title: "not with this network of pods",
    help: "flannel takes a range of its own, Terway takes vSwitches of the VPC, and ACK Serverless neither.",
  },
  KN7106: {
    title: "sizes of a node pool",
    help: "A pool grows from min to max, and max must be larger.",
  },
  KN7107: {
    title: "component with a place of its own",
    help: "The network plugin follows from podNetwork, and Knative is installed by knative, so that they can't contradict each other.",
  },
  KN7108: {
    title: "managed Knative needs more",
    help: "ACK installs Knative in clusters of Kubernetes 1.28 or newer, with three nodes or more; its gateway of type alb needs two zones.",
  },
  KN7109: {
    title: "not in this tier",
    help: "Encryption of Secrets by a key of one's own is for Pro clusters; ACK Serverless has no control planes of the larger sizes.",
  },
  KN7110: {
    title: "zone or instance type that the region doesn't have",
    help: "The cloud was asked; the message lists what it has. It differs by region, and by account.",
  },
  KN7111: {
    title: "not in the given VPC",
    help: "The VPC or vSwitch is not there, or not what it is said to be. The message tells what the cloud says of it.",
  },
  KN7112: {
    title: "the cloud was not asked",
    help: "A warning: without credentials or region nobody knows which zones there are, so that isn't checked. An update that leaves the zones to the cloud can't do without.",
  },
  KN7113: {
    title: "kubeconfig that ends soon",
    help: "A warning: with temporary credentials, or shortly before the end of lasting ones, a later destroy can't reach the cluster by what is in the state. An update gets new ones, and so does `pulumi destroy --run-program`.",
  },
  KN7114: {
    title: "two Knatives in one cluster",
    help: "A Platform installs Knative itself. For ACK's managed one use Cluster and Service without Platform, or leave cluster.ack.knative out.",
  },
} as const satisfies Record<string, ProblemKind>;
