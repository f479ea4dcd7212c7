/** An image reference in its parts. */
export interface ImageReference {
  /** Registry with its port; undefined where the reference leaves it to the runtime's default. */
  readonly host: string | undefined;
  /** Name within the registry, such as `envoyproxy/envoy`. */
  readonly path: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

const pathPart = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*$/;
const hostName = /^[A-Za-z0-9.-]+(:\d+)?$|^\[[0-9a-f:]+\](:\d+)?$/;

/**
 * Takes any reference apart, also one that isn't valid. The first part of a name is a host if it looks like one: it has a dot
 * or colon, or is localhost.
 */
export function parseImage(reference: string): ImageReference {
  const [, name = reference, tag, digest] =
    /^(.*?)(?::([\w.-]+))?(?:@([\w+.-]+:[0-9a-fA-F]+))?$/.exec(reference) ?? [];
  const slash = name.indexOf("/");
  const first = name.slice(0, Math.max(slash, 0));
  const isHost = /[.:]/.test(first) || first === "localhost";
  return { host: isHost ? first : undefined, path: isHost ? name.slice(slash + 1) : name, tag, digest };
}

/** Reads a reference by the distribution project's grammar, or gives undefined where the text is none. */
export function imageReference(value: string): ImageReference | undefined {
  const reference = parseImage(value);
  const { host, path, tag, digest } = reference;
  // Knative resolves digests of this kind only.
  const isValid =
    path.split("/").every((part) => pathPart.test(part)) &&
    (host === undefined || hostName.test(host)) &&
    (tag === undefined || /^\w[\w.-]{0,127}$/.test(tag)) &&
    (digest === undefined || /^sha256:[a-f0-9]{64}$/.test(digest));
  return isValid ? reference : undefined;
}

/** The registry of a reference as Knative compares it, by its own name for the default one. */
export function registryOf({ host }: ImageReference): string {
  return host ?? "index.docker.io";
}

/** What follows the path: `:tag`, `@digest`, both or nothing. */
export function versionOf({ tag, digest }: ImageReference): string {
  return `${tag === undefined ? "" : `:${tag}`}${digest === undefined ? "" : `@${digest}`}`;
}
