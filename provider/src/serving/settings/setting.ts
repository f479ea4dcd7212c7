import { z } from "zod";
import { duration, quantity, whole } from "../../problems";

/** A key of a ConfigMap: what it may hold, and how that is written and read there. */
export interface Setting {
  readonly shape: z.ZodType;
  /** The value as the ConfigMap's text. */
  readonly write: (value: unknown) => string;
  /** A text of the ConfigMap as the value that is checked; what can't be read stays as it is, and is refused for that. */
  readonly read: (text: string) => unknown;
}

/** One ConfigMap of Knative's, typed. */
export interface SettingsMap {
  readonly configMap: string;
  /** The property of ServingArgs. */
  readonly property: string;
  /** By the ConfigMap's key. */
  readonly settings: Readonly<Record<string, Setting>>;
}

/** The property of a key: `logging.enable-request-log` is `loggingEnableRequestLog`. */
export function propertyOf(key: string): string {
  return key.replace(/[-.](.)/g, (_, letter: string) => letter.toUpperCase());
}

/** The shape of a ConfigMap's typed settings. */
export function shapeOf({ settings }: SettingsMap): z.ZodObject {
  return z.strictObject(
    Object.fromEntries(
      Object.entries(settings).map(([key, { shape }]) => [propertyOf(key), shape.optional()]),
    ),
  );
}

const asText = (value: unknown): string => String(value);
const asIs = (text: string): unknown => text;
const setting = (shape: z.ZodType, write = asText, read = asIs): Setting => ({ shape, write, read });

const readNumber = (text: string): unknown => (/^[-+]?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text);
// Go's strconv.ParseBool.
const truths: Readonly<Record<string, boolean>> = {
  "1": true,
  t: true,
  true: true,
  "0": false,
  f: false,
  false: false,
};

export const flag = setting(z.boolean(), asText, (text) => truths[text.toLowerCase()] ?? text);
export const words = setting(z.string());
export const integer = (minimum: number, maximum?: number): Setting =>
  setting(whole(minimum, maximum), asText, readNumber);
export const number = (minimum: number, maximum = Number.MAX_SAFE_INTEGER): Setting =>
  setting(z.number().min(minimum).max(maximum), asText, readNumber);
/** Seconds between two bounds, as a Go duration. */
export const time = (minimum: number, maximum: number): Setting => setting(duration(minimum, maximum));
export const amount = setting(quantity);
/** Texts with commas between. */
export const list = (item: z.ZodType = z.string().min(1)): Setting =>
  setting(
    z.array(item),
    (value) => (value as readonly string[]).join(","),
    (text) => text.split(",").map((part) => part.trim()),
  );
/** One of a set; Knative doesn't mind upper and lower case where `anyCase` is true. */
export const oneOf = (values: Readonly<Record<string, string>>, anyCase = false): Setting =>
  setting(z.enum(values), asText, (text) =>
    anyCase
      ? (Object.values(values).find((value) => value.toLowerCase() === text.toLowerCase()) ?? text)
      : text,
  );
/** A value that stands in the ConfigMap in another form. */
export const written = (shape: z.ZodType, write: (value: never) => string, read = asIs): Setting =>
  setting(shape, write as (value: unknown) => string, read);
