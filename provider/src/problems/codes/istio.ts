import type { ProblemKind } from "./kind";

/** Problems of Istio and its gateways. */
export const istioProblems = {
  KN6001: {
    title: "no default gateway",
    help: "Of several gateways one must be the default: it serves what asks for none. Of the cluster-local ones one, too.",
  },
  KN6002: { title: "several default gateways", help: "Only one gateway can serve what asks for none." },
  KN6003: {
    title: "gateway inside and outside",
    help: "A cluster-local gateway is reached from inside the cluster alone: it has no exposure, and services don't ask for it by name.",
  },
  KN6004: {
    title: "selector of a gateway",
    help: "The labels by which services get the gateway: never empty, never those of another gateway, operators with the values that they need.",
  },
  KN6005: {
    title: "namespace of a gateway",
    help: "Gateways live in namespaces of their own, not in Kubernetes' or Knative's.",
  },
  KN6006: {
    title: "name of a gateway",
    help: "Its objects are named after it, and names of objects end at 63 characters.",
  },
  KN6007: {
    title: "gateways in config-istio",
    help: "config-istio is written from serving.gateways; the keys of config would be put beside them or refused by Knative.",
  },
  KN6008: {
    title: "renewal of a gateway's certificate",
    help: "cert-manager renews a certificate some time before its end: less than the time that it is valid, 90 days unless said otherwise.",
  },
  KN6009: {
    title: "way round clients' certificates",
    help: "A gateway that asks clients for certificates must not serve the same services where it asks nobody: at its port for HTTP, or with certificates that Knative makes for each service.",
  },
  KN6010: {
    title: "port taken",
    help: "Each port of a gateway's Service has one meaning, 8081 and 8444 belong to requests from inside the cluster, and a port of the nodes leads to one gateway.",
  },
  KN6011: {
    title: "port that Knative doesn't know",
    help: "Where Knative itself encrypts or redirects, its gateways of Istio are written for the ports 80 and 443. Keep those, or let the gateway do it by its own tls.",
  },
  KN6012: {
    title: "redirect past the gateway's certificate",
    help: "Knative's own redirect takes a service off the gateways that are listed, and off their certificates: with Istio the gateway redirects by tls.redirect, unless each service has a certificate of its own.",
  },
  KN6013: {
    title: "gateway that Knative can't ask",
    help: "A service is ready once Knative has asked its gateways. It finds the Service by the labels that the Gateway selects pods by, and asks at the port of the same number: exactly one Service must carry the labels and have the ports.",
  },
  KN6014: {
    title: "gateways with one domain",
    help: "Knative's configuration names each domain once, with the services that it is for. Give each gateway a domain of its own, or leave it out where it is the installation's.",
  },
  KN6015: {
    title: "redirect to the wrong port",
    help: "Envoy redirects to the port that the client asked at. From 80 to 443 nobody names a port; between others the redirect leads nowhere.",
  },
  KN6016: {
    title: "domain with two certificates",
    help: "A domain's own certificate has an entrance of its own at the gateway. Where the gateway's certificate is for that domain, too, browsers come in by the other entrance, on a connection that they have, and get 404. One certificate for each host.",
  },
  KN6017: {
    title: "gateways that share a certificate at one address",
    help: "A warning: browsers use a connection for all hosts that its certificate is for. What passes TLS on by the first host's name then sends requests to a gateway that doesn't serve them. Nothing is wrong where it ends TLS itself.",
  },
  KN6030: {
    title: "unknown Istio version",
    help: "The text is neither a version nor a minor that the catalogue holds; the message lists those. A whole version, such as a newer patch, may always be written.",
  },
  KN6031: {
    title: "Istio too old",
    help: "Gateways and policies are written in networking.istio.io/v1 and security.istio.io/v1, which Istio serves since 1.22. Upgrade Istio first.",
  },
  KN6032: {
    title: "Istio untested with this Knative",
    help: "A warning: upstream's tests of this Knative release ran with another Istio. Choose one of the range that the message names, or try the combination before it matters.",
  },
  KN6033: {
    title: "Istio not supported on this Kubernetes",
    help: "A warning: upstream supports this Istio on other Kubernetes versions. Nothing stops it from starting; choose an Istio whose range holds the cluster's version.",
  },
  KN6034: {
    title: "no revision",
    help: "A revision becomes a part of names and the value of a label, so it has the form of those. The control plane without a revision is had by leaving it out.",
  },
  KN6035: {
    title: "tag of no revision",
    help: "A tag is a further name of a control plane with a revision, and can be moved to another one. It needs a revision, a name of its own, and a place to point at.",
  },
  KN6036: {
    title: "canary of nothing",
    help: "During a canary upgrade two control planes run side by side: revision with version, and previousRevision with previousVersion. They need different names and both versions.",
  },
  KN6037: {
    title: "no trust domain",
    help: "A trust domain is the first part of every identity in the mesh, in the form of a domain name, without spiffe:// and without a path.",
  },
  KN6038: {
    title: "encryption without sidecars",
    help: "With STRICT, services refuse plain text, and Knative's activator and autoscaler can only send that without a sidecar. Turn mesh.injection on with it.",
  },
  KN6039: {
    title: "authorization that allows nothing",
    help: "In Istio a policy that allows but has no rules refuses every request. Say who may use the gateway, or leave authorization out.",
  },
  KN6040: {
    title: "no source of charts",
    help: "Charts come from a chart repository (https://), from a registry (oci://, up to the path that base and istiod stand under), or from a directory.",
  },
  KN6041: {
    title: "chart not found",
    help: "The directory of charts must hold base and istiod, as directories or as archives that helm pull writes, in the version that is installed.",
  },
  KN6042: {
    title: "value of the chart in the wrong place",
    help: "The chart passes over the value there, or other parts must agree on it and so it has a property. The message names the place.",
  },
  KN6043: {
    title: "source of requests not known to the gateway",
    help: "A warning: unless traffic stays on the node that it reached, most networks replace the client's address by the node's, and source ranges then let in everybody or nobody. Use externalTrafficPolicy Local, or the address that a proxy before the gateway forwards.",
  },
  KN6044: {
    title: "isolation without a mesh",
    help: "Which gateway a request came through is known by the certificates of sidecars. A namespace that is reached through one gateway only must be in the mesh, and Knative's own programs, too.",
  },
  KN6045: {
    title: "Knative passes by the mesh",
    help: "With STRICT, pods can't be addressed one by one. Knative then goes by way of Services: mesh-compatibility-mode enabled, which is set by itself.",
  },
  KN6047: {
    title: "system namespace among those of services",
    help: "Istio's, Knative's and Kubernetes' own namespaces are no namespaces of services. Knative's own programs get sidecars by mesh.injection.",
  },
  KN6050: {
    title: "no Istio in the cluster",
    help: "The definitions of networking.istio.io are missing. Install Istio first, or let it be installed here by istio.install.",
  },
  KN6051: {
    title: "control plane not found",
    help: "No istiod of the revision, or none in the namespace, was found in the cluster. The message lists what was; pods with an unknown revision would start without a proxy.",
  },
  KN6052: {
    title: "Istio there already",
    help: "A control plane of this revision runs that was installed by other means; a second one of the same name would fight with it. Use it by leaving install out, or install under a revision of its own.",
  },
  KN6053: {
    title: "upgrade of Istio skips a minor version",
    help: "In place, Istio is upgraded one minor version at a time. Go by way of those between, or run the new one beside the old one under a revision of its own.",
  },
  KN6060: {
    title: "choice of gateways",
    help: 'A service names the gateways that serve it, each once; "*" alone stands for all.',
  },
  KN6061: {
    title: "unknown gateway",
    help: "A service asks for a gateway that the installation doesn't have. A gateway that services still ask for can't be removed.",
  },
  KN6062: {
    title: "not with this ingress layer",
    help: "The property belongs to another ingress layer, or this one can't do it. The message names what takes its place.",
  },
  KN6070: {
    title: "Istio's control plane down",
    help: "No istiod runs for the revision that the gateways name: their proxies get neither configuration nor certificates, and new pods no proxy.",
  },
  KN6071: {
    title: "gateways not to be told from config-istio",
    help: "The lists of gateways in config-istio can't be read, or net-istio would refuse them: each must be YAML, and one entry of each stands without a selector.",
  },
  KN6072: {
    title: "gateway missing",
    help: "config-istio names a Gateway of Istio that isn't there. No service that it is chosen for becomes ready.",
  },
  KN6073: {
    title: "gateway's parts don't fit",
    help: "The Gateway's selector, the labels of its pods and of its Service, and their ports belong together: by them Istio finds the pods, and Knative's prober the Service.",
  },
  KN6074: {
    title: "gateway without a proxy",
    help: "Its pods have the image auto, which Istio's injector replaces: nobody injects for their revision, or the pods are older than the injector.",
  },
  KN6075: {
    title: "service asks for a missing gateway",
    help: "The label asks for a gateway that config-istio doesn't have, so the service is served by others: by the default one, unless another of its labels chooses.",
  },
  KN6076: {
    title: "domain mapping on other gateways",
    help: "A warning: gateways are chosen by a domain mapping's own labels, and this one has others than its service.",
  },
  KN6077: {
    title: "routes of the gateways missing",
    help: "net-istio writes a VirtualService for a service's gateways and one for the mesh. Without it gateways answer 404.",
  },
} as const satisfies Record<string, ProblemKind>;
