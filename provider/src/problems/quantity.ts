const suffixes: Readonly<Record<string, number>> = {
  "": 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** Suffixes of parts: divided by, for products with fractions aren't exact. */
const parts: Readonly<Record<string, number>> = { n: 1e9, u: 1e6 };

/** The number that a Kubernetes quantity such as `250m`, `1.5Gi` or `2e3` stands for, or undefined where the text is none. */
export function quantityValue(text: string): number | undefined {
  // An exponent stands in the place of a suffix.
  const [, number, suffix = ""] = /^\+?((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+$)?)([A-Za-z]*)$/.exec(text) ?? [];
  const factor = Object.hasOwn(suffixes, suffix) ? suffixes[suffix] : undefined;
  const part = Object.hasOwn(parts, suffix) ? parts[suffix] : undefined;
  if (number !== undefined && part !== undefined) {
    return Number(number) / part;
  }
  return number === undefined || factor === undefined ? undefined : Number(number) * factor;
}
