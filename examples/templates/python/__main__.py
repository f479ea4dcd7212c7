import pulumi
import pulumi_knative as knative

config = pulumi.Config()

# Checked before anything is touched: `pulumi preview` shows every object, or everything that is wrong.
platform = knative.Platform(
    "platform",
    # Without a kubeconfig in the stack's configuration it is the cluster that kubectl would use.
    cluster=knative.PlatformClusterArgs(kubeconfig=config.get_secret("kubeconfig")),
    serving=knative.PlatformServingArgs(profile=knative.ServingProfile.MINIMAL),
    services=[knative.PlatformServiceArgs(name="hello", image=config.require("image"))],
)

pulumi.export("urls", platform.urls)
