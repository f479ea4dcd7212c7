import { createRequire } from "node:module";
import { join } from "node:path";
import type { Plugin } from "esbuild";

const resolveFrom = createRequire(join(__dirname, "package.json"));

/**
 * Parts of Pulumi's SDK that it loads at its start and that a plugin has no use for: serialization of JavaScript
 * functions (with TypeScript's compiler and npm's resolver in its wake), dynamic providers, the Automation API. They
 * take two thirds of the time until the plugin answers.
 */
const leftOut =
  /[/\\]node_modules[/\\](@pulumi[/\\]pulumi[/\\](runtime[/\\]closure|automation|dynamic)|typescript|@npmcli[/\\]arborist|source-map-support)[/\\]/;

/** Stands in for what was left out: it can be loaded, and says what it is when it is used. */
function absent(path: string): string {
  const name = path.replace(/^.*[/\\]node_modules[/\\]/, "").replaceAll("\\", "/");
  const text = `${name} is not part of pulumi-resource-knative: tools/build/replacements.ts leaves it out`;
  return `
    const absent = () => { throw new Error(${JSON.stringify(text)}); };
    module.exports = new Proxy({}, { get: (_, key) => key === "__esModule" ? true : absent });
  `;
}

/** Pulumi's host installs it for stack traces by source maps; the bundle has none. */
const noSourceMaps = "exports.install = () => undefined;";

/** What the plugin's bundle holds instead of what its modules ask for. */
export const replacements: Plugin = {
  name: "replacements",
  setup(build) {
    // Of the Kubernetes package only the class of its provider is used. Should another be used one day, esbuild warns of
    // an import that isn't there, and the build fails.
    build.onResolve({ filter: /^@pulumi\/kubernetes$/ }, () => ({
      path: resolveFrom.resolve("@pulumi/kubernetes/provider"),
    }));
    // A file of its own, loaded only once a cluster is asked.
    build.onResolve({ filter: /^\.\/kubernetesClient\.js$/ }, ({ path }) => ({ path, external: true }));
    build.onLoad({ filter: leftOut }, ({ path }) => ({
      contents: path.includes("source-map-support") ? noSourceMaps : absent(path),
      loader: "js",
    }));
  },
};
