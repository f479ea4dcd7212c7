// Package v2 stands in for the SDK's package of that name.
package v2

import (
	"errors"

	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// RegisterResource refuses: components that register resources from inside the plugin are not in this build.
func RegisterResource(*pulumi.Context, string, string, string, kubernetes.UntypedArgs, ...pulumi.ResourceOption) (pulumi.CustomResource, error) {
	return nil, errors.New("kubernetes:yaml/v2 and kubernetes:helm.sh/v4 are not in this build of the plugin")
}
