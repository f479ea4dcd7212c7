import { execFile } from "node:child_process";
import { labEnv, PATHS } from "../../lab/node";
import { COMPONENT_NAMES } from "../../lab/node/checks";
import { tail } from "../../lab/node/logs";

const questions = [
  ["get", "namespaces,nodes", "-o", "wide"],
  ["get", "pods", "-A", "-o", "wide"],
  ["get", "events", "-A", "--sort-by=.lastTimestamp"],
];
const answerMilliseconds = 20_000;
const eventLines = 40;
const logLines = 5;

/** What the cluster looks like, for whoever reads of a failure and can't look any more. */
export async function evidence(): Promise<string> {
  const env = await labEnv().catch(() => undefined);
  if (env === undefined) {
    return `no lab: there is no ${PATHS.kubeconfig}`;
  }
  const answers: string[] = [];
  for (const args of questions) {
    answers.push(`$ kubectl ${args.join(" ")}\n${await kubectl(args, env)}`);
  }
  const logs = await Promise.all(COMPONENT_NAMES.map((name) => tail(name, logLines)));
  return [...answers, ...logs].join("\n\n");
}

function kubectl(args: readonly string[], env: Readonly<Record<string, string>>): Promise<string> {
  const options = { env: { ...process.env, ...env }, timeout: answerMilliseconds, maxBuffer: 2 ** 26 };
  return new Promise((resolve) => {
    execFile("kubectl", ["--request-timeout=15s", ...args], options, (error, stdout, stderr) => {
      const lines = `${stdout}${error === null ? "" : stderr || error.message}`.trimEnd().split("\n");
      resolve(lines.slice(-eventLines).join("\n"));
    });
  });
}
