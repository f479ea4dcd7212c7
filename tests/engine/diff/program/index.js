// Two versions of a program, chosen by VERSION. Everything in it is built into the engine: no plugin is needed.
const pulumi = require("@pulumi/pulumi");

class Component extends pulumi.ComponentResource {
  constructor(kind, name, args, opts) {
    super(`knative:index:${kind}`, name, args, opts);
  }
}

const second = process.env.VERSION === "2";
const serving = new Component("Serving", "lab", { release: second ? "1.22" : "1.21" });
const own = (name, input, opts) => new pulumi.Stash(`lab:${name}`, { input }, { parent: serving, ...opts });

own("config", { "max-scale": second ? "20" : "0", ...(second ? {} : { gone: true }) });
own("token", { user: "admin", password: pulumi.secret(second ? "second-password" : "first-password") });
const replaced = own("replaced", second ? "v2" : "v1", { replaceOnChanges: ["input"] });
own("later", { address: second && pulumi.runtime.isDryRun() ? pulumi.unknown : "10.0.0.1" });

const service = new Component("Service", second ? "shop" : "old", {});
new pulumi.Stash(`${second ? "shop" : "old"}:object`, { input: { image: "x" } }, { parent: service });

if (process.env.VERSION === "broken") {
  // Without its stack: Node.js 20 takes half a minute to colour frames that Pulumi's source maps place beside its package.
  throw Object.assign(new pulumi.RunError("this program is broken"), { stack: undefined });
}
exports.version = replaced.output;
exports.password = pulumi.secret("output-password");
