import { config } from "chai";

// A failure that says "[ …(2) ]" tells nobody what is wrong.
config.truncateThreshold = 0;
