import { basename } from "node:path";

import type { Programs } from "../toolchain/tools";
import { BASE, koImage, parseReference, PATH, type ImageSources, type ImageSpec } from "./imageSpecs";
import { pathInImage, programDirectory, type IptablesFiles } from "./iptables";
import { netIstioImage } from "./mirrorIstio";
import type { LayerEntry } from "./oci";

/** What Istio's images are made from: absolute paths. */
export interface IstioSources {
  readonly istio: Programs;
  /** The lab's controller and webhook in net-istio's place. */
  readonly ingress: Programs;
  readonly envoy: ImageSources["envoy"];
  /** What has the traffic of pods go through their sidecars. */
  readonly iptables: IptablesFiles;
  /** The template of Envoy's first configuration, which the agent fills in. */
  readonly bootstrap: string;
}

// The user that Istio's own images and its injected pods run as.
const ISTIO_USER = "1337";

export interface IstioVersions {
  readonly istio: string;
  readonly netIstio: string;
}

/** Istio's control plane, its proxy, and what binds Knative to them, under upstream's names and versions. */
export function istioImageSpecs(sources: IstioSources, versions: IstioVersions): ImageSpec[] {
  const { istio, envoy, bootstrap, iptables } = sources;
  const program = (name: string) => ({
    path: `usr/local/bin/${name}`,
    source: built(istio, name),
    mode: 0o755,
  });
  const image = (name: string, file: string, layers: ImageSpec["layers"]): ImageSpec => ({
    name,
    registry: "registry.istio.io",
    repository: `release/${name}`,
    tag: versions.istio,
    layers,
    defaults: { user: ISTIO_USER, entrypoint: [`/usr/local/bin/${file}`], env: { PATH } },
  });
  const libraries = envoy.libraries.map((path) => ({ path: path.slice(1), source: path, mode: 0o755 }));
  return [
    image("pilot", "pilot-discovery", [BASE, [program("pilot-discovery")]]),
    image("proxyv2", "pilot-agent", [
      [...BASE, ...libraries],
      iptablesLayer(iptables, envoy.libraries),
      [{ path: "usr/local/bin/envoy", source: envoy.program, mode: 0o755 }],
      [
        program("pilot-agent"),
        { path: "var/lib/istio/envoy/envoy_bootstrap_tmpl.json", source: bootstrap, mode: 0o644 },
      ],
    ]),
    ...(["controller", "webhook"] as const).map((name) => netIstio(name, sources, versions.netIstio)),
  ];
}

/** iptables under all its names. `there` is what the image has already. */
function iptablesLayer(files: IptablesFiles, there: readonly string[]): LayerEntry[] {
  const { program, libraries, extensions } = files;
  const directory = programDirectory(files);
  const all = [program, ...libraries.filter((library) => !there.includes(library)), ...extensions];
  const names = ["iptables", "ip6tables"].flatMap((name) => [name, `${name}-save`, `${name}-restore`]);
  return [
    ...all.map((source) => ({ path: pathInImage(files, source), source, mode: 0o755 })),
    ...names.map((name) => ({ path: `${directory}/${name}`, link: basename(program) })),
    // The older of its two backends locks a file there.
    { path: "run", directoryMode: 0o755 },
  ];
}

function netIstio(name: "controller" | "webhook", { ingress }: IstioSources, version: string): ImageSpec {
  const { repository, tag } = parseReference(`${netIstioImage(name)}:v${version}`);
  const importPath = repository.replace(/^knative-releases\//, "");
  return { ...koImage(name, importPath, tag, built(ingress, name)), name: `net-istio-${name}` };
}

function built(programs: Programs, name: string): string {
  const path = programs[name];
  if (path === undefined)
    throw new Error(`the toolchain built no program ${name}; see lab/toolchain/istioTools.ts`);
  return path;
}
