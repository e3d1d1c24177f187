import { concatBytes, utf8 } from '../../keys';
import {
  CENTRAL_HEADER,
  END,
  END64,
  END64_BYTES,
  EXTRA64,
  LOCAL_HEADER,
  LOCATOR64,
  MAX_32,
  STORED,
  UTF8_NAMES,
  VERSION,
} from './zip-layout';

export interface ZipEntry {
  /** parts by slashes, none of them `..` */
  path: string;
  blob: Blob;
  /** of `blob` */
  crc32: number;
}

type Field = [bytes: 2 | 4 | 8, value: number];

/**
 * Packs files without compression: what they hold is not copied into memory, a part of the result is a part of theirs.
 *
 * @param entries at most 65,534
 * @param at ms since the epoch, for all of them
 * @returns a ZIP file; with the 64-bit fields only where it needs them
 */
export function zipOf(entries: readonly ZipEntry[], at: number): Blob {
  return new Blob(zipParts(entries, at), { type: 'application/zip' });
}

/** What such a file is made of, in its order. */
export function zipParts(entries: readonly ZipEntry[], at: number): (Blob | Uint8Array<ArrayBuffer>)[] {
  const parts: (Blob | Uint8Array<ArrayBuffer>)[] = [];
  const directory: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const { path, blob, crc32 } of entries) {
    const name = utf8(path);
    const local = sizesExtra(blob.size);
    const common: Field[] = [
      ...field(2, VERSION, UTF8_NAMES, STORED),
      ...field(4, dosTime(at), crc32, or32(blob.size), or32(blob.size)),
      ...field(2, name.length),
    ];
    const header = concatBytes(
      fields([...field(4, LOCAL_HEADER), ...common, ...field(2, local.length)]),
      name,
      local,
    );
    parts.push(header, blob);
    const extra = sizesExtra(blob.size, offset);
    const rest = [...field(2, extra.length, 0, 0, 0), ...field(4, 0, or32(offset))];
    const central = fields([...field(4, CENTRAL_HEADER), ...field(2, VERSION), ...common, ...rest]);
    directory.push(concatBytes(central, name, extra));
    offset += header.length + blob.size;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  return [...parts, ...directory, ...endOf(entries.length, size, offset)];
}

/** The end of the central directory: the 64-bit one before it where a number does not fit. */
function endOf(count: number, size: number, offset: number): Uint8Array<ArrayBuffer>[] {
  const sizes = field(4, or32(size), or32(offset));
  const end = fields([...field(4, END), ...field(2, 0, 0, count, count), ...sizes, ...field(2, 0)]);
  if (size < MAX_32 && offset < MAX_32) return [end];
  const end64 = fields([
    ...[...field(4, END64), ...field(8, END64_BYTES - 12), ...field(2, VERSION, VERSION)],
    ...[...field(4, 0, 0), ...field(8, count, count, size, offset)],
  ]);
  const locator = fields([...field(4, LOCATOR64, 0), ...field(8, offset + size), ...field(4, 1)]);
  return [end64, locator, end];
}

/** §4.5.3: those numbers that do not fit into 32 bits, in this order; the local header always has both sizes. */
function sizesExtra(size: number, offset = 0): Uint8Array<ArrayBuffer> {
  const numbers = [...(size >= MAX_32 ? [size, size] : []), ...(offset >= MAX_32 ? [offset] : [])];
  if (numbers.length === 0) return new Uint8Array();
  return fields([...field(2, EXTRA64, numbers.length * 8), ...field(8, ...numbers)]);
}

const or32 = (value: number): number => Math.min(value, MAX_32);
const field = (bytes: Field[0], ...values: number[]): Field[] => values.map((value) => [bytes, value]);

function fields(list: readonly Field[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(list.reduce((sum, [length]) => sum + length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [length, value] of list) {
    if (length === 8) view.setBigUint64(at, BigInt(value), true);
    else if (length === 4) view.setUint32(at, value, true);
    else view.setUint16(at, value, true);
    at += length;
  }
  return bytes;
}

/** §4.4.6: date in the upper half, two-second steps in the lower; of UTC, so that it is the same everywhere. */
function dosTime(at: number): number {
  const date = new Date(at);
  const day = ((date.getUTCFullYear() - 1980) << 9) | ((date.getUTCMonth() + 1) << 5) | date.getUTCDate();
  const time = (date.getUTCHours() << 11) | (date.getUTCMinutes() << 5) | (date.getUTCSeconds() >> 1);
  return ((day << 16) | time) >>> 0;
}
