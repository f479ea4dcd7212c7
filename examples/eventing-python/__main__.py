import pulumi
import pulumi_knative as knative

config = pulumi.Config()
image = config.require("image")

# Without a kubeconfig in the stack's configuration it is the cluster that kubectl would use. It has Knative Serving.
cluster = knative.Cluster("cluster", kubeconfig=config.get_secret("kubeconfig"))

# A mirror of your own, where the machine that runs this has no way out.
mirror = config.get("mirror")
# The newest release; where the cluster's Serving is older, that minor: release="1.22".
eventing = knative.Eventing(
    "eventing",
    cluster=cluster,
    source=knative.ReleaseSourceArgs(mirror=mirror) if mirror else None,
)

orders = knative.Service("orders", cluster=cluster, image=image)
# What nobody took.
lost = knative.Service("lost", cluster=cluster, image=image, visibility="cluster-local")

# Receivers before senders: who names another by an output waits for it, and goes before it.
broker = knative.Broker(
    "shop",
    cluster=cluster,
    delivery=knative.DeliveryArgs(
        retry=3,
        backoff_delay="PT0.5S",
        dead_letter_sink=knative.SinkArgs(service="lost"),
    ),
    opts=pulumi.ResourceOptions(depends_on=[eventing, lost]),
)
trigger = knative.Trigger(
    "large-orders",
    cluster=cluster,
    broker=broker.broker_name,
    filters=[
        knative.TriggerFilterArgs(exact={"type": "com.example.order"}),
        knative.TriggerFilterArgs(cesql="amount > 1000"),
    ],
    subscriber=knative.SinkArgs(service="orders", path="/large"),
    opts=pulumi.ResourceOptions(depends_on=[orders]),
)
knative.PingSource(
    "every-morning",
    cluster=cluster,
    schedule="0 6 * * 1-5",
    timezone="Europe/Berlin",
    sink=knative.SinkArgs(broker=broker.broker_name),
    opts=pulumi.ResourceOptions(depends_on=[trigger]),
)

pulumi.export("broker", broker.address)
pulumi.export("orders", trigger.subscriber_uri)
