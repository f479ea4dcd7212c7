import { readdir, realpath } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";

import { exists } from "../toolchain/cache";
import { librariesOf } from "./images";

/** iptables with all that it loads, by absolute paths: for the image of a program that calls it. */
export interface IptablesFiles {
  /** One program for iptables, ip6tables and their -save and -restore: it goes by the name that it is called by. */
  readonly program: string;
  readonly libraries: readonly string[];
  /** What it loads for each match and target that a rule names. */
  readonly extensions: readonly string[];
  /** What stands before their paths on this machine and not in an image; empty where they are installed. */
  readonly root: string;
}

/** Extensions of the program for Ethernet bridges and ARP, which is another one. */
const OTHERS = /^lib(ebt|arpt)_/;

/** The files of the iptables in a directory that `ensureDebianPrograms` gives. */
export async function iptablesFiles(iptablesDir: string): Promise<IptablesFiles> {
  const root = join(iptablesDir, "..", "root");
  return (await exists(root)) ? unpackedFiles(root, iptablesDir) : installedFiles(iptablesDir);
}

/** Debian's packages, unpacked. Their directory of programs is named after the backend that works on this kernel. */
async function unpackedFiles(root: string, iptablesDir: string): Promise<IptablesFiles> {
  const backend = basename(iptablesDir).replace(/^iptables-/, "");
  const directories = await libraryDirectories(join(root, "usr/lib"));
  const program = await firstThere(
    ["usr/sbin", "sbin"].map((directory) => join(root, directory, `xtables-${backend}-multi`)),
  );
  return {
    program,
    libraries: await librariesOf(program, { LD_LIBRARY_PATH: directories.join(":") }),
    extensions: await extensionsIn(directories),
    root,
  };
}

async function installedFiles(iptablesDir: string): Promise<IptablesFiles> {
  const program = await realpath(join(iptablesDir, "iptables"));
  const directories = [...(await libraryDirectories("/usr/lib")), "/usr/lib64", "/usr/lib"];
  return {
    program,
    libraries: await librariesOf(program),
    extensions: await extensionsIn(directories),
    root: "",
  };
}

/** Debian keeps libraries under usr/lib/<machine>-linux-gnu. */
async function libraryDirectories(lib: string): Promise<string[]> {
  const names = await readdir(lib);
  return names.filter((name) => name.endsWith("-linux-gnu")).map((name) => join(lib, name));
}

async function extensionsIn(directories: readonly string[]): Promise<string[]> {
  const directory = await firstThere(directories.map((each) => join(each, "xtables")));
  const names = (await readdir(directory)).filter((name) => name.endsWith(".so") && !OTHERS.test(name));
  return names.toSorted().map((name) => join(directory, name));
}

async function firstThere(paths: readonly string[]): Promise<string> {
  const found = await Promise.all(paths.map(exists));
  const path = paths[found.indexOf(true)];
  if (path === undefined) {
    throw new Error(`iptables is not where it is looked for: there is none of ${paths.join(", ")}`);
  }
  return path;
}

/** Where a file lies in an image, relative to its root. */
export function pathInImage({ root }: Pick<IptablesFiles, "root">, file: string): string {
  const inside = relative(root === "" ? "/" : root, file);
  return inside.startsWith("..") ? file.slice(1) : inside;
}

/** The directory of the program in an image. */
export function programDirectory(files: IptablesFiles): string {
  return dirname(pathInImage(files, files.program));
}
