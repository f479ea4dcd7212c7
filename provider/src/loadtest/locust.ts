import { rampSeconds, type LoadPlan } from "./plan";
import type { Target } from "./target";
import { hostAndPort } from "./target";

/**
 * The same plan for Locust (https://locust.io). A URL of HTTPS is asked by its name, which must lead to the gateway, for
 * Locust sends the name that it connects to in the TLS handshake.
 */
export function locustfile(target: Target, plan: LoadPlan): string {
  const { protocol, host } = new URL(target.url);
  const { address, port } = target.road;
  const isTls = protocol === "https:";
  const origin = isTls ? `https://${host}` : `http://${hostAndPort(address, port)}`;
  const { users, spawnRate, maxUsers, seconds, wait, path, requestTimeout } = plan;
  const last = Math.min(maxUsers, Math.floor(users + spawnRate * rampSeconds(plan)));
  return `# ${target.namespace}/${target.service} by ${target.road.gateway}: run with \`locust --headless -f <this file>\`.
# Written by \`pulumi-knative bench --locustfile\`.
from locust import HttpUser, LoadTestShape, constant, task


class KnativeUser(HttpUser):
    host = ${python(origin)}
    wait_time = constant(${wait})

    @task
    def call_service(self):
        self.client.get(
            ${python(path)},
            headers={"Host": ${python(host)}},
            timeout=${requestTimeout},
            allow_redirects=False,
        )


class Plan(LoadTestShape):
    """${users} users at first, ${spawnRate} more each second, ${last} at most, for ${seconds} seconds."""

    def tick(self):
        seconds = self.get_run_time()
        if seconds >= ${seconds}:
            return None
        users = min(${maxUsers}, ${users} + int(${spawnRate} * seconds))
        return users, ${Math.max(users, spawnRate)}
`;
}

/** A text of Python. What JSON escapes, Python reads alike; targets and paths are ASCII. */
function python(text: string): string {
  return JSON.stringify(text);
}
