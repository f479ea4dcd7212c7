import { config } from "chai";
import { killCommands } from "./command";

// A failure that says "[ …(2) ]" tells nobody what is wrong.
config.truncateThreshold = 0;

// Commands lead process groups of their own, which a signal to this one's does not reach.
process.once("exit", killCommands);
process.once("SIGTERM", () => {
  killCommands();
  process.exit(143);
});
