import { Output, type ComponentResourceOptions, type ResourceTransformation } from "@pulumi/pulumi";
import { isObject } from "./manifest";

/**
 * Options of a component with those that Pulumi applies to the component alone handed down to its Kubernetes objects, where
 * they mean something: how long may be waited, with what objects go, whether they stay, and which changes are passed over or
 * replace. A path reaches the objects that have such a property. What an object says itself counts before.
 */
export function handedDown(opts: ComponentResourceOptions = {}): ComponentResourceOptions {
  const { ignoreChanges = [], replaceOnChanges = [], ...own } = opts;
  const { deletedWith, retainOnDelete } = own;
  // Through the plugin, what wasn't given is an empty text.
  const times = Object.fromEntries(
    Object.entries(own.customTimeouts ?? {}).filter(([, time]) => time !== undefined && time !== ""),
  );
  const isNeeded =
    deletedWith !== undefined ||
    retainOnDelete === true ||
    [ignoreChanges, replaceOnChanges, Object.keys(times)].some(({ length }) => length > 0);
  const handDown: ResourceTransformation = ({ type, props, opts: child }) => ({
    props,
    opts: !type.startsWith("kubernetes:")
      ? child
      : {
          ...child,
          customTimeouts: { ...times, ...child.customTimeouts },
          deletedWith: child.deletedWith ?? deletedWith,
          retainOnDelete: child.retainOnDelete ?? retainOnDelete,
          ignoreChanges: [...(child.ignoreChanges ?? []), ...ignoreChanges.filter(isIn(props))],
          replaceOnChanges: [...(child.replaceOnChanges ?? []), ...replaceOnChanges.filter(isIn(props))],
        },
  });
  return isNeeded ? { ...own, transformations: [...(own.transformations ?? []), handDown] } : own;
}

/** Whether an object has a property at a path, as Pulumi writes paths. Pulumi refuses one that leads nowhere. */
function isIn(props: unknown): (path: string) => boolean {
  return (path) => {
    const steps = [...path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\*|\d+)\]|([^.[\]]+)/g)];
    return leadsTo(
      props,
      steps.map(([, quoted, index, name]) => quoted ?? index ?? name ?? ""),
    );
  };
}

function leadsTo(value: unknown, [step, ...rest]: readonly string[]): boolean {
  if (step === undefined || Output.isInstance(value)) {
    return value !== undefined;
  }
  if (!isObject(value) && !Array.isArray(value)) {
    return false;
  }
  const inner = value as Readonly<Record<string, unknown>>;
  return step === "*"
    ? Object.values(inner).some((each) => leadsTo(each, rest))
    : Object.hasOwn(inner, step) && leadsTo(inner[step], rest);
}
