import type { ProblemKind } from "./kind";

/** Problems of Serving. */
export const servingProblems = {
  KN3001: {
    title: "unknown release",
    help: "The catalogue has no such Knative release; the message lists those it has.",
  },
  KN3002: {
    title: "release skips a minor version",
    help: "Knative is upgraded one minor version at a time. Run an update for each version on the way.",
  },
  KN3003: {
    title: "downgrade not supported",
    help: "Knative supports going back by one minor version at most.",
  },
  KN3004: {
    title: "installed release unknown",
    help: "installedVersion is not a version, so the upgrade path can't be checked.",
  },
  KN3005: {
    title: "component renamed without an alias",
    help: "The component has another name than when it installed Knative, so Pulumi takes its objects for new ones and would delete the old ones, which are the same. Give it the option aliases with the name that it had.",
  },
  KN3006: {
    title: "Knative belongs to somebody else",
    help: "Knative was installed in this cluster by another stack, by another program or by hand. Two owners would undo each other's settings, and whoever is destroyed first takes Knative from the other. Use what is there, or set adopt.",
  },
  KN3007: {
    title: "the stack's installation is in another cluster",
    help: "The stack's objects are in another cluster than the one that the kubeconfig leads to now; an update would make everything anew and delete it there. Mostly the context is wrong. movedFrom, with the UID of the cluster to leave, confirms a move.",
  },
  KN3008: {
    title: "namespace belongs to somebody else",
    help: "The namespace is in the cluster and this stack hasn't made it. Taken over, it would go with everything in it when the stack is destroyed. Leave it out of namespaces, for services may use namespaces that are there, or set its adopt.",
  },
  KN3101: {
    title: "release source not reachable",
    help: "The release file could not be fetched. Check the mirror's address and the proxy environment (HTTPS_PROXY, NO_PROXY), or use a directory as the mirror.",
  },
  KN3102: {
    title: "release file not found",
    help: "The mirror answers but doesn't hold the file; the message gives the path it must have.",
  },
  KN3103: {
    title: "wrong checksum",
    help: "The file isn't the one that was released. Fetch it anew; if the mirror holds rebuilt files on purpose, name their checksums with source.checksumsFile.",
  },
  KN3104: {
    title: "checksums file not usable",
    help: "source.checksumsFile could not be read, or doesn't list a file that is needed.",
  },
  KN3105: {
    title: "manifest not readable",
    help: "A release file is not valid Kubernetes YAML; the message gives file, line and column.",
  },
  KN3106: {
    title: "registry needed",
    help: "images.credentials and images.layout say something of images.registry: set it, or leave them out.",
  },
  KN3107: {
    title: "registry's authority not usable",
    help: "images.ca is given by exactly one of pem, configMapName and secretName, and pem holds certificates in PEM.",
  },
  KN3108: {
    title: "registry's proxy not usable",
    help: "images.proxy has http:// or https:// URLs, and noProxy a list of hosts, each an entry of its own.",
  },
  KN3109: {
    title: "bundle not writable",
    help: "pulumi-knative pull can't write into the directory that --to names; the message gives the system's reason.",
  },
  KN3201: {
    title: "patch without target",
    help: "No object matches the patch's target; the message lists near ones.",
  },
  KN3202: {
    title: "patch can't be applied",
    help: "A patch would make another object of its target: apiVersion's group, kind, namespace and name can't be changed.",
  },
  KN3301: { title: "unknown ConfigMap", help: "config names a ConfigMap that this release doesn't have." },
  KN3302: {
    title: "ConfigMap set twice",
    help: "The same key is set by a typed property and by config with another value.",
  },
  KN3303: {
    title: "ConfigMap rule broken",
    help: "Knative's own rule between two settings is broken; its controllers would refuse to start or ignore the value.",
  },
  KN3304: {
    title: "unknown key of a ConfigMap",
    help: "Knative doesn't read the key and would pass it over in silence. The message lists the nearest known one.",
  },
  KN3305: {
    title: "key that is read no more",
    help: "Knative gave the key up or renamed it, and passes it over in silence. The message says what to use instead.",
  },
  KN3306: {
    title: "key that another property sets",
    help: "This package sets the key itself; the message says by which property.",
  },
  KN3307: {
    title: "setting that the release doesn't know",
    help: "The setting came with a later release. Choose that one, or leave the setting out.",
  },
  KN3308: {
    title: "feature disabled that a service needs",
    help: "Knative would refuse the service. Leave the feature to the platform, which enables what its services need, or change the service.",
  },
  KN3401: { title: "gateway not possible", help: "Kourier serves exactly one gateway per cluster." },
  KN3402: {
    title: "gateway address needed",
    help: "A NodePort gateway has no address of its own: give that of a node, or of what stands before the nodes.",
  },
  KN3501: {
    title: "numbers of pods contradict",
    help: "An autoscaler's upper bound is below the pods that must run. The lower number can come from the program's own settings, from replicas or from the profile.",
  },
  KN3502: {
    title: "program has no autoscaler",
    help: "Only activator, webhook and gateways are scaled by load. The number of pods of any other program is its replicas.",
  },
  KN3503: {
    title: "disruption budget blocks drains",
    help: "With such a budget no pod may ever be evicted, so draining a node for an upgrade would never end. Let one pod at a time go.",
  },
  KN3504: {
    title: "too few pods for the profile",
    help: "The profile promises to outlive the loss of a node, which takes at least two pods of each program.",
  },
  KN3505: {
    title: "request above limit",
    help: "A pod that asks for more than its limit is refused by the API server. One of the two may be upstream's or the profile's: set both.",
  },
  KN3506: {
    title: "label or variable taken",
    help: "Upstream's own objects rely on the label or variable; another value would part Deployments and Services from their pods.",
  },
  KN3507: {
    title: "pods below their security level",
    help: "The pod security level refuses pods with such a setting: the Deployment would be taken, and no pod appear.",
  },
  KN3601: {
    title: "namespace can't be an application's",
    help: "Knative's own namespaces have network policies of their own; run services in other namespaces.",
  },
  KN3602: {
    title: "metrics cut off",
    help: "With network policies on, Prometheus reaches the metrics only from the namespace that networkPolicies names.",
  },
  KN3701: {
    title: "metrics are elsewhere",
    help: "The monitors read Knative's own ports of metrics; an endpoint in config-observability moves them away. Leave the endpoint out, or turn monitoring off and read the metrics your own way.",
  },
  KN3702: {
    title: "label of an alert taken",
    help: "Each alert sets its name and severity itself; use other labels for routes of the Alertmanager.",
  },
  KN3801: {
    title: "certificate or key not readable",
    help: "Certificates and keys are given as PEM text, the gateway's own certificate first, the key without a passphrase. A path is no text: read the file.",
  },
  KN3802: {
    title: "certificate and key don't belong together",
    help: "The private key is not that of the first certificate in the text. Often the chain is in the wrong order, or one of the two is of an earlier renewal.",
  },
  KN3803: {
    title: "certificate not valid now",
    help: "The certificate has ended or has not begun yet, so every client would refuse it. Renew it.",
  },
  KN3804: {
    title: "kind of key not supported",
    help: "Envoy takes ECDSA keys on P-256, P-384 and P-521, and RSA keys from 2048 bits. It would refuse the certificate and not listen for HTTPS at all.",
  },
  KN3805: {
    title: "certificate doesn't cover the services",
    help: "Clients would refuse the certificate under the names that the message gives. A wildcard covers one level of names: with upstream's domain template each namespace needs its own, and a template of one level needs one for all.",
  },
  KN3806: {
    title: "redirect to nowhere",
    help: "Plain HTTP can be redirected only where HTTPS answers: give the gateway a certificate, or each service one by cert-manager.",
  },
  KN3807: {
    title: "cert-manager missing",
    help: "Knative's controller stops at its start where certificates are asked for and the definitions of cert-manager are not in the cluster, and a gateway's own can't be asked for. Install cert-manager first.",
  },
  KN3808: {
    title: "no cipher suite for the certificate",
    help: "The list of cipher suites has none for the certificate's kind of key, so that clients with TLS 1.2 could not connect.",
  },
  KN3809: {
    title: "issuer needed",
    help: "The issuer that Knative uses by default is in none of its release files. Name an issuer of cert-manager for each kind of encryption that is on.",
  },
  KN3901: {
    title: "domain can't be mapped",
    help: "A mapped domain is a fully qualified name of at least two labels, no wildcard, outside the cluster's own domain.",
  },
  KN3902: {
    title: "domain mapped twice",
    help: "A domain leads to one service. Remove it from all services but one.",
  },
  KN3903: {
    title: "private service would be published",
    help: "A domain mapping makes a cluster-local service reachable through the gateway from outside. Remove the mapping, or say that this is meant by publishPrivate.",
  },
  KN3904: {
    title: "domain taken by a service",
    help: "The mapped domain is the name that Knative gives a service by itself; the gateway would refuse one of the two.",
  },
  KN3905: {
    title: "redirect of a domain to nowhere",
    help: "Plain HTTP of a mapped domain can be redirected only where HTTPS answers for it: name a Secret, or give the installation certificates.",
  },
  KN3403: {
    title: "gateway without an IP address",
    help: "The load balancer has a host name and no IP address, so no domain can be made of it. Set domain to one of your own, with a CNAME record for it.",
  },
  KN3410: {
    title: "domain not possible",
    help: "The domain can't be served to the outside, or its names can't be told beforehand. The message says which and what to do instead.",
  },
} as const satisfies Record<string, ProblemKind>;
