import { crc32, deflateRawSync } from "node:zlib";
import { inOrder, mode, type Entry } from "./entry";

/** Of the format's times the earliest, 1980-01-01: years count from there, and day and month from 1. */
const time = { date: (1 << 5) | 1, ofDay: 0 } as const;
/** Deflate, and names in UTF-8. */
const form = { version: 20, flags: 1 << 11, method: 8 } as const;
/** Written on Unix, so that the upper half of the attributes is a file's mode. */
const unix = 3 << 8;
const regularFile = 0o100000;
/** Where the plain format ends, for sizes as for the number of files. */
const largest = { bytes: 0xffff_ffff, files: 0xffff };

interface Packed {
  readonly entry: Entry;
  readonly name: Buffer;
  readonly data: Buffer;
  readonly crc: number;
}

/** A zip archive: the same bytes for the same entries. Wheels and Go modules are such. */
export function zip(entries: readonly Entry[]): Buffer {
  const packed = inOrder(entries).map(pack);
  const files = packed.map((each) => Buffer.concat([localHeader(each), each.name, each.data]));
  const offsets = files.map((_, index) => sizeOf(files.slice(0, index)));
  const directory = packed.map((each, index) =>
    Buffer.concat([directoryHeader(each, offsets[index] ?? 0), each.name]),
  );
  if (packed.length > largest.files || sizeOf(files) > largest.bytes) {
    throw new Error(
      "a zip archive of 65536 files, or of 4 GiB, takes the format's extension, which isn't here",
    );
  }
  return Buffer.concat([
    ...files,
    ...directory,
    endOfDirectory(packed.length, sizeOf(directory), sizeOf(files)),
  ]);
}

function pack(entry: Entry): Packed {
  const data = deflateRawSync(entry.content, { level: 9 });
  return { entry, name: Buffer.from(entry.path), data, crc: crc32(entry.content) };
}

/** The fields that both headers of a file have, in their order. */
function common({ entry, name, data, crc }: Packed): Buffer {
  return fields([
    [2, form.version],
    [2, form.flags],
    [2, form.method],
    [2, time.ofDay],
    [2, time.date],
    [4, crc],
    [4, data.length],
    [4, entry.content.length],
    [2, name.length],
    // No extra field.
    [2, 0],
  ]);
}

function localHeader(packed: Packed): Buffer {
  return Buffer.concat([fields([[4, 0x04034b50]]), common(packed)]);
}

function directoryHeader(packed: Packed, offset: number): Buffer {
  return Buffer.concat([
    fields([
      [4, 0x02014b50],
      [2, unix | form.version],
    ]),
    common(packed),
    fields([
      // No comment, first disk, binary.
      [2, 0],
      [2, 0],
      [2, 0],
      [4, ((regularFile | mode(packed.entry)) << 16) >>> 0],
      [4, offset],
    ]),
  ]);
}

function endOfDirectory(files: number, size: number, offset: number): Buffer {
  return fields([
    [4, 0x06054b50],
    // One disk.
    [2, 0],
    [2, 0],
    [2, files],
    [2, files],
    [4, size],
    [4, offset],
    [2, 0],
  ]);
}

/** Numbers of so many bytes each, the lowest byte first. */
function fields(numbers: readonly (readonly [bytes: 2 | 4, value: number])[]): Buffer {
  return Buffer.concat(
    numbers.map(([bytes, value]) => {
      const field = Buffer.alloc(bytes);
      field.writeUIntLE(value, 0, bytes);
      return field;
    }),
  );
}

function sizeOf(buffers: readonly Buffer[]): number {
  return buffers.reduce((sum, { length }) => sum + length, 0);
}
