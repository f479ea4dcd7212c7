import pulumi
import pulumi_knative as knative
import pulumi_kubernetes as kubernetes

kubeconfig = pulumi.Config().require_secret("kubeconfig")
cluster = knative.Cluster("cluster", kubeconfig=kubeconfig)
cluster.provider.apply(
    lambda provider: kubernetes.core.v1.Namespace("apps", opts=pulumi.ResourceOptions(provider=provider))
)
