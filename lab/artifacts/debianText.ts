/** The version of each package that `apt-cache policy` would install. Packages without one are left out. */
export function candidates(policy: string): Record<string, string> {
  const versions: Record<string, string> = {};
  let name = "";
  for (const line of policy.split("\n")) {
    name = /^(\S+):$/.exec(line)?.[1] ?? name;
    const version = /^ {2}Candidate: (\S+)$/.exec(line)?.[1];
    if (version !== undefined && version !== "(none)") versions[name] = version;
  }
  return versions;
}

// They come with every Debian and must be of one piece with the C library that is already loaded there.
const ALWAYS_THERE = new Set(["libc6", "libgcc-s1"]);

/** The library packages in a package's Depends field; of alternatives the first. */
export function libraryNames(depends: string): string[] {
  return depends
    .split(",")
    .map(
      (item) =>
        item
          .split("|", 1)[0]
          ?.trim()
          .split(/[\s:(]/, 1)[0] ?? "",
    )
    .filter((name) => name.startsWith("lib") && !ALWAYS_THERE.has(name));
}

/** Whether a program lacks a library, by what `ldd` prints of it. */
export function lacksLibrary(ldd: string): boolean {
  return ldd.includes("=> not found");
}

/** The absolute paths of all files that `ldd` says a program loads, the loader among them. */
export function loadedFiles(ldd: string): string[] {
  return ldd.split("\n").flatMap((line) => /(?:=>\s*|^\s*)(\/\S+) \(0x/.exec(line)?.[1] ?? []);
}

/** A shell script that becomes another program: the same process, with variables set and arguments put first. */
export function wrapper(env: Readonly<Record<string, string>>, command: readonly string[]): string {
  const assignments = Object.entries(env).map(([name, value]) => `${name}=${quote(value)}`);
  return `#!/bin/sh\n${[...assignments, "exec", ...command.map(quote)].join(" ")} "$@"\n`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
