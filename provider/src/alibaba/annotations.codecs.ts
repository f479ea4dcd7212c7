/** How the value of a property is written as the text of an annotation, and read from one. */
export interface Codec {
  /** The texts that there are, for the docs. */
  readonly values: string;
  /** The text, or undefined where the value is told by leaving the annotation out. */
  readonly write: (value: never) => string | undefined;
  /** The value, or undefined where the controller can't read the text, or would take it for another than it says. */
  readonly read: (text: string) => unknown;
}

function codec<T>(
  values: string,
  write: (value: T) => string | undefined,
  read: (text: string) => T | undefined,
): Codec {
  return { values, write, read };
}

/** A text as it is. */
export const plain = (values: string): Codec =>
  codec<string>(
    values,
    (value) => value,
    (text) => (text === "" ? undefined : text),
  );

/** One of a set of texts, in the case that they have. */
export const choice = (allowed: Readonly<Record<string, string>>): Codec =>
  codec<string>(
    Object.values(allowed).join(", "),
    (value) => value,
    (text) => Object.values(allowed).find((value) => value === text),
  );

/** The same in any case: read as the controller's `EqualFold` does. */
export const choiceAnyCase = (allowed: Readonly<Record<string, string>>): Codec =>
  codec<string>(
    Object.values(allowed).join(", "),
    (value) => value,
    (text) => Object.values(allowed).find((value) => value.toLowerCase() === text.toLowerCase()),
  );

/** "on" and "off". Any other text is taken for "off" or passed on to the cloud, by annotation. */
export const onOff: Codec = codec<boolean>(
  "on, off",
  (value) => (value ? "on" : "off"),
  (text) => (text === "on" ? true : text === "off" ? false : undefined),
);

/** "true"; every other text means false. */
export const trueText: Codec = codec<boolean>(
  "true",
  (value) => (value ? "true" : undefined),
  (text) => (text === "true" ? true : text === "false" ? false : undefined),
);

/** Any text means true, even "false": so only one that says it is read. */
export const anyText: Codec = codec<boolean>(
  "true (any text means true)",
  (value) => (value ? "true" : undefined),
  (text) => (text === "true" ? true : undefined),
);

/** One text that switches on; every other one is passed over. */
export const onlyText = (only: string): Codec =>
  codec<boolean>(
    only,
    (value) => (value ? only : undefined),
    (text) => (text === only ? true : undefined),
  );

/** A whole number. Its bounds are the shape's. */
export const integer = (values: string): Codec => codec<number>(values, String, readInteger);

/** Texts with commas between. The controller doesn't trim them. */
export const list = (values: string): Codec =>
  codec<readonly string[]>(
    values,
    (value) => value.join(","),
    (text) => {
      const parts = text.split(",");
      return parts.every(isTidy) ? parts : undefined;
    },
  );

/** `key=value` with commas between. */
export const pairs = (values: string): Codec => mapOf(values, "=");

/** `key:value` with commas between. */
export const colonPairs = (values: string): Codec => mapOf(values, ":");

function mapOf(values: string, separator: string): Codec {
  return codec<Readonly<Record<string, string>>>(
    values,
    (value) =>
      Object.keys(value).length === 0
        ? undefined
        : Object.entries(value)
            .map(([key, text]) => `${key}${separator}${text}`)
            .join(","),
    (text) => {
      const entries = text.split(",").map((part) => part.split(separator));
      const keys = entries.map(([key = ""]) => key);
      return entries.every((entry) => entry.length === 2) &&
        keys.every(isTidy) &&
        new Set(keys).size === keys.length
        ? Object.fromEntries(entries as [string, string][])
        : undefined;
    },
  );
}

interface ZoneMap {
  readonly zoneId: string;
  readonly vswitchId: string;
  readonly ip?: string;
  readonly eipAllocationId?: string;
}

/** `zone:vSwitch[:ip[:EIP]]` with commas between. */
export const zoneMaps: Codec = codec<readonly ZoneMap[]>(
  "zone:vsw-…[:ip[:eip-…]],…",
  (value) =>
    value
      .map(({ zoneId, vswitchId, ip, eipAllocationId }) =>
        [
          zoneId,
          vswitchId,
          ...(eipAllocationId === undefined ? (ip === undefined ? [] : [ip]) : [ip ?? "", eipAllocationId]),
        ].join(":"),
      )
      .join(","),
  (text) => {
    const maps = text.split(",").map(readZoneMap);
    return maps.every((map) => map !== undefined) ? maps : undefined;
  },
);

function readZoneMap(text: string): ZoneMap | undefined {
  const [zoneId = "", vswitchId = "", ip = "", eipAllocationId = "", ...rest] = text.split(":");
  // An empty part at the end would reach the cloud, which refuses it.
  return isTidy(zoneId) && isTidy(vswitchId) && rest.length === 0 && !text.endsWith(":")
    ? {
        zoneId,
        vswitchId,
        ...(ip === "" ? {} : { ip }),
        ...(eipAllocationId === "" ? {} : { eipAllocationId }),
      }
    : undefined;
}

/** What annotations say port by port: the value of one property of `listeners`, by the listener's port. */
export type ByPort = readonly (readonly [port: number, value: unknown])[];

/** `value:port` with commas between. */
export const byPort = (values: string, inner: Codec): Codec =>
  codec<ByPort>(
    values,
    (value) => value.map(([port, part]) => `${inner.write(part as never) ?? ""}:${port}`).join(","),
    (text) => readByPort(text, ([part = "", port = ""]) => [port, inner.read(part)]),
  );

/** `port:port` with commas between: the listener's own first. */
export const portToPort: Codec = codec<ByPort>(
  "80:443,…",
  (value) => value.map(([port, target]) => `${port}:${String(target)}`).join(","),
  (text) => readByPort(text, ([port = "", target = ""]) => [port, readInteger(target)]),
);

function readByPort(text: string, order: (parts: string[]) => [string, unknown]): ByPort | undefined {
  const entries = text.split(",").map((entry) => {
    const parts = entry.split(":");
    const [port, value] = order(parts);
    return parts.length === 2 ? ([readInteger(port), value] as const) : ([undefined, undefined] as const);
  });
  const ports = entries.map(([port]) => port);
  return entries.every(([port, value]) => port !== undefined && value !== undefined) &&
    new Set(ports).size === ports.length
    ? (entries as unknown as ByPort)
    : undefined;
}

/** `from-to`. */
export const portRange: Codec = codec<{ readonly from: number; readonly to: number }>(
  "1000-2000",
  ({ from, to }) => `${from}-${to}`,
  (text) => {
    const [from, to, ...rest] = text.split("-").map(readInteger);
    return from === undefined || to === undefined || rest.length > 0 ? undefined : { from, to };
  },
);

/** As Go's `strconv.Atoi` reads, but for numbers no port or second ever has. */
function readInteger(text: string): number | undefined {
  return /^[+-]?\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** Neither empty nor with white space around, which the controller would take for a part of the text. */
function isTidy(text: string): boolean {
  return text !== "" && text.trim() === text;
}
