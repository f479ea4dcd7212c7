import { basename } from "node:path";
import { diagnoseCommand } from "../diagnose/diagnose.command";
import { program, run } from "./main";

// The process behind provider/bin/pulumi-knative; called as kubectl-knative_diagnose, it is kubectl's plugin
// `kubectl knative-diagnose`.
// A reader that has enough, as `head`, is no error.
process.stdout.on("error", () => process.exit());
const called = basename(process.argv[1] ?? "");
const command = called.startsWith("kubectl-") ? diagnoseCommand("kubectl knative-diagnose") : program();
void run(command, process.argv.slice(2));
