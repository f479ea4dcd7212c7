/** One line of a plot; a gap where a value is missing. */
export interface Series {
  readonly name: string;
  /** A class of the page's style sheet, which gives the color. */
  readonly color: string;
  readonly values: readonly (number | undefined)[];
  /** Whether the value holds until the next one, as with counts. */
  readonly steps?: boolean;
}

/** Lines over one time axis. */
export interface Plot {
  readonly title: string;
  readonly unit: string;
  /** Seconds since the start, one for each value. */
  readonly times: readonly number[];
  readonly series: readonly Series[];
}

const size = { width: 860, height: 220, left: 64, right: 12, top: 12, bottom: 28 } as const;
const ticks = 4;

/** A text in HTML. */
export function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? "");
}

/** A plot as a figure with inline SVG: it needs no script and nothing from elsewhere. */
export function plotHtml({ title, unit, times, series }: Plot): string {
  const most = niceMaximum(Math.max(0, ...series.flatMap(({ values }) => values.map((value) => value ?? 0))));
  const end = Math.max(1, times.at(-1) ?? 0);
  const place = {
    x: (time: number) => size.left + (time / end) * (size.width - size.left - size.right),
    y: (value: number) => size.height - size.bottom - (value / most) * (size.height - size.top - size.bottom),
  };
  const lines = series.map(
    (one) =>
      `<path class="line ${one.color}" d="${pathOf(times, one, place)}"><title>${escapeHtml(one.name)}</title></path>`,
  );
  const legend = series
    .map(({ name, color }) => `<span class="key ${color}">${escapeHtml(name)}</span>`)
    .join(" ");
  return `<figure>
<figcaption>${escapeHtml(title)} (${escapeHtml(unit)}) ${legend}</figcaption>
<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${escapeHtml(title)}">
${grid(most, end, place)}
${lines.join("\n")}
</svg>
</figure>`;
}

interface Place {
  readonly x: (time: number) => number;
  readonly y: (value: number) => number;
}

function pathOf(times: readonly number[], { values, steps = false }: Series, { x, y }: Place): string {
  return values
    .map((value, index) => {
      if (value === undefined) {
        return "";
      }
      const before = values[index - 1];
      const at = x(times[index] ?? 0).toFixed(1);
      const step = steps && before !== undefined ? `H${at}V` : undefined;
      const height = y(value).toFixed(1);
      return step === undefined ? `${before === undefined ? "M" : "L"}${at} ${height}` : `${step}${height}`;
    })
    .join("");
}

function grid(most: number, end: number, { x, y }: Place): string {
  const parts = Array.from({ length: ticks + 1 }, (_, index) => index / ticks);
  const rows = parts.map((part) => {
    const height = y(part * most).toFixed(1);
    return `<path class="grid" d="M${size.left} ${height}H${size.width - size.right}"/><text x="${size.left - 6}" y="${height}" class="row">${numberText(part * most)}</text>`;
  });
  const names = parts.map(
    (part) =>
      `<text x="${x(part * end).toFixed(1)}" y="${size.height - 8}" class="column">${numberText(part * end)} s</text>`,
  );
  return [...rows, ...names].join("\n");
}

function numberText(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** The next number of 1, 2, 4 or 5 times a power of ten. */
export function niceMaximum(value: number): number {
  if (value <= 0) {
    return 1;
  }
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 2, 4, 5].find((factor) => factor * power >= value) ?? 10);
}
