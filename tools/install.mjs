// What `npm start`, `npm test`, `npm run lab` and `npm run bench` do first: install what package-lock.json pins, unless that is
// there already. (Not as `prestart` and the like: .npmrc keeps npm from running those.) Plain JavaScript without packages, for on a fresh clone there are none.
import { execFileSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const oldestNode = [20, 19];

function isInstalled() {
  // npm writes this file last.
  const mark = join(root, "node_modules", ".package-lock.json");
  return existsSync(mark) && statSync(mark).mtimeMs >= statSync(join(root, "package-lock.json")).mtimeMs;
}

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
  console.error(`Node.js ${oldestNode.join(".")} or newer is needed, this is ${process.versions.node}.`);
  process.exit(1);
}
if (!isInstalled()) {
  console.error("Installing what package-lock.json pins (npm ci) …");
  try {
    // Standard output is what a command answers, as `npm run lab -- env` does.
    execFileSync("npm", ["ci"], { cwd: root, stdio: ["ignore", 2, 2] });
  } catch (error) {
    process.exit(error.status ?? 1); // npm has said why
  }
}
