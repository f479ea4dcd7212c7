// Package v4 stands in for the SDK's package of that name.
package v4

import (
	"context"
	"reflect"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// RepositoryOpts says where a chart is.
type RepositoryOpts struct {
	CaFile   pulumi.Asset `pulumi:"caFile"`
	CertFile pulumi.Asset `pulumi:"certFile"`
	KeyFile  pulumi.Asset `pulumi:"keyFile"`
	Password *string      `pulumi:"password"`
	Repo     *string      `pulumi:"repo"`
	Username *string      `pulumi:"username"`
}

// RepositoryOptsInput is an input that gives RepositoryOpts.
type RepositoryOptsInput interface {
	pulumi.Input
	ToRepositoryOptsOutput() RepositoryOptsOutput
	ToRepositoryOptsOutputWithContext(context.Context) RepositoryOptsOutput
}

// RepositoryOptsOutput is an output of RepositoryOpts.
type RepositoryOptsOutput struct{ *pulumi.OutputState }

// ElementType is what the output holds.
func (RepositoryOptsOutput) ElementType() reflect.Type { return reflect.TypeOf(RepositoryOpts{}) }

// PostRenderer is a command that changes what a chart renders.
type PostRenderer struct {
	Args    []string `pulumi:"args"`
	Command string   `pulumi:"command"`
}

// PostRendererInput is an input that gives a PostRenderer.
type PostRendererInput interface {
	pulumi.Input
	ToPostRendererOutput() PostRendererOutput
	ToPostRendererOutputWithContext(context.Context) PostRendererOutput
}

// PostRendererOutput is an output of a PostRenderer.
type PostRendererOutput struct{ *pulumi.OutputState }

// ElementType is what the output holds.
func (PostRendererOutput) ElementType() reflect.Type { return reflect.TypeOf(PostRenderer{}) }
