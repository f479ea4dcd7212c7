"use strict";
// The command line's entry, for the executables in bin/.
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const cli = join(__dirname, "..", "dist", "plugin", "cli.js");
if (existsSync(cli)) {
  require(cli);
} else {
  console.error(
    `pulumi-knative is not built: there is no ${cli}\n` +
      "run `npm ci && npm run build` in the directory of pulumi-knative, then try again",
  );
  process.exitCode = 2;
}
