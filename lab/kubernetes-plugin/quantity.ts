const decimalExponents: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  "": 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const binaryUnits = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
const nano = 10n ** 9n;

/**
 * A resource quantity in the form that the API server stores: the largest unit that leaves no fraction
 * ("1000m" → "1", "0.5" → "500m", "1024Mi" → "1Gi"). What is no quantity comes back as it is.
 */
export function canonicalQuantity(value: string | number): string {
  const text = String(value);
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:([EPTGMK]i)|([eE])([+-]?\d+)|([numkMGTPE]?))$/.exec(text);
  if (match === null || `${match[2] ?? ""}${match[3] ?? ""}` === "") {
    return text;
  }
  const [, sign = "", whole = "", fraction = "", binary, exponentMark, exponent, unit] = match;
  const digits = BigInt(`${whole}${fraction}`);
  const negative = sign === "-" && digits !== 0n ? "-" : "";
  if (binary !== undefined) {
    return canonicalBinary(digits, fraction.length, binary, negative) ?? text;
  }
  const power = exponentMark === undefined ? decimalExponents[unit ?? ""] : Number(exponent);
  return canonicalDecimal(digits, (power ?? 0) - fraction.length, negative, exponentMark !== undefined);
}

function canonicalDecimal(digits: bigint, power: number, negative: string, scientific: boolean): string {
  if (digits === 0n) {
    return "0";
  }
  let [mantissa, exponent] = [digits, power];
  while (mantissa % 10n === 0n) {
    mantissa /= 10n;
    exponent += 1;
  }
  if (exponent < -9) {
    const divisor = 10n ** BigInt(-9 - exponent);
    mantissa = (mantissa + divisor - 1n) / divisor;
    exponent = -9;
  }
  const step = Math.min(Math.floor(exponent / 3) * 3, 18);
  const count = `${negative}${mantissa * 10n ** BigInt(exponent - step)}`;
  if (scientific) {
    return step === 0 ? count : `${count}e${step}`;
  }
  const unit = Object.entries(decimalExponents).find(([, power]) => power === step)?.[0] ?? "";
  return `${count}${unit}`;
}

function canonicalBinary(
  digits: bigint,
  decimals: number,
  unit: string,
  negative: string,
): string | undefined {
  const scaled = digits * nano * 1024n ** BigInt(binaryUnits.indexOf(unit));
  const divisor = 10n ** BigInt(decimals) * nano;
  if (scaled % divisor !== 0n) {
    return undefined;
  }
  let bytes = scaled / divisor;
  if (bytes < 1024n) {
    return canonicalDecimal(bytes, 0, negative, false);
  }
  let index = 0;
  while (bytes % 1024n === 0n && index < binaryUnits.length - 1) {
    bytes /= 1024n;
    index += 1;
  }
  return `${negative}${bytes}${binaryUnits[index] ?? ""}`;
}
