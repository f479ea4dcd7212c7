"use strict";
// The plugin's entry, for the executable in bin/ and for Pulumi's Node.js host, which reads PulumiPlugin.yaml.
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const plugin = join(__dirname, "..", "dist", "plugin", "plugin.js");
if (existsSync(plugin)) {
  require(plugin);
} else {
  console.error(
    `pulumi-resource-knative is not built: there is no ${plugin}\n` +
      "run `npm ci && npm run build` in the directory of pulumi-knative, then try again",
  );
  process.exitCode = 1;
}
