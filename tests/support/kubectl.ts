import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { must } from "./command";

/** A reader of the lab's cluster, by kubectl. */
export class Kubectl {
  constructor(private readonly env: Readonly<Record<string, string>>) {}

  run(...args: string[]): Promise<string> {
    return must("kubectl", ["--request-timeout=1m", ...args], { env: this.env });
  }

  /** Applies objects in their order. */
  async apply(...objects: readonly object[]): Promise<string> {
    const directory = mkdtempSync(join(tmpdir(), "pulumi-knative-apply-"));
    try {
      const file = join(directory, "objects.json");
      writeFileSync(file, JSON.stringify({ apiVersion: "v1", kind: "List", items: objects }));
      return await this.run("apply", "-f", file);
    } finally {
      rmSync(directory, { recursive: true });
    }
  }

  async json<T>(...args: string[]): Promise<T> {
    return JSON.parse(await this.run(...args, "-o", "json")) as T;
  }

  /** Names of everything that an installation could leave behind, cluster-wide. */
  async inventory(): Promise<string[]> {
    const kinds = [
      "namespaces",
      "customresourcedefinitions",
      "mutatingwebhookconfigurations",
      "validatingwebhookconfigurations",
      "clusterroles",
      "clusterrolebindings",
      "apiservices",
    ];
    return (await this.run("get", kinds.join(","), "-o", "name")).split("\n").filter((line) => line !== "");
  }

  /**
   * Waits until the inventory is what was found before, and names what is left or gone where it doesn't become so. Kubernetes
   * takes the API services of definitions away a little after these.
   */
  async untilAsFound(found: readonly string[]): Promise<void> {
    let differences: readonly string[] = [];
    await this.until(
      "the cluster as it was found",
      async () => {
        const now = await this.inventory();
        differences = [
          ...now.filter((name) => !found.includes(name)).map((name) => `left: ${name}`),
          ...found
            .filter((name) => !now.includes(name) && !name.startsWith("apiservice."))
            .map((name) => `gone: ${name}`),
        ];
        return differences.length === 0 ? true : undefined;
      },
      300,
    ).catch((error: Error) => {
      throw new Error([error.message, ...differences].join("\n"));
    });
  }

  /** Takes away what an inventory has beside `found`. Webhooks go first: without their pods they would refuse the rest. */
  async removeAllBut(found: readonly string[]): Promise<void> {
    const left = (await this.inventory()).filter((name) => !found.includes(name));
    const isWebhook = (name: string) => name.includes("webhookconfiguration");
    for (const names of [left.filter(isWebhook), left.filter((name) => !isWebhook(name))]) {
      if (names.length > 0) {
        await this.run("delete", "--ignore-not-found", "--timeout=3m", "--request-timeout=0", ...names);
      }
    }
  }

  /** Waits until a condition of the cluster holds. */
  async until<T>(what: string, ask: () => Promise<T | undefined>, limitSeconds: number): Promise<T> {
    const end = Date.now() + limitSeconds * 1000;
    for (;;) {
      const answer = await ask();
      if (answer !== undefined) {
        return answer;
      }
      if (Date.now() > end) {
        throw new Error(`${what}: not within ${limitSeconds} s`);
      }
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}
