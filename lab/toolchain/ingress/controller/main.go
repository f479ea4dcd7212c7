// Command controller makes Istio's gateways serve Knative's ingresses. It is the lab's stand-in for the controller of
// net-istio, whose module is not to be had from every Go proxy: the same configuration, the same choice of gateways,
// the same routes, probed by the same library. Certificates per ingress are not in it.
package main

import (
	"context"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/dynamic/dynamicinformer"
	"k8s.io/client-go/tools/cache"
	"knative.dev/networking/pkg/apis/networking"
	"knative.dev/networking/pkg/apis/networking/v1alpha1"
	ingressinformer "knative.dev/networking/pkg/client/injection/informers/networking/v1alpha1/ingress"
	ingressreconciler "knative.dev/networking/pkg/client/injection/reconciler/networking/v1alpha1/ingress"
	networkconfig "knative.dev/networking/pkg/config"
	"knative.dev/networking/pkg/status"
	endpointsinformer "knative.dev/pkg/client/injection/kube/informers/core/v1/endpoints"
	podinformer "knative.dev/pkg/client/injection/kube/informers/core/v1/pod"
	serviceinformer "knative.dev/pkg/client/injection/kube/informers/core/v1/service"
	"knative.dev/pkg/configmap"
	"knative.dev/pkg/controller"
	"knative.dev/pkg/injection"
	"knative.dev/pkg/injection/sharedmain"
	"knative.dev/pkg/logging"
	pkgreconciler "knative.dev/pkg/reconciler"

	"github.com/pulumi-knative/lab/toolchain/ingress/gateways"
	"github.com/pulumi-knative/lab/toolchain/ingress/routes"
)

var gatewayResource = schema.GroupVersionResource{Group: "networking.istio.io", Version: "v1", Resource: "gateways"}

func main() {
	sharedmain.Main("net-istio-controller", newController)
}

func newController(ctx context.Context, watcher configmap.Watcher) *controller.Impl {
	logger := logging.FromContext(ctx)
	istio := dynamic.NewForConfigOrDie(injection.GetConfig(ctx))
	factory := dynamicinformer.NewDynamicSharedInformerFactory(istio, controller.GetResyncPeriod(ctx))
	virtualServices := factory.ForResource(routes.Resource)
	gatewayObjects := factory.ForResource(gatewayResource)
	ingresses := ingressinformer.Get(ctx)

	r := &reconciler{istio: istio, routes: virtualServices.Lister()}
	mine := pkgreconciler.AnnotationFilterFunc(networking.IngressClassAnnotationKey, networkconfig.IstioIngressClassName, false)
	var resync func(string, any)
	impl := ingressreconciler.NewImpl(ctx, r, networkconfig.IstioIngressClassName, func(impl *controller.Impl) controller.Options {
		resync = func(string, any) { impl.FilteredGlobalResync(mine, ingresses.Informer()) }
		store := newStore(logger.Named("config-store"), resync)
		store.WatchConfigs(watcher)
		return controller.Options{ConfigStore: store, PromoteFilterFunc: mine}
	})
	prober := status.NewProber(
		logger.Named("prober"),
		&targets{
			logger:    logger.Named("prober"),
			gateways:  gatewayObjects.Lister(),
			services:  serviceinformer.Get(ctx).Lister(),
			endpoints: endpointsinformer.Get(ctx).Lister(),
		},
		func(ing *v1alpha1.Ingress) {
			impl.EnqueueKey(types.NamespacedName{Namespace: ing.Namespace, Name: ing.Name})
		})
	r.prober = prober
	prober.Start(ctx.Done())

	handle(ingresses.Informer(), cache.FilteringResourceEventHandler{FilterFunc: mine, Handler: controller.HandleAll(impl.Enqueue)})
	handle(ingresses.Informer(), cache.ResourceEventHandlerFuncs{DeleteFunc: prober.CancelIngressProbing})
	handle(virtualServices.Informer(), controller.HandleAll(impl.EnqueueLabelOfNamespaceScopedResource("", networking.IngressLabelKey)))
	// A gateway that comes late, or changes its pods, changes where ingresses are probed.
	handle(gatewayObjects.Informer(), controller.HandleAll(func(any) { resync("", nil) }))
	// A pod that goes while it is asked would never answer.
	handle(podinformer.Get(ctx).Informer(), cache.ResourceEventHandlerFuncs{DeleteFunc: prober.CancelPodProbing})

	factory.Start(ctx.Done())
	factory.WaitForCacheSync(ctx.Done())
	return impl
}

func handle(informer cache.SharedIndexInformer, handler cache.ResourceEventHandler) {
	if _, err := informer.AddEventHandler(handler); err != nil {
		panic(err)
	}
}

// store keeps the ConfigMaps that a reconciliation goes by.
type store struct {
	*configmap.UntypedStore
}

type config struct {
	gateways *gateways.Config
}

type configKey struct{}

func newStore(logger configmap.Logger, changed func(string, any)) *store {
	constructors := configmap.Constructors{gateways.ConfigName: gateways.FromConfigMap}
	return &store{configmap.NewUntypedStore("ingress", logger, constructors, changed)}
}

// ToContext implements the generated reconciler's store.
func (s *store) ToContext(ctx context.Context) context.Context {
	return context.WithValue(ctx, configKey{}, config{s.UntypedLoad(gateways.ConfigName).(*gateways.Config)})
}

func configOf(ctx context.Context) config {
	return ctx.Value(configKey{}).(config)
}
