import * as pulumi from "@pulumi/pulumi";
import { Cloud, type CloudSettings } from "./cloud";

/**
 * The process that the engine takes for Alibaba Cloud's plugin: it speaks the plugin's protocol, and its resources are those
 * of a cloud in a file. Arguments: the settings in JSON, then what the engine gives.
 */
const [settings = "{}", ...args] = process.argv.slice(2);
const cloud = new Cloud(JSON.parse(settings) as CloudSettings);

type Values = Readonly<Record<string, unknown>>;

const typeOf = (urn: string) => urn.split("::").at(-2)?.split("$").at(-1) ?? "";

/** Without credentials the real one answers nothing. */
function needCredentials(): void {
  if (process.env["ALICLOUD_ACCESS_KEY"] === undefined) {
    throw new Error("no valid credential sources for Alibaba Cloud found");
  }
}

const provider: pulumi.provider.Provider = {
  version: "3.108.0",
  check: (_, __, news: Values) => Promise.resolve({ inputs: news }),
  diff: (_, urn, olds: Values, news: Values) => {
    const known = Object.fromEntries(Object.keys(news).map((key) => [key, olds[key]]));
    const { changed, replaces } = cloud.diff(typeOf(urn), known, news);
    return Promise.resolve({ changes: changed.length > 0, replaces });
  },
  create: (urn, inputs: Values) => {
    needCredentials();
    const { id, state } = cloud.create(typeOf(urn), inputs);
    return Promise.resolve({ id, outs: state });
  },
  update: (id, _, __, news: Values) => Promise.resolve({ outs: cloud.update(id, news) }),
  delete: (id) => {
    cloud.delete(id);
    return Promise.resolve();
  },
  read: (id, _, props: Values) => Promise.resolve({ id, props }),
  invoke: (token, inputs: Values) => {
    needCredentials();
    return Promise.resolve({ outputs: cloud.ask(token, inputs) });
  },
};

void pulumi.provider.main(provider, args);
