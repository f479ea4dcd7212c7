package main

import (
	"context"
	"fmt"
	"net/url"
	"sort"
	"strconv"

	"go.uber.org/zap"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/sets"
	corelisters "k8s.io/client-go/listers/core/v1"
	"k8s.io/client-go/tools/cache"
	"knative.dev/networking/pkg/apis/networking/v1alpha1"
	"knative.dev/networking/pkg/ingress"
	"knative.dev/networking/pkg/k8s"
	"knative.dev/networking/pkg/status"
)

// targets finds where to ask whether an ingress is served: at each pod behind each of its gateways.
type targets struct {
	logger    *zap.SugaredLogger
	gateways  cache.GenericLister
	services  corelisters.ServiceLister
	endpoints corelisters.EndpointsLister
}

// gatewaySpec is the part of Istio's Gateway that says which pods listen where.
type gatewaySpec struct {
	Selector map[string]string `json:"selector"`
	Servers  []struct {
		Port struct {
			Name     string `json:"name"`
			Number   int32  `json:"number"`
			Protocol string `json:"protocol"`
		} `json:"port"`
		TLS *struct {
			Mode          string `json:"mode"`
			HTTPSRedirect bool   `json:"httpsRedirect"`
		} `json:"tls"`
	} `json:"servers"`
}

// ListProbeTargets implements status.ProbeTargetLister.
func (t *targets) ListProbeTargets(ctx context.Context, ing *v1alpha1.Ingress) ([]status.ProbeTarget, error) {
	names := map[v1alpha1.IngressVisibility]sets.Set[string]{}
	for visibility, gateways := range gatewaysOf(ctx, ing) {
		names[visibility] = sets.New(gateways...)
	}
	found := []status.ProbeTarget{}
	hosts := ingress.HostsPerVisibility(ing, names)
	for _, name := range sets.List(sets.KeySet(hosts)) {
		// All hosts of a gateway are in one object, so one of them tells of all.
		of, err := t.behind(name, sets.List(hosts[name])[0])
		if err != nil {
			return nil, fmt.Errorf("gateway %s: %w", name, err)
		}
		found = append(found, of...)
	}
	return found, nil
}

// behind gives the targets of one gateway. The Service is known by its labels: it carries what the gateway selects
// its pods by. Without one, or without the server's port in it, there is nobody to ask.
func (t *targets) behind(name, host string) ([]status.ProbeTarget, error) {
	gateway, err := t.gateway(name)
	if err != nil {
		return nil, err
	}
	services, err := t.services.List(labels.SelectorFromSet(gateway.Selector))
	if err != nil {
		return nil, err
	}
	if len(services) == 0 {
		t.logger.Infof("gateway %s is not probed: no Service has its labels %v", name, gateway.Selector)
		return nil, nil
	}
	sort.Slice(services, func(i, j int) bool {
		return services[i].Namespace+services[i].Name < services[j].Namespace+services[j].Name
	})
	endpoints, err := t.endpoints.Endpoints(services[0].Namespace).Get(services[0].Name)
	if err != nil {
		return nil, err
	}
	found := []status.ProbeTarget{}
	seen := sets.New[int32]()
	for _, server := range gateway.Servers {
		port := server.Port.Number
		scheme, probed := map[string]string{"HTTP": "http", "HTTP2": "http", "HTTPS": "https"}[server.Port.Protocol]
		if server.TLS != nil && (server.TLS.HTTPSRedirect || server.TLS.Mode == "MUTUAL") {
			probed = false
		}
		portName, err := k8s.NameForPortNumber(services[0], port)
		if !probed || err != nil || seen.Has(port) {
			t.logger.Infof("port %d of gateway %s is not probed: protocol %s, Service %s", port, name, server.Port.Protocol, services[0].Name)
			continue
		}
		seen.Insert(port)
		number := strconv.Itoa(int(port))
		asked := &url.URL{Scheme: scheme, Host: host + ":" + number}
		found = append(found, addresses(endpoints, portName, number, asked)...)
	}
	return found, nil
}

// addresses gives the pods of a Service, each with the port that it really listens on.
func addresses(endpoints *corev1.Endpoints, portName, port string, asked *url.URL) []status.ProbeTarget { //nolint:staticcheck // what the role of upstream's controller may read
	found := []status.ProbeTarget{}
	for _, subset := range endpoints.Subsets {
		podPort, err := k8s.PortNumberForName(subset, portName)
		if err != nil {
			continue
		}
		target := status.ProbeTarget{
			PodIPs:  sets.New[string](),
			PodPort: strconv.Itoa(int(podPort)),
			Port:    port,
			URLs:    []*url.URL{asked},
		}
		for _, address := range subset.Addresses {
			target.PodIPs.Insert(address.IP)
		}
		found = append(found, target)
	}
	return found
}

func (t *targets) gateway(key string) (*gatewaySpec, error) {
	namespace, name, err := cache.SplitMetaNamespaceKey(key)
	if err != nil {
		return nil, err
	}
	object, err := t.gateways.ByNamespace(namespace).Get(name)
	if err != nil {
		return nil, err
	}
	read := struct {
		Spec gatewaySpec `json:"spec"`
	}{}
	content := object.(*unstructured.Unstructured).UnstructuredContent()
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(content, &read); err != nil {
		return nil, err
	}
	return &read.Spec, nil
}
