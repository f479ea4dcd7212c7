import pulumi
import pulumi_knative as knative

config = pulumi.Config()
# Without a kubeconfig in the stack's configuration it is the cluster that kubectl would use.
cluster = knative.Cluster("cluster", kubeconfig=config.get_secret("kubeconfig"))
hello = knative.Service(
    "hello",
    cluster=cluster,
    image=config.require("image"),
    env={"TARGET": "Python"},
)

pulumi.export("url", hello.url)
