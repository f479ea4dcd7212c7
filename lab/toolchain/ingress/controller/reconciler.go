package main

import (
	"context"
	"errors"
	"fmt"

	"k8s.io/apimachinery/pkg/api/equality"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/sets"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/tools/cache"
	"knative.dev/networking/pkg/apis/networking"
	"knative.dev/networking/pkg/apis/networking/v1alpha1"
	"knative.dev/networking/pkg/status"
	pkgreconciler "knative.dev/pkg/reconciler"

	"github.com/pulumi-knative/lab/toolchain/ingress/gateways"
	"github.com/pulumi-knative/lab/toolchain/ingress/routes"
)

var errUnsupported = errors.New("certificates of an ingress of its own, and redirects to https, are not in the lab's stand-in for net-istio")

// reconciler makes Istio route what the ingresses say, and tells them when it does.
type reconciler struct {
	istio  dynamic.Interface
	routes cache.GenericLister
	prober status.Manager
}

// ReconcileKind implements the generated reconciler's interface.
func (r *reconciler) ReconcileKind(ctx context.Context, ing *v1alpha1.Ingress) pkgreconciler.Event {
	ing.SetDefaults(ctx)
	ing.Status.InitializeConditions()
	if err := r.reconcile(ctx, ing); err != nil {
		ing.Status.MarkIngressNotReady("ReconcileIngressFailed", err.Error())
		return err
	}
	return nil
}

// FinalizeKind implements the generated reconciler's interface. What the routes own goes with them; that there is a
// finalizer is what counts, for upstream's controller has one.
func (r *reconciler) FinalizeKind(context.Context, *v1alpha1.Ingress) pkgreconciler.Event {
	return nil
}

func (r *reconciler) reconcile(ctx context.Context, ing *v1alpha1.Ingress) error {
	if len(ing.Spec.TLS) > 0 || ing.Spec.HTTPOption == v1alpha1.HTTPOptionRedirected {
		return errUnsupported
	}
	wanted, err := routes.Make(ing, gatewaysOf(ctx, ing))
	if err != nil {
		return err
	}
	if err := r.write(ctx, ing, wanted); err != nil {
		ing.Status.MarkLoadBalancerFailed("VirtualServiceNotReconciled", err.Error())
		return err
	}
	ing.Status.MarkNetworkConfigured()
	// One that is ready was probed since it last changed. Upstream takes its word for it, too.
	ready := ing.IsReady()
	if !ready {
		if ready, err = r.prober.IsReady(ctx, ing); err != nil {
			return fmt.Errorf("probe: %w", err)
		}
	}
	if !ready {
		ing.Status.MarkLoadBalancerNotReady()
		return nil
	}
	chosen := configOf(ctx).gateways.For(ing.Labels)
	ing.Status.MarkLoadBalancerReady(
		address(chosen[v1alpha1.IngressVisibilityExternalIP]),
		address(chosen[v1alpha1.IngressVisibilityClusterLocal]))
	return nil
}

// write makes the ingress have these virtual services and no others.
func (r *reconciler) write(ctx context.Context, ing *v1alpha1.Ingress, wanted []*unstructured.Unstructured) error {
	client := r.istio.Resource(routes.Resource).Namespace(ing.Namespace)
	kept := sets.New[string]()
	for _, route := range wanted {
		kept.Insert(route.GetName())
		if err := r.writeOne(ctx, client, ing, route); err != nil {
			return err
		}
	}
	mine, err := r.routes.ByNamespace(ing.Namespace).List(labels.SelectorFromSet(labels.Set{networking.IngressLabelKey: ing.Name}))
	if err != nil {
		return err
	}
	for _, object := range mine {
		route := object.(*unstructured.Unstructured)
		if kept.Has(route.GetName()) || !metav1.IsControlledBy(route, ing) {
			continue
		}
		if err := client.Delete(ctx, route.GetName(), metav1.DeleteOptions{}); err != nil && !apierrors.IsNotFound(err) {
			return err
		}
	}
	return nil
}

func (r *reconciler) writeOne(ctx context.Context, client dynamic.ResourceInterface, ing *v1alpha1.Ingress, wanted *unstructured.Unstructured) error {
	object, err := r.routes.ByNamespace(ing.Namespace).Get(wanted.GetName())
	if apierrors.IsNotFound(err) {
		_, err = client.Create(ctx, wanted, metav1.CreateOptions{})
		return err
	}
	if err != nil {
		return err
	}
	there := object.(*unstructured.Unstructured)
	if !metav1.IsControlledBy(there, ing) {
		ing.Status.MarkResourceNotOwned("VirtualService", wanted.GetName())
		return fmt.Errorf("ingress %q does not own VirtualService %q", ing.Name, wanted.GetName())
	}
	changed := there.DeepCopy()
	changed.Object["spec"] = wanted.Object["spec"]
	changed.SetLabels(wanted.GetLabels())
	changed.SetAnnotations(wanted.GetAnnotations())
	if equality.Semantic.DeepEqual(there, changed) {
		return nil
	}
	_, err = client.Update(ctx, changed, metav1.UpdateOptions{})
	return err
}

// gatewaysOf names the gateways that serve an ingress.
func gatewaysOf(ctx context.Context, ing *v1alpha1.Ingress) routes.Gateways {
	names := routes.Gateways{}
	for visibility, chosen := range configOf(ctx).gateways.For(ing.Labels) {
		for _, gateway := range chosen {
			names[visibility] = append(names[visibility], gateway.Key())
		}
	}
	return names
}

// address tells the first gateway's Service; without a gateway, only the mesh leads to the ingress.
func address(chosen []gateways.Gateway) []v1alpha1.LoadBalancerIngressStatus {
	if len(chosen) == 0 {
		return []v1alpha1.LoadBalancerIngressStatus{{MeshOnly: true}}
	}
	return []v1alpha1.LoadBalancerIngressStatus{{DomainInternal: chosen[0].Service}}
}
