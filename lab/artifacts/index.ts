import { delimiter, dirname } from "node:path";

import { pinnedVersion } from "../toolchain/goModule";
import { ensureTools } from "../toolchain/build";
import { ensureKubernetesPlugin } from "../toolchain/kubernetesPlugin";
import type { Report } from "../toolchain/progress";
import { GO_TOOLS, TOOL_NAMES, type Programs, type ToolName } from "../toolchain/tools";
import { ensureDebianPrograms, type DebianPrograms } from "./debian";
import { ensureEnvoy } from "./envoy";
import { ensureImages, librariesOf, type ImageRef } from "./images";
import { imageSpecs } from "./imageSpecs";
import { ensureMirror } from "./mirror";
import { pushMissing } from "./push";
import { labRelease } from "./release";

export type { ImageRef } from "./images";

/** Absolute paths of the programs that the lab runs, and of two directories of programs. */
export interface LabPrograms {
  readonly pulumi: string;
  readonly pulumiLanguageNodejs: string;
  /** Its script pulumi-language-python-exec lies beside it and must be found on PATH. */
  readonly pulumiLanguagePython: string;
  readonly pulumiLanguageGo: string;
  readonly pulumiLanguageYaml: string;
  /** All Kubernetes components in one: the first argument, or the name of a link to it, chooses. */
  readonly kube: string;
  readonly kubectl: string;
  readonly coredns: string;
  readonly crane: string;
  readonly etcd: string;
  /** Its shim, containerd-shim-runc-v2, lies beside it and must be found on PATH. */
  readonly containerd: string;
  readonly ctr: string;
  readonly runc: string;
  readonly conntrack: string;
  readonly ip: string;
  readonly dockerRegistry: string;
  readonly tini: string;
  /** CNI plugins: bridge, host-local, loopback, portmap and more. */
  readonly cniDir: string;
  /** iptables, ip6tables and their -save and -restore, of the backend that works on this kernel. */
  readonly iptablesDir: string;
}

/** Everything that is built or downloaded before the lab's node can start. */
export interface Artifacts {
  readonly bin: LabPrograms;
  /** What a person or `pulumi` calls by name, for a directory on PATH: command -> absolute path. */
  readonly commands: Readonly<Record<string, string>>;
  readonly images: readonly ImageRef[];
  /** Laid out like the official release pages, SHA256SUMS at its top. */
  readonly mirrorDir: string;
  /** A PATH that finds all programs of the lab first, then what this process finds. */
  readonly pathEnv: string;
}

/**
 * Makes or finds everything that the lab is made of. Downloads come first: they take seconds, and what they lack should
 * show before the Go programs build for minutes.
 */
export async function ensureArtifacts(report: Report): Promise<Artifacts> {
  const [debian, envoy] = await Promise.all([ensureDebianPrograms(report), ensureEnvoy(report)]);
  const tools = await ensureTools(TOOL_NAMES, report);
  const bin = labPrograms(tools, debian);
  const plugin = await ensureKubernetesPlugin(bin.pulumi, report);
  const release = labRelease();
  const sources = {
    knative: tools.knative,
    sample: tools.sample,
    coredns: bin.coredns,
    envoy: { program: envoy, libraries: await librariesOf(envoy) },
    busybox: debian.programs.busybox,
  };
  const coredns = await pinnedVersion(GO_TOOLS.coredns, "github.com/coredns/coredns");
  const images = await ensureImages(imageSpecs(sources, { release, coredns }), report);
  const mirrorDir = await ensureMirror(release, images, report);
  return {
    bin,
    commands: { ...commands(tools, debian), ...plugin },
    images,
    mirrorDir,
    pathEnv: pathEnv(tools, bin),
  };
}

/** Puts the images that a registry (`host:port`, plain HTTP) lacks into it. */
export async function pushImages(
  { images, bin }: Artifacts,
  registry: string,
  report: Report,
): Promise<void> {
  await pushMissing(images, registry, bin.crane, report);
}

/** The reference by which a pod runs one of the lab's images: fixed by digest, the tag for people. */
export function imageReference(
  { images }: Pick<Artifacts, "images">,
  name: string,
  registry: string,
): string {
  const image = images.find((candidate) => candidate.name === name);
  if (image === undefined) {
    throw new Error(
      `the lab has no image "${name}"; it has ${images.map((candidate) => candidate.name).join(", ")}`,
    );
  }
  return `${registry}/${image.repository}:${image.tag}@${image.digest}`;
}

type Tools = Readonly<Record<ToolName, Programs>>;

function labPrograms(
  { pulumi, hosts, yaml, kubernetes, kubectl, coredns, crane }: Tools,
  debian: DebianPrograms,
): LabPrograms {
  const { programs, cniDir, iptablesDir } = debian;
  const { etcd, containerd, ctr, runc, conntrack, ip, tini } = programs;
  return {
    pulumi: program(pulumi, "pulumi"),
    pulumiLanguageNodejs: program(hosts, "pulumi-language-nodejs"),
    pulumiLanguagePython: program(hosts, "pulumi-language-python"),
    pulumiLanguageGo: program(hosts, "pulumi-language-go"),
    pulumiLanguageYaml: program(yaml, "pulumi-language-yaml"),
    kube: program(kubernetes, "kube"),
    kubectl: program(kubectl, "kubectl"),
    coredns: program(coredns, "coredns"),
    crane: program(crane, "crane"),
    ...{ etcd, containerd, ctr, runc, conntrack, ip, tini },
    dockerRegistry: programs["docker-registry"],
    ...{ cniDir, iptablesDir },
  };
}

function commands(
  { pulumi, hosts, yaml, kubectl, crane }: Tools,
  debian: DebianPrograms,
): Record<string, string> {
  return { ...pulumi, ...hosts, ...yaml, ...kubectl, ...crane, ctr: debian.programs.ctr };
}

function pathEnv({ kubernetes }: Tools, { cniDir: _, iptablesDir, ...files }: LabPrograms): string {
  const directories = [...Object.values(files), ...Object.values(kubernetes)].map((path) => dirname(path));
  return [...new Set([...directories, iptablesDir]), process.env.PATH ?? ""].join(delimiter);
}

function program(programs: Programs, name: string): string {
  const path = programs[name];
  if (path === undefined)
    throw new Error(`the toolchain gave no program ${name}; delete its directory in the cache`);
  return path;
}
