"use strict";
// The plugin's entry, for the executable in bin/ and for Pulumi's Node.js host, which reads PulumiPlugin.yaml.
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const built = join(__dirname, "..", "dist", "plugin", "plugin.js");

/** The plugin as it was built here, else that of the npm package which package.json beside this file asks for. */
function findPlugin() {
  if (existsSync(built)) {
    return built;
  }
  try {
    return require.resolve("pulumi-knative/plugin");
  } catch {
    return undefined;
  }
}

const plugin = findPlugin();
if (plugin === undefined) {
  console.error(
    `pulumi-resource-knative is not built: there is no ${built}\n` +
      "run `npm ci && npm run build` in the directory of pulumi-knative, then try again; or, to take the published one, " +
      `\`npm install\` in ${__dirname}`,
  );
  process.exitCode = 1;
} else {
  require(plugin);
}
