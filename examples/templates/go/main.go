package main

import (
	"github.com/pulumi-knative/pulumi-knative/sdk/go/knative"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		settings := config.New(ctx, "")
		// Without a kubeconfig in the stack's configuration it is the cluster that kubectl would use.
		cluster := &knative.PlatformClusterArgs{}
		if kubeconfig, err := settings.TrySecret("kubeconfig"); err == nil {
			cluster.Kubeconfig = kubeconfig
		}
		profile := knative.ServingProfileMinimal
		// Checked before anything is touched: `pulumi preview` shows every object, or everything that is wrong.
		platform, err := knative.NewPlatform(ctx, "platform", &knative.PlatformArgs{
			Cluster: cluster,
			Serving: &knative.PlatformServingArgs{Profile: &profile},
			Services: []knative.PlatformServiceArgs{
				{Name: pulumi.StringRef("hello"), Image: pulumi.String(settings.Require("image"))},
			},
		})
		if err != nil {
			return err
		}
		ctx.Export("urls", platform.Urls)
		return nil
	})
}
