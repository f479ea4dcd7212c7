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
		args := &knative.ClusterArgs{}
		if kubeconfig, err := settings.TrySecret("kubeconfig"); err == nil {
			args.Kubeconfig = kubeconfig
		}
		cluster, err := knative.NewCluster(ctx, "cluster", args)
		if err != nil {
			return err
		}
		hello, err := knative.NewService(ctx, "hello", &knative.ServiceArgs{
			Cluster: cluster,
			Image:   pulumi.String(settings.Require("image")),
			Env:     pulumi.StringMap{"TARGET": pulumi.String("Go")},
		})
		if err != nil {
			return err
		}
		ctx.Export("url", hello.Url)
		return nil
	})
}
