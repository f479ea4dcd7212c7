// Package gateways reads the ConfigMap config-istio and tells which gateways serve an ingress.
package gateways

import (
	"errors"
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/validation"
	"knative.dev/networking/pkg/apis/networking/v1alpha1"
	"knative.dev/pkg/network"
	"knative.dev/pkg/system"
	"sigs.k8s.io/yaml"
)

// ConfigName is the ConfigMap's name.
const ConfigName = "config-istio"

// Gateway is a Gateway object of Istio with the Service that leads to its pods.
type Gateway struct {
	Namespace string
	Name      string
	// Service is the Service's host, name.namespace.svc.domain.
	Service string
	// Selector takes ingresses by their labels; nil for the default, which takes those that no other takes.
	Selector labels.Selector
}

// Key names the Gateway object as Istio's objects do.
func (g Gateway) Key() string {
	return g.Namespace + "/" + g.Name
}

// Config is what config-istio says: the gateways by the visibility that they serve.
type Config struct {
	External []Gateway
	Local    []Gateway
}

// entry is a gateway as it is written. Unknown fields are passed over, as upstream does.
type entry struct {
	Name          string                `json:"name"`
	Namespace     string                `json:"namespace"`
	Service       string                `json:"service"`
	LabelSelector *metav1.LabelSelector `json:"labelSelector"`
}

// visibility is one of the two lists: its key, the prefix of the keys of the old form, and what an absent key means.
type visibility struct {
	key, prefix string
	standard    entry
}

var (
	external = visibility{"external-gateways", "gateway.", entry{Name: "knative-ingress-gateway", Service: "istio-ingressgateway"}}
	local    = visibility{"local-gateways", "local-gateway.", entry{Name: "knative-local-gateway", Service: "knative-local-gateway"}}
)

// FromConfigMap reads the ConfigMap; an error names the key that is wrong and why.
func FromConfigMap(cm *corev1.ConfigMap) (*Config, error) {
	_, hasExternal := cm.Data[external.key]
	_, hasLocal := cm.Data[local.key]
	for key := range cm.Data {
		if (hasExternal || hasLocal) && (strings.HasPrefix(key, external.prefix) || strings.HasPrefix(key, local.prefix)) {
			return nil, fmt.Errorf("%q is of the old form and can not be defined simultaneously with %q or %q", key, external.key, local.key)
		}
	}
	outer, err := external.read(cm.Data)
	if err != nil {
		return nil, err
	}
	inner, err := local.read(cm.Data)
	if err != nil {
		return nil, err
	}
	return &Config{External: outer, Local: inner}, nil
}

func (v visibility) read(data map[string]string) ([]Gateway, error) {
	if text := strings.TrimSpace(data[v.key]); text != "" {
		var entries []entry
		if err := yaml.Unmarshal([]byte(text), &entries); err != nil {
			return nil, fmt.Errorf("%s: %w", v.key, err)
		}
		return v.list(entries)
	}
	if old, err := v.readOld(data); err != nil || len(old) > 0 {
		return old, err
	}
	standard := v.standard
	standard.Namespace = system.Namespace()
	standard.Service += ".istio-system.svc." + network.GetClusterDomainName()
	gateway, err := standard.gateway()
	return []Gateway{gateway}, err
}

// list checks a whole list: if it is not empty, exactly one gateway of it has no selector.
func (v visibility) list(entries []entry) ([]Gateway, error) {
	gateways := make([]Gateway, 0, len(entries))
	defaults := 0
	for i, written := range entries {
		gateway, err := written.gateway()
		if err != nil {
			return nil, fmt.Errorf("%s[%d]: %w", v.key, i, err)
		}
		if gateway.Selector == nil {
			defaults++
		}
		gateways = append(gateways, gateway)
	}
	if len(gateways) > 0 && defaults != 1 {
		return nil, fmt.Errorf("%s: exactly one gateway must have no selector, %d have none", v.key, defaults)
	}
	return gateways, nil
}

// readOld reads keys such as "gateway.namespace.name: host". All gateways of that form serve every ingress.
func (v visibility) readOld(data map[string]string) ([]Gateway, error) {
	gateways := []Gateway{}
	for key, service := range data {
		rest, found := strings.CutPrefix(key, v.prefix)
		if !found {
			continue
		}
		namespace, name, qualified := strings.Cut(rest, ".")
		if !qualified {
			namespace, name = system.Namespace(), rest
		}
		gateway, err := entry{Name: name, Namespace: namespace, Service: service}.gateway()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
		gateways = append(gateways, gateway)
	}
	return gateways, nil
}

func (e entry) gateway() (Gateway, error) {
	if e.Name == "" || e.Namespace == "" || e.Service == "" {
		return Gateway{}, errors.New("name, namespace and service must be given")
	}
	if problems := validation.IsDNS1123Subdomain(strings.TrimSuffix(e.Service, ".")); len(problems) > 0 {
		return Gateway{}, fmt.Errorf("service %q: %s", e.Service, strings.Join(problems, ", "))
	}
	gateway := Gateway{Namespace: e.Namespace, Name: e.Name, Service: e.Service}
	if e.LabelSelector == nil {
		return gateway, nil
	}
	selector, err := metav1.LabelSelectorAsSelector(e.LabelSelector)
	if err != nil {
		return Gateway{}, fmt.Errorf("labelSelector: %w", err)
	}
	gateway.Selector = selector
	return gateway, nil
}

// For gives the gateways of an ingress with these labels: all whose selector takes it, or else the default.
func (c *Config) For(of map[string]string) map[v1alpha1.IngressVisibility][]Gateway {
	return map[v1alpha1.IngressVisibility][]Gateway{
		v1alpha1.IngressVisibilityExternalIP:   choose(c.External, of),
		v1alpha1.IngressVisibilityClusterLocal: choose(c.Local, of),
	}
}

func choose(gateways []Gateway, of map[string]string) []Gateway {
	var selected, rest []Gateway
	for _, gateway := range gateways {
		switch {
		case gateway.Selector == nil:
			rest = append(rest, gateway)
		case gateway.Selector.Matches(labels.Set(of)):
			selected = append(selected, gateway)
		}
	}
	if len(selected) > 0 {
		return selected
	}
	return rest
}
