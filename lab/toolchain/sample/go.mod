module github.com/pulumi-knative/lab/toolchain/sample

go 1.25.0
