import { isObject } from "../manifests/manifest";
import type { AlibabaListenerArgs, AlibabaSlbArgs } from "./loadBalancer.args";
import type { ByPort } from "./annotations.codecs";

type Fields = Readonly<Record<string, unknown>>;

/** The name of the property of listeners that a path leads to, or undefined where it leads elsewhere. */
export function listenerProperty(path: string): string | undefined {
  return path.startsWith("listeners[].") ? path.slice("listeners[].".length) : undefined;
}

/** What args say at a row's path; of listeners, the value of each that has one. Undefined where nothing is said. */
export function valueAt(args: AlibabaSlbArgs, path: string): unknown {
  const property = listenerProperty(path);
  if (property === undefined) {
    return path.split(".").reduce<unknown>((at, step) => (isObject(at) ? at[step] : undefined), args);
  }
  const given = (args.listeners ?? []).flatMap((listener): ByPort => {
    const value = (listener as unknown as Fields)[property];
    return value === undefined ? [] : [[listener.port, value]];
  });
  return given.length === 0 ? undefined : given;
}

/** The same args with a value at a row's path. Listeners keep their order, new ones come last. */
export function withValue(args: AlibabaSlbArgs, path: string, value: unknown): AlibabaSlbArgs {
  const property = listenerProperty(path);
  if (property === undefined) {
    const [first = "", second] = path.split(".");
    const group = (args as unknown as Fields)[first];
    return { ...args, [first]: second === undefined ? value : { ...(group as object), [second]: value } };
  }
  return {
    ...args,
    listeners: (value as ByPort).reduce<AlibabaListenerArgs[]>(
      (listeners, [port, part]) => withListener(listeners, port, { [property]: part }),
      args.listeners ?? [],
    ),
  };
}

/** The same args with nothing at a row's path. */
export function withoutValue(args: AlibabaSlbArgs, path: string): AlibabaSlbArgs {
  const property = listenerProperty(path);
  return property === undefined
    ? withValue(args, path, undefined)
    : {
        ...args,
        listeners: args.listeners?.map((listener) => ({ ...listener, [property]: undefined })),
      };
}

function withListener(listeners: AlibabaListenerArgs[], port: number, part: Fields): AlibabaListenerArgs[] {
  const index = listeners.findIndex((listener) => listener.port === port);
  return index < 0
    ? [...listeners, { port, ...part }]
    : listeners.with(index, { ...(listeners[index] as AlibabaListenerArgs), ...part });
}

/** The path of a row as a problem names it: listeners by their place in the list, all of them where none is meant. */
export function problemPath(path: string): string {
  return path.startsWith("listeners[].") ? "listeners" : path;
}
