import * as pulumi from "@pulumi/pulumi";
import { Cloud, type CloudSettings } from "./cloud";

/**
 * The process that the engine takes for Kubernetes' plugin where only a gateway's Service is patched: it stands for a cluster whose
 * cloud controller makes and deletes load balancers in the cloud of a file. Arguments as those of the cloud's own.
 */
const [settings = "{}", ...args] = process.argv.slice(2);
const cloud = new Cloud(JSON.parse(settings) as CloudSettings);

type Values = Readonly<Record<string, unknown>>;

const prefix = "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-";
const idLabel = "service.k8s.alibaba/loadbalancer-id";

interface Metadata {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
}

function shown(inputs: Values, id: string): Values {
  const metadata = { ...(inputs["metadata"] as Metadata), labels: { [idLabel]: id } };
  return { ...inputs, metadata, status: { loadBalancer: { ingress: [{ ip: "10.0.0.9" }] } } };
}

const labelOf = (state: Values) => (state["metadata"] as Metadata).labels?.[idLabel] ?? "";
const givenId = (inputs: Values) => (inputs["metadata"] as Metadata).annotations?.[`${prefix}id`];

const provider: pulumi.provider.Provider = {
  version: "4.34.2",
  check: (_, __, news: Values) => Promise.resolve({ inputs: news }),
  diff: (_, __, olds: Values, news: Values) => {
    const texts = ({ metadata, spec }: Values) => JSON.stringify([(metadata as Metadata).annotations, spec]);
    return Promise.resolve({ changes: texts(olds) !== texts(news) });
  },
  create: (_, inputs: Values) => {
    const made = givenId(inputs) ?? cloud.create("controller:index:ControllersLoadBalancer", {}).id;
    const { id } = cloud.create("kubernetes:core/v1:ServicePatch", inputs);
    return Promise.resolve({ id, outs: shown(inputs, made) });
  },
  update: (id, _, olds: Values, news: Values) => {
    cloud.update(id, news);
    return Promise.resolve({ outs: shown(news, labelOf(olds)) });
  },
  delete: (id, _, state: Values) => {
    cloud.delete(id);
    if (givenId(state) === undefined) {
      cloud.delete(labelOf(state));
    }
    return Promise.resolve();
  },
  read: (id, _, props: Values) => Promise.resolve({ id, props }),
};

void pulumi.provider.main(provider, args);
