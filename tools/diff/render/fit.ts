/** A part of a comment that may be shown in full, shortened, or not at all. */
export interface Section {
  /** Puts rows into the section's frame. */
  readonly wrap: (rows: readonly string[]) => string;
  readonly full: readonly string[];
  /** One row for each change, without details. */
  readonly short: readonly string[];
}

export interface Fitted {
  readonly texts: readonly string[];
  /** Nothing was left out. */
  readonly complete: boolean;
}

/** Takes sections in, one after the other, as much of each as there is room for. */
export function fitSections(sections: readonly Section[], room: number): Fitted {
  return sections.reduce<Fitted & { readonly left: number }>(
    ({ texts, complete, left }, section) => {
      const { text, whole } = fitSection(section, left);
      return {
        texts: text === undefined ? texts : [...texts, text],
        complete: complete && whole,
        left: left - (text === undefined ? 0 : text.length + 1),
      };
    },
    { texts: [], complete: true, left: room },
  );
}

/** How many of the lines, from the first on, fit into so many characters. */
export function countWithin(lines: readonly string[], room: number): number {
  const cut = lines.reduce<{ readonly left: number; readonly count: number }>(
    ({ left, count }, line) => {
      const rest = left - line.length - 1;
      return { left: rest, count: rest < 0 ? count : count + 1 };
    },
    { left: room, count: 0 },
  );
  return cut.count;
}

function fitSection(section: Section, room: number): { readonly text?: string; readonly whole: boolean } {
  const frame = section.wrap([]).length + 1;
  if (section.full.length === countWithin(section.full, room - frame)) {
    return { text: section.wrap(section.full), whole: true };
  }
  const count = countWithin(section.short, room - frame);
  return count === 0 ? { whole: false } : { text: section.wrap(section.short.slice(0, count)), whole: false };
}
