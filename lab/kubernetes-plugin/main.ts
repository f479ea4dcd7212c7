import { serve } from "./server";

/** The version of `@pulumi/kubernetes` whose plugin this stands in for; set when the plugin is bundled. */
const version = process.env["PULUMI_KUBERNETES_STAND_IN_VERSION"] ?? "4.34.2";

/** Ends the plugin soon after the engine ended, however that was. */
function endWithEngine(): void {
  const engine = process.ppid;
  setInterval(() => {
    if (process.ppid !== engine) {
      process.exit(1);
    }
  }, 1000);
}

async function main(): Promise<void> {
  const [engineAddress = ""] = process.argv.slice(2).filter((argument) => !argument.startsWith("-"));
  endWithEngine();
  const port = await serve(engineAddress, version);
  console.error("lab stand-in for pulumi-resource-kubernetes");
  console.log(port);
}

void main();
