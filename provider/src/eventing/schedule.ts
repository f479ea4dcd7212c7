import { didYouMean, type Problem } from "../problems";

interface Field {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly names: readonly string[];
}

const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
/** Fields of a schedule as the library that Knative reads it by has them: github.com/robfig/cron/v3, parser.go and spec.go. */
const fields: readonly Field[] = [
  { name: "second", least: 0, most: 59, names: [] },
  { name: "minute", least: 0, most: 59, names: [] },
  { name: "hour", least: 0, most: 23, names: [] },
  { name: "day of the month", least: 1, most: 31, names: [] },
  { name: "month", least: 1, most: 12, names: months },
  { name: "day of the week", least: 0, most: 6, names: days },
];
const descriptors = ["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"];

/** What makes a text no schedule for Knative. */
export function checkSchedule(schedule: string): Problem[] {
  const reason = faultOf(schedule.trim());
  return reason === undefined ? [] : [{ path: "", code: "KN9006", reason }];
}

function faultOf(schedule: string): string | undefined {
  if (/^(CRON_)?TZ=/.test(schedule)) {
    return "names a time zone; that stands in timezone";
  }
  if (schedule.startsWith("@every")) {
    return `"@every" is not for Knative; say it by fields, such as "*/5 * * * *" for every five minutes`;
  }
  if (schedule.startsWith("@")) {
    const near = didYouMean(schedule, descriptors);
    return descriptors.includes(schedule)
      ? undefined
      : `"${schedule}" is unknown${near}; there are ${descriptors.join(", ")}`;
  }
  const parts = schedule.split(/\s+/).filter((part) => part !== "");
  if (parts.length !== 5 && parts.length !== 6) {
    return `must have five fields, or six with the second first, got ${parts.length}: minute, hour, day of the month, month, day of the week`;
  }
  const rules = fields.slice(fields.length - parts.length);
  return parts.flatMap((part, index) => fieldFaults(part, rules[index] as Field))[0];
}

function fieldFaults(text: string, field: Field): string[] {
  const parts = text.split(",").filter((part) => part !== "");
  return parts.length === 0 ? [`has no ${field.name}`] : parts.flatMap((part) => rangeFaults(part, field));
}

function rangeFaults(part: string, field: Field): string[] {
  const { name, least, most } = field;
  const [, from = "", to, step] = /^([^-/]+)(?:-([^-/]+))?(?:\/([^-/]+))?$/.exec(part) ?? [];
  const isAny = from === "*" || from === "?";
  const start = isAny ? least : valueOf(from, field);
  const end = isAny ? most : to === undefined ? start : valueOf(to, field);
  const bounds = `${name} "${part}" must be ${least} to ${most}, a range such as ${least}-${most}, a list, "*" or a step such as "*/2"`;
  if (start === undefined || end === undefined || start < least || end > most) {
    const sunday = name === "day of the week" && (from === "7" || to === "7") ? "; Sunday is 0" : "";
    return [`${bounds}${sunday}`];
  }
  if (start > end) {
    return [`${name} "${part}" ends before it begins; write the two parts with a comma between`];
  }
  return step === undefined || /^0*[1-9]\d*$/.test(step)
    ? []
    : [`${name} "${part}" has a step that is no number from 1 on`];
}

function valueOf(text: string, { names, least }: Field): number | undefined {
  const index = names.indexOf(text.toUpperCase());
  return index >= 0 ? index + least : /^\d+$/.test(text) ? Number(text) : undefined;
}

/** What makes a text no time zone for Knative, which looks names up as they are written. */
export function checkTimezone(timezone: string): Problem[] {
  const known = Intl.supportedValuesOf("timeZone");
  const exact = known.find((name) => name.toLowerCase() === timezone.toLowerCase());
  const isZone = exact === undefined ? isAlias(timezone) : exact === timezone;
  const near = exact === undefined ? didYouMean(timezone, known) : ` (did you mean "${exact}"?)`;
  const reason = `"${timezone}" is no time zone of the IANA database${near}; give a name such as Europe/Berlin or UTC`;
  return isZone ? [] : [{ path: "", code: "KN9007", reason }];
}

/** Older names of zones, such as US/Eastern, which no list tells; offsets such as +01:00 are no names. */
function isAlias(timezone: string): boolean {
  if (!/^[A-Z][A-Za-z0-9_+-]*(\/[A-Z][A-Za-z0-9_+-]*)*$/.test(timezone)) {
    return false;
  }
  try {
    new Intl.DateTimeFormat("en", { timeZone: timezone });
    return true;
  } catch {
    return false;
  }
}
