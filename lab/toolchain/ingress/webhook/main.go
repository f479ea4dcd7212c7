// Command webhook answers for the webhooks of net-istio: it refuses a config-istio that the controller could not read,
// and gives the Deployments of revisions the labels by which Istio's telemetry names them.
package main

import (
	"context"

	appsv1 "k8s.io/api/apps/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"knative.dev/pkg/apis"
	"knative.dev/pkg/configmap"
	"knative.dev/pkg/controller"
	"knative.dev/pkg/injection/sharedmain"
	"knative.dev/pkg/signals"
	"knative.dev/pkg/webhook"
	"knative.dev/pkg/webhook/certificates"
	"knative.dev/pkg/webhook/configmaps"
	"knative.dev/pkg/webhook/resourcesemantics"
	"knative.dev/pkg/webhook/resourcesemantics/defaulting"

	"github.com/pulumi-knative/lab/toolchain/ingress/gateways"
)

func main() {
	ctx := webhook.WithOptions(signals.NewContext(), webhook.Options{
		ServiceName: webhook.NameFromEnv(),
		Port:        webhook.PortFromEnv(8443),
		SecretName:  "net-istio-webhook-certs",
	})
	sharedmain.WebhookMainWithContext(ctx, "net-istio-webhook", certificates.NewController, labelling, validation)
}

func validation(ctx context.Context, _ configmap.Watcher) *controller.Impl {
	return configmaps.NewAdmissionController(ctx,
		"config.webhook.istio.networking.internal.knative.dev",
		"/config-validation",
		configmap.Constructors{gateways.ConfigName: gateways.FromConfigMap})
}

func labelling(ctx context.Context, _ configmap.Watcher) *controller.Impl {
	return defaulting.NewAdmissionController(ctx,
		"webhook.istio.networking.internal.knative.dev",
		"/defaulting",
		map[schema.GroupVersionKind]resourcesemantics.GenericCRD{
			appsv1.SchemeGroupVersion.WithKind("Deployment"): &deployment{},
		},
		func(ctx context.Context) context.Context { return ctx },
		// A Deployment may have fields that are newer than this program.
		false)
}

// deployment is a Deployment whose labels can be defaulted.
type deployment struct {
	appsv1.Deployment `json:",inline"`
}

// Knative's labels, and those of Istio that get their values: the first that is there counts.
var canonical = map[string][]string{
	"service.istio.io/canonical-name":     {"serving.knative.dev/service", "serving.knative.dev/configuration"},
	"service.istio.io/canonical-revision": {"serving.knative.dev/revision"},
}

// SetDefaults implements apis.Defaultable.
func (d *deployment) SetDefaults(context.Context) {
	for label, sources := range canonical {
		for _, source := range sources {
			value := d.Labels[source]
			if value == "" {
				continue
			}
			d.Labels[label] = value
			if d.Spec.Template.Labels == nil {
				d.Spec.Template.Labels = map[string]string{}
			}
			d.Spec.Template.Labels[label] = value
			break
		}
	}
}

// Validate implements apis.Validatable.
func (d *deployment) Validate(context.Context) *apis.FieldError {
	return nil
}

// DeepCopyObject implements runtime.Object.
func (d *deployment) DeepCopyObject() runtime.Object {
	return &deployment{*d.Deployment.DeepCopy()}
}
