import pulumi
import pulumi_knative as knative
import pulumi_kubernetes as kubernetes

config = pulumi.Config()
# Without a kubeconfig in the stack's configuration it is the cluster that kubectl would use.
cluster = kubernetes.Provider("cluster", kubeconfig=config.get_secret("kubeconfig"))
hello = knative.Service(
    "hello",
    image=config.require("image"),
    env={"TARGET": "Python"},
    opts=pulumi.ResourceOptions(providers=[cluster]),
)

pulumi.export("url", hello.url)
