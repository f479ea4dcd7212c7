import type { Context } from "mocha";
import { PATHS } from "../../lab/node/layout";
import { findOnPath } from "../../lab/toolchain/found";
import { loadExeca } from "../../lab/toolchain/execa";
import { skip } from "./skip";

/** A row of a routing table, as `ip -json` tells it. */
export interface RouteRow {
  readonly dst: string;
  readonly gateway?: string;
  readonly dev: string;
}

/** Network namespaces of a test's own, with their interfaces; all are gone after `remove`. */
export class Namespaces {
  private readonly made: string[] = [];

  private constructor(private readonly ip: string) {}

  /** Skips the suite, saying why, where there can be none. */
  static async open(context: Context): Promise<Namespaces> {
    const ip = await findOnPath("ip", `${process.env["PATH"] ?? ""}:${PATHS.bin}`);
    if (process.getuid?.() !== 0) {
      skip(context, "network namespaces need root");
    }
    return ip === undefined ? skip(context, "network namespaces need the program ip") : new Namespaces(ip);
  }

  /** Adds one that sends nothing by itself, as IPv6 would. */
  async add(name: string): Promise<void> {
    await this.run("netns", "add", name);
    this.made.push(name);
    await this.set(name, "net/ipv6/conf/default/disable_ipv6", "1");
    await this.inside(name, "link", "set", "lo", "up");
  }

  /** Two ends of a wire, each in a namespace and up, with an address. */
  async wire(...ends: readonly [End, End]): Promise<void> {
    const [one, other] = ends;
    const first = ["link", "add", one.name, "netns", one.namespace, "type", "veth"];
    await this.run(...first, "peer", "name", other.name, "netns", other.namespace);
    for (const { namespace, name, address } of ends) {
      await this.inside(namespace, "address", "add", address, "dev", name);
      await this.inside(namespace, "link", "set", name, "up");
    }
  }

  /** Sets a parameter of a namespace's network. */
  async set(namespace: string, parameter: string, value: string): Promise<void> {
    const write = `fs.writeFileSync(${JSON.stringify(`/proc/sys/${parameter}`)}, ${JSON.stringify(value)})`;
    await this.script(namespace, write);
  }

  inside(namespace: string, ...args: readonly string[]): Promise<string> {
    return this.run("-n", namespace, ...args);
  }

  async routes(namespace: string, ...which: readonly string[]): Promise<readonly RouteRow[]> {
    const rows = await this.run(
      "-n",
      namespace,
      "-json",
      "route",
      ...(which.length === 0 ? ["show"] : which),
    );
    return JSON.parse(rows) as RouteRow[];
  }

  /** Packets that an interface has sent. */
  async sent(namespace: string, name: string): Promise<number> {
    const text = await this.run("-n", namespace, "-json", "-stats", "link", "show", name);
    const [link] = JSON.parse(text) as [{ stats64: { tx: { packets: number } } }];
    return link.stats64.tx.packets;
  }

  /** Runs a script of Node.js in a namespace, with a text that it reads, and gives what it printed. */
  async script(namespace: string, code: string, input = ""): Promise<string> {
    const execa = await loadExeca();
    const args = [`--net=/run/netns/${namespace}`, process.execPath, "-e", code];
    const { stdout } = await execa("nsenter", args, { input, timeout: 20_000 });
    return stdout;
  }

  /** Wires go with the namespace of either end. */
  async remove(): Promise<void> {
    for (const name of this.made.splice(0)) {
      await this.run("netns", "delete", name);
    }
  }

  async list(): Promise<readonly string[]> {
    return (await this.run("netns", "list")).split("\n").map((line) => line.split(" ")[0] ?? "");
  }

  private async run(...args: readonly string[]): Promise<string> {
    const execa = await loadExeca();
    return (await execa(this.ip, args)).stdout;
  }
}

/** One end of a wire. */
export interface End {
  readonly namespace: string;
  readonly name: string;
  /** With the length of its prefix. */
  readonly address: string;
}
