import { readFile, readdir, rm, rmdir, statfs } from "node:fs/promises";
import { networkInterfaces } from "node:os";
import { dirname, join } from "node:path";

import { exists } from "../toolchain/cache";
import { findOnPath } from "../toolchain/found";
import { run, succeeds } from "./command";
import { writeText } from "./files";
import { MACHINE_DIRECTORY } from "./kernel";
import { ADDRESSES, INTERFACES, IS_DEFAULT, LAB_NAME, NETWORKS, PATHS } from "./layout";
import { hostClaims, overlapProblems, parseRoutes } from "./networks";

const MADE_NETNS_DIRECTORY = join(MACHINE_DIRECTORY, "made-netns-directory");
const ROUTED: readonly string[] = [NETWORKS.pods, NETWORKS.services, NETWORKS.loadBalancers];

/** Lines for `ip -batch` inside the node. */
const NODE_SETUP = [
  "link set lo up",
  `link set ${INTERFACES.node} up`,
  `address replace ${withBits(ADDRESSES.node, NETWORKS.link)} dev ${INTERFACES.node}`,
  `link set ${INTERFACES.bridge} up`,
  `address replace ${withBits(ADDRESSES.bridge, NETWORKS.pods)} dev ${INTERFACES.bridge}`,
  // The node's own programs call Services too. Rules rewrite the address on the way out, but only if there is a way
  // out. On the bridge an address that no Service has is given up by ARP; over the link it would go round in circles.
  `route replace ${NETWORKS.services} dev ${INTERFACES.bridge}`,
  `route replace ${NETWORKS.loadBalancers} dev ${INTERFACES.bridge}`,
];

const HOST_SETUP = [
  `link set ${INTERFACES.host} up`,
  `address replace ${withBits(ADDRESSES.host, NETWORKS.link)} dev ${INTERFACES.host}`,
  ...ROUTED.map((cidr) => `route replace ${cidr} via ${ADDRESSES.node} dev ${INTERFACES.host}`),
];

// Pods reach Services through the bridge, and their answers must come back the same way to be rewritten.
const SWITCHES = ["net/ipv4/ip_forward", "net/bridge/bridge-nf-call-iptables"];

/**
 * Makes the node's network namespace, its link to the host, its bridge and the host's routes; mends what is missing. Needs the
 * host's lock.
 */
export async function ensureNetwork(): Promise<void> {
  if (!(await hasNetns())) {
    await rm(PATHS.netns, { force: true });
    if (!(await exists(dirname(PATHS.netns)))) await writeText(MADE_NETNS_DIRECTORY, "");
    await ip(["netns", "add", LAB_NAME]);
  }
  if (!(await hasHostEnd())) {
    await ip([
      ...["link", "add", INTERFACES.host, "type", "veth"],
      ...["peer", "name", INTERFACES.node, "netns", LAB_NAME],
    ]);
  }
  if (!(await hasBridge())) {
    await ip(["-n", LAB_NAME, "link", "add", "name", INTERFACES.bridge, "type", "bridge"]);
  }
  await ip(["-n", LAB_NAME, "-batch", "-"], NODE_SETUP.join("\n"));
  const switchOn = SWITCHES.map((name) => `echo 1 >/proc/sys/${name}`).join(" && ");
  await run("nsenter", [`--net=${PATHS.netns}`, "sh", "-c", switchOn]);
  await ip(["-batch", "-"], HOST_SETUP.join("\n"));
}

/**
 * Removes all of it, and namespaces that tests made beside it. The routes go with the link; rules and the bridge go with the
 * namespace. Needs the host's lock.
 */
export async function removeNetwork(): Promise<void> {
  if (await hasHostEnd()) await ip(["link", "delete", INTERFACES.host]);
  if (await hasNetns()) await ip(["netns", "delete", LAB_NAME]);
  await rm(PATHS.netns, { force: true });
  for (const name of await namespacesBeside()) await ip(["netns", "delete", name]);
  if (await exists(MADE_NETNS_DIRECTORY)) await removeNetnsDirectory();
}

/** `ip` mounts the directory of all namespaces onto itself when it makes the first, and leaves that for ever. */
async function removeNetnsDirectory(): Promise<void> {
  const directory = dirname(PATHS.netns);
  if ((await readdir(directory)).length > 0) return;
  await succeeds("umount", [directory]);
  await rmdir(directory);
  await rm(MADE_NETNS_DIRECTORY);
}

/** Namespaces of tests on this instance, whose names begin with its name and a dot. */
async function namespacesBeside(): Promise<string[]> {
  const directory = dirname(PATHS.netns);
  const entries = (await exists(directory)) ? await readdir(directory) : [];
  return entries.filter((name) => name.startsWith(`${LAB_NAME}.`));
}

/** What of the network is there now. */
export async function leftNetwork(): Promise<string[]> {
  const routes = parseRoutes(await readFile("/proc/net/route", "utf8"));
  return [
    ...((await hasNetns()) ? [`network namespace ${LAB_NAME}`] : []),
    ...((await hasHostEnd()) ? [`interface ${INTERFACES.host}`] : []),
    ...routes.filter(({ cidr }) => ROUTED.includes(cidr)).map(({ cidr }) => `route ${cidr}`),
  ];
}

/** One sentence for each of the lab's networks that is taken on this host. */
export async function networkProblems(): Promise<string[]> {
  const routes = parseRoutes(await readFile("/proc/net/route", "utf8"));
  const problems = overlapProblems(NETWORKS, hostClaims(routes, networkInterfaces(), INTERFACES.host));
  const wayOut = IS_DEFAULT ? "" : "; `npm run lab -- reset` gives this instance other addresses";
  return problems.map((problem) => problem + wayOut);
}

/** Type of the file system that namespaces are files of. */
const NSFS_MAGIC = 0x6e736673;

/** Where /run is on the disk, the file outlives a restart of the machine, and the namespace doesn't. */
async function hasNetns(): Promise<boolean> {
  return (await exists(PATHS.netns)) && (await statfs(PATHS.netns)).type === NSFS_MAGIC;
}

async function hasHostEnd(): Promise<boolean> {
  return exists(`/sys/class/net/${INTERFACES.host}`);
}

async function hasBridge(): Promise<boolean> {
  const links = JSON.parse(await ip(["-n", LAB_NAME, "-json", "link", "show"])) as {
    readonly ifname: string;
  }[];
  return links.some(({ ifname }) => ifname === INTERFACES.bridge);
}

/** Runs the machine's `ip`, or the one that was unpacked for the lab. */
async function ip(args: readonly string[], input?: string): Promise<string> {
  return run((await findOnPath("ip")) ?? join(PATHS.bin, "ip"), args, input);
}

function withBits(address: string, cidr: string): string {
  return `${address}/${cidr.split("/")[1] ?? "32"}`;
}
