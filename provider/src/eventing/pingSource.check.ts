import { z } from "zod";
import { checkWhole, leaf, pathText, under, type Problem } from "../problems";
import { eventObjectShape } from "./object.check";
import type { PingSourceArgs } from "./pingSource.args";
import { checkSchedule, checkTimezone } from "./schedule";
import { checkSink, sinkShape } from "./sink.check";

const json = "application/json";

export const pingSourceShape = z.strictObject({
  ...eventObjectShape,
  schedule: z.string().min(1).optional(),
  timezone: z.string().min(1).optional(),
  contentType: z.string().min(1).optional(),
  data: leaf(z.string()).optional(),
  dataBase64: leaf(z.string()).optional(),
  sink: sinkShape,
  extensions: z.record(z.string(), leaf(z.string())).optional(),
}) satisfies z.ZodType<PingSourceArgs>;

/** Everything that can be said of the inputs before anything is touched. */
export function checkPingSource(args: PingSourceArgs): Problem[] {
  return checkWhole(pingSourceShape, args, (given) => [
    ...under("schedule", given.schedule === undefined ? [] : checkSchedule(given.schedule)),
    ...under("timezone", given.timezone === undefined ? [] : checkTimezone(given.timezone)),
    ...checkData(given),
    ...under("sink", checkSink(given.sink)),
    ...under("extensions", checkExtensions(given.extensions)),
  ]);
}

/** Names of attributes that a source may add: knative/pkg apis/duck/v1/source_types.go. */
export function checkExtensions(extensions: PingSourceArgs["extensions"] = {}): Problem[] {
  return Object.keys(extensions)
    .filter((name) => !/^[a-zA-Z0-9]+$/.test(name))
    .map((name) => ({
      path: pathText([name]),
      code: "KN9010",
      reason: "is no name of an event's attribute: letters and digits",
    }));
}

function checkData({ data, dataBase64, contentType }: PingSourceArgs): Problem[] {
  const problem = (path: string, reason: string): Problem[] => [{ path, code: "KN9008", reason }];
  if (data !== undefined && dataBase64 !== undefined) {
    return [{ path: "dataBase64", code: "KN1008", reason: "excludes data; keep one of them" }];
  }
  if (typeof dataBase64 === "string" && !isBase64(dataBase64)) {
    return problem("dataBase64", "is no base64, of four characters at a time with = at the end");
  }
  const [path, text] =
    typeof dataBase64 === "string"
      ? ["dataBase64", Buffer.from(dataBase64, "base64").toString()]
      : ["data", data];
  return contentType === json && typeof text === "string" && text !== "" && !isJsonObject(text)
    ? problem(
        path,
        `must be a JSON object, for contentType is "${json}", and Knative takes no other JSON here`,
      )
    : [];
}

function isBase64(text: string): boolean {
  return /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text);
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && !Array.isArray(value);
  } catch {
    return false;
  }
}
