import { join } from "node:path";
import { load } from "./load";

// dist/plugin/plugin.js: what starts the plugin.
load(join(__dirname, "main.js"));
