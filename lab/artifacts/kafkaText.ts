/** Checksums as sha256sum prints them. */
export function sumsText(sums: ReadonlyMap<string, string>): string {
  return [...sums].map(([name, sum]) => `${sum}  ${name}\n`).join("");
}

/** What is not as pinned, with the reason: files with another checksum, missing ones, and others. */
export function wrongFiles(pinned: string, found: string): string[] {
  const [wanted, present] = [parse(pinned), parse(found)];
  return [
    ...[...wanted].flatMap(([name, sum]) => {
      const got = present.get(name);
      return got === sum
        ? []
        : [got === undefined ? `${name} is missing` : `${name} has the checksum ${got}`];
    }),
    ...[...present.keys()].filter((name) => !wanted.has(name)).map((name) => `${name} is not pinned`),
  ];
}

function parse(sums: string): ReadonlyMap<string, string> {
  const lines = sums.split("\n").filter((line) => line.trim() !== "");
  return new Map(
    lines.map((line) => {
      const [, sum, name] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
      if (sum === undefined || name === undefined) {
        throw new Error(`expected a checksum and a name as sha256sum prints them, got "${line}"`);
      }
      return [name, sum] as const;
    }),
  );
}
