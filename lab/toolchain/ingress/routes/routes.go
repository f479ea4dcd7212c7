// Package routes writes an ingress of Knative as virtual services of Istio.
package routes

import (
	"sort"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/sets"
	"knative.dev/networking/pkg/apis/networking"
	"knative.dev/networking/pkg/apis/networking/v1alpha1"
	"knative.dev/networking/pkg/ingress"
	"knative.dev/pkg/kmeta"
	"knative.dev/pkg/network"
)

// Kind is what the routes are to Istio, and Resource where the API server has them.
var (
	Kind     = schema.GroupVersionKind{Group: "networking.istio.io", Version: "v1", Kind: "VirtualService"}
	Resource = schema.GroupVersionResource{Group: "networking.istio.io", Version: "v1", Resource: "virtualservices"}
)

// mesh is Istio's word for all sidecars.
const mesh = "mesh"

// Gateways names the gateways that serve each visibility, as namespace/name.
type Gateways map[v1alpha1.IngressVisibility][]string

// Make gives the virtual services of an ingress: one for the gateways and one for the sidecars, if any.
func Make(ing *v1alpha1.Ingress, gateways Gateways) ([]*unstructured.Unstructured, error) {
	// A probe asks for the route with a certain header and is told the version of the route that it came by.
	ing = ing.DeepCopy()
	if _, err := ingress.InsertProbe(ing); err != nil {
		return nil, err
	}
	all := allHosts(ing)
	inner := all.Intersection(sets.New(localHosts(all)...))
	if len(gateways[v1alpha1.IngressVisibilityClusterLocal]) > 0 {
		inner = ingress.ExpandedHosts(inner)
	}
	sidecars := Gateways{
		v1alpha1.IngressVisibilityExternalIP:   {mesh},
		v1alpha1.IngressVisibilityClusterLocal: {mesh},
	}
	made := []*unstructured.Unstructured{}
	for _, service := range []*unstructured.Unstructured{
		virtualService(ing, "-ingress", gateways, ingress.ExpandedHosts(all)),
		virtualService(ing, "-mesh", sidecars, inner),
	} {
		if service != nil {
			made = append(made, service)
		}
	}
	return made, nil
}

// virtualService gives nil where no gateway would serve any host.
func virtualService(ing *v1alpha1.Ingress, suffix string, gateways Gateways, hosts sets.Set[string]) *unstructured.Unstructured {
	used := sets.New[string]()
	routes := []any{}
	for _, rule := range ing.Spec.Rules {
		serving := gateways[visibilityOf(rule)]
		served := hosts.Intersection(sets.New(rule.Hosts...))
		if len(serving) == 0 || served.Len() == 0 {
			continue
		}
		used.Insert(serving...)
		for _, path := range rule.HTTP.Paths {
			routes = append(routes, route(path, prefixes(served), serving))
		}
	}
	if len(routes) == 0 {
		return nil
	}
	object := &unstructured.Unstructured{Object: map[string]any{
		"spec": map[string]any{
			"hosts":    list(sets.List(hosts)),
			"gateways": list(sets.List(used)),
			"http":     routes,
		},
	}}
	object.SetGroupVersionKind(Kind)
	object.SetNamespace(ing.Namespace)
	object.SetName(kmeta.ChildName(ing.Name, suffix))
	object.SetLabels(labelsOf(ing))
	object.SetAnnotations(ing.Annotations)
	object.SetOwnerReferences([]metav1.OwnerReference{*kmeta.NewControllerRef(ing)})
	return object
}

// labelsOf gives the label that finds the object by its ingress, and those that tell people the route.
func labelsOf(ing *v1alpha1.Ingress) map[string]string {
	labels := map[string]string{networking.IngressLabelKey: ing.Name}
	for _, name := range []string{"serving.knative.dev/route", "serving.knative.dev/routeNamespace"} {
		if value, there := ing.Labels[name]; there {
			labels[name] = value
		}
	}
	return labels
}

func route(path v1alpha1.HTTPIngressPath, authorities, gateways []string) map[string]any {
	matches := []any{}
	for _, authority := range authorities {
		matches = append(matches, match(path, authority, gateways))
	}
	targets := []any{}
	for _, split := range path.Splits {
		target := map[string]any{
			"destination": map[string]any{
				"host": network.GetServiceHostname(split.ServiceName, split.ServiceNamespace),
				"port": map[string]any{"number": int64(split.ServicePort.IntValue())},
			},
			"weight": int64(split.Percent),
		}
		setHeaders(target, split.AppendHeaders)
		targets = append(targets, target)
	}
	// Without a word on it, Istio would try a failed request again; that is for Knative's own parts to decide.
	made := map[string]any{"match": matches, "route": targets, "retries": map[string]any{}}
	setHeaders(made, path.AppendHeaders)
	if path.RewriteHost != "" {
		made["rewrite"] = map[string]any{"authority": path.RewriteHost}
	}
	return made
}

// match takes requests by the start of their authority, for a port may follow the host.
func match(path v1alpha1.HTTPIngressPath, authority string, gateways []string) map[string]any {
	made := map[string]any{
		"authority": map[string]any{"prefix": authority},
		"gateways":  list(gateways),
	}
	if path.Path != "" {
		made["uri"] = map[string]any{"prefix": path.Path}
	}
	if len(path.Headers) > 0 {
		headers := map[string]any{}
		for name, value := range path.Headers {
			headers[name] = map[string]any{"exact": value.Exact}
		}
		made["headers"] = headers
	}
	return made
}

func setHeaders(of map[string]any, headers map[string]string) {
	if len(headers) == 0 {
		return
	}
	set := map[string]any{}
	for name, value := range headers {
		set[name] = value
	}
	of["headers"] = map[string]any{"request": map[string]any{"set": set}}
}

// prefixes gives the fewest texts of which every host starts with one. Names in the cluster count without its domain.
func prefixes(hosts sets.Set[string]) []string {
	short := make([]string, 0, hosts.Len())
	for host := range hosts {
		short = append(short, strings.TrimSuffix(host, domainSuffix()))
	}
	sort.Strings(short)
	kept := []string{}
	for _, host := range short {
		if len(kept) == 0 || !strings.HasPrefix(host, kept[len(kept)-1]) {
			kept = append(kept, host)
		}
	}
	return kept
}

func allHosts(ing *v1alpha1.Ingress) sets.Set[string] {
	hosts := sets.New[string]()
	for _, rule := range ing.Spec.Rules {
		hosts.Insert(rule.Hosts...)
	}
	return hosts
}

func localHosts(hosts sets.Set[string]) []string {
	inner := []string{}
	for host := range hosts {
		if strings.HasSuffix(host, domainSuffix()) {
			inner = append(inner, host)
		}
	}
	return inner
}

func domainSuffix() string {
	return ".svc." + network.GetClusterDomainName()
}

func visibilityOf(rule v1alpha1.IngressRule) v1alpha1.IngressVisibility {
	if rule.Visibility == "" {
		return v1alpha1.IngressVisibilityExternalIP
	}
	return rule.Visibility
}

func list(texts []string) []any {
	made := make([]any, len(texts))
	for i, text := range texts {
		made[i] = text
	}
	return made
}
