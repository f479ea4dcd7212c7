module ${PROJECT}

go 1.25.8

require (
	github.com/pulumi-knative/pulumi-knative/sdk/go v0.1.0
	github.com/pulumi/pulumi/sdk/v3 v3.246.0
)
