import * as pulumi from "@pulumi/pulumi";
import { ProblemsError, under } from "../problems";
import { checkPlatform } from "./platform.check";
import type { PlatformArgs } from "./platform";

/**
 * The stack's configuration as a platform. All problems are reported at once, by the paths that they have in the stack
 * file, before anything is registered.
 */
export function readStackConfig(config = new pulumi.Config()): PlatformArgs {
  const args: PlatformArgs = {
    cluster: config.getObject("cluster"),
    serving: config.getObject("serving"),
    services: config.getObject("services"),
  };
  const problems = checkPlatform(args);
  if (problems.length > 0) {
    throw new ProblemsError(`Pulumi.${pulumi.getStack()}.yaml`, under(`${config.name}:`, problems));
  }
  return args;
}
