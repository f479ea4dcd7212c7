package main

import (
	"github.com/pulumi-knative/pulumi-knative/sdk/go/knative"
	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		settings := config.New(ctx, "")
		// Without a kubeconfig in the stack's configuration it is the cluster that kubectl would use.
		args := &kubernetes.ProviderArgs{}
		if kubeconfig, err := settings.TrySecret("kubeconfig"); err == nil {
			args.Kubeconfig = kubeconfig
		}
		cluster, err := kubernetes.NewProvider(ctx, "cluster", args)
		if err != nil {
			return err
		}
		hello, err := knative.NewService(ctx, "hello", &knative.ServiceArgs{
			Image: pulumi.String(settings.Require("image")),
			Env:   map[string]pulumi.StringInput{"TARGET": pulumi.String("Go")},
		}, pulumi.Providers(cluster))
		if err != nil {
			return err
		}
		ctx.Export("url", hello.Url)
		return nil
	})
}
