import type { Programs } from "../toolchain/tools";
import type { ContainerDefaults, LayerEntry } from "./oci";
import type { ServingRelease } from "../../provider/src/release/catalog";

/** An image that the lab makes: what is in it and what upstream calls it. */
export interface ImageSpec {
  /** Short name within the lab. */
  readonly name: string;
  /** Upstream's registry, and below it the repository, which stays the same in the lab's registry. */
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
  readonly layers: readonly (readonly LayerEntry[])[];
  readonly defaults: ContainerDefaults;
}

/** What the images are made from: absolute paths of programs. */
export interface ImageSources {
  readonly knative: Programs;
  readonly sample: Programs;
  readonly coredns: string;
  /** Envoy with the libraries it loads: they come along under their own paths. */
  readonly envoy: { readonly program: string; readonly libraries: readonly string[] };
  /** Static, for the shell that the gateway's preStop hook runs. */
  readonly busybox: string;
}

export interface ImageVersions {
  readonly release: ServingRelease;
  /** Tag of CoreDNS, e.g. "v1.14.5". */
  readonly coredns: string;
}

/** The user that images run as. */
export const NONROOT = "65532";
export const PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const SERVING_PROGRAMS = ["activator", "autoscaler", "autoscaler-hpa", "controller", "queue", "webhook"];
/** What the Jobs after an upgrade run, by import path. */
const JOB_PROGRAMS = {
  migrate: "knative.dev/pkg/apiextensions/storageversion/cmd/migrate",
  cleanup: "knative.dev/serving/pkg/cleanup/cmd/cleanup",
};
// The one that upstream's cluster tools pair with Kubernetes 1.34.
const PAUSE_TAG = "3.10";

// What programs expect of any system: names for the users, where to look host names up, room for temporary files.
export const BASE: readonly LayerEntry[] = [
  {
    path: "etc/passwd",
    mode: 0o644,
    text: `root:x:0:0:root:/root:/sbin/nologin\nnobody:x:65534:65534:nobody:/:/sbin/nologin\nnonroot:x:${NONROOT}:${NONROOT}:nonroot:/:/sbin/nologin\n`,
  },
  { path: "etc/group", mode: 0o644, text: `root:x:0:\nnobody:x:65534:\nnonroot:x:${NONROOT}:\n` },
  { path: "etc/nsswitch.conf", mode: 0o644, text: "hosts: files dns\n" },
  { path: "tmp", directoryMode: 0o1777 },
];

// The hook says `curl -X POST URL`, and all it needs of curl is that.
const CURL = `#!/bin/sh
# Enough of curl for \`curl -X POST URL\` and \`curl URL\`.
if [ "$1 $2" = "-X POST" ]; then exec /bin/wget -q -O - --post-data= "$3"; fi
exec /bin/wget -q -O - "$@"
`;

/** All images of the lab. */
export function imageSpecs(sources: ImageSources, { release, coredns }: ImageVersions): ImageSpec[] {
  const knative = (name: string, module: string, version: string) =>
    koImage(name, `knative.dev/${module}/cmd/${name}`, `v${version}`, sources.knative[name]);
  return [
    ...SERVING_PROGRAMS.map((name) => knative(name, "serving", release.version)),
    ...Object.entries(JOB_PROGRAMS).map(([name, importPath]) =>
      koImage(name, importPath, `v${release.version}`, sources.knative[name]),
    ),
    knative("kourier", "net-kourier", release.kourierVersion),
    envoyImage(sources, release.envoyImage),
    {
      ...single("coredns", `coredns/coredns:${coredns}`, sources.coredns, "coredns", NONROOT),
      registry: "registry.k8s.io",
    },
    {
      ...single("pause", `pause:${PAUSE_TAG}`, sources.sample.pause, "pause", "65535"),
      registry: "registry.k8s.io",
    },
    ...["v1", "v2"].map((version) => helloImage(version, sources.sample.hello)),
  ];
}

/** As Knative's builder `ko` lays a program out and names it. */
export function koImage(
  name: string,
  importPath: string,
  tag: string,
  program: string | undefined,
): ImageSpec {
  return {
    name,
    registry: "gcr.io",
    repository: `knative-releases/${importPath}`,
    tag,
    layers: [BASE, [{ path: `ko-app/${name}`, source: required(program, name), mode: 0o755 }]],
    defaults: { user: NONROOT, entrypoint: [`/ko-app/${name}`], env: { PATH: `${PATH}:/ko-app` } },
  };
}

function envoyImage({ envoy, busybox }: ImageSources, reference: string): ImageSpec {
  const tools = ["sh", "sleep", "wget"].map((name) => ({ path: `bin/${name}`, link: "busybox" }));
  return {
    name: "envoy",
    ...parseReference(reference),
    layers: [
      [
        ...BASE,
        ...envoy.libraries.map((path) => ({ path: path.slice(1), source: path, mode: 0o755 })),
        { path: "bin/busybox", source: busybox, mode: 0o755 },
        ...tools,
        { path: "bin/curl", text: CURL, mode: 0o755 },
      ],
      [{ path: "usr/local/bin/envoy", source: envoy.program, mode: 0o755 }],
    ],
    defaults: { user: NONROOT, entrypoint: ["/usr/local/bin/envoy"], env: { PATH } },
  };
}

function helloImage(version: string, program: string | undefined): ImageSpec {
  const image = single(`hello:${version}`, `samples/hello:${version}`, program, "hello", NONROOT);
  return { ...image, defaults: { ...image.defaults, env: { ...image.defaults.env, VERSION: version } } };
}

/** An image of one program and nothing else: one of the lab's own. */
export function single(
  name: string,
  reference: string,
  program: string | undefined,
  file: string,
  user: string,
): ImageSpec {
  const [repository = "", tag = ""] = reference.split(":");
  return {
    name,
    registry: "",
    repository,
    tag,
    layers: [BASE, [{ path: file, source: required(program, file), mode: 0o755 }]],
    defaults: { user, entrypoint: [`/${file}`], env: { PATH } },
  };
}

/** The parts of a reference that names its registry and a tag, e.g. "docker.io/envoyproxy/envoy:v1.36-latest". */
export function parseReference(reference: string): Pick<ImageSpec, "registry" | "repository" | "tag"> {
  const [, registry, repository, tag] = /^([^/]+)\/(.+):([^:/]+)$/.exec(reference) ?? [];
  if (registry === undefined || repository === undefined || tag === undefined) {
    throw new Error(`expected an image as registry/repository:tag, got "${reference}"`);
  }
  return { registry, repository, tag };
}

function required(program: string | undefined, name: string): string {
  if (program === undefined)
    throw new Error(`the toolchain built no program ${name}; see lab/toolchain/tools.ts`);
  return program;
}
