import { text } from "../problems";

const number = String.raw`(\d+(?:[.,]\d+)?)`;
const pattern = new RegExp(
  `^([+-])?P(?:0$|(?:${number}Y)?(?:${number}M)?(?:${number}W)?(?:${number}D)?(?:T(?:${number}H)?(?:${number}M)?(?:${number}S)?)?$)`,
);
const day = 86_400;
/** Seconds of the units in their order; a year and a month have the lengths that upstream's library gives them. */
const units = [365.2425 * day, (365.2425 / 12) * day, 7 * day, day, 3600, 60, 1];

/** Longest time that upstream's library carries through all units without an overflow, and more than anybody waits. */
const longestSeconds = 30 * day;

/**
 * Seconds of an ISO 8601 duration, as Knative's library reads it (github.com/rickb777/date/period, Parse): of each unit, in tenths.
 * Undefined where it takes none from the text.
 */
export function isoSeconds(value: string): number | undefined {
  const match = pattern.exec(value);
  if (match === null) {
    return undefined;
  }
  const [, sign, ...parts] = match;
  if (value !== `${sign ?? ""}P0` && parts.every((part) => part === undefined)) {
    return undefined;
  }
  const seconds = parts.reduce(
    (sum, part, index) => sum + (part === undefined ? 0 : tenths(part) * (units[index] ?? 0)),
    0,
  );
  return sign === "-" ? -seconds : seconds;
}

function tenths(part: string): number {
  return Math.trunc(Number(part.replace(",", ".")) * 10 + 1e-6) / 10;
}

/** Whether a text says more than tenths, which upstream drops without a word: "PT0.25S" is a fifth of a second there. */
function isFinerThanTenths(value: string): boolean {
  return /[.,]\d0*[1-9]/.test(value);
}

/** An ISO 8601 duration up to 30 days, from none or from more than none on. */
export function isoDuration(from: "zero" | "above zero") {
  const bounds = from === "zero" ? "from PT0S" : "above PT0S";
  return text(
    "KN9003",
    `must be an ISO 8601 duration ${bounds} up to P30D, in tenths of a unit at the finest, such as PT0.5S, PT10S or PT2M`,
    (value) => {
      const seconds = isoSeconds(value);
      return (
        seconds !== undefined &&
        !isFinerThanTenths(value) &&
        seconds <= longestSeconds &&
        (from === "zero" ? seconds >= 0 : seconds > 0)
      );
    },
  );
}
