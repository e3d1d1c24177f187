import { bytesEqual } from '../../keys';
import { ArchiveError } from './error';
import {
  CENTRAL_HEADER,
  CENTRAL_HEADER_BYTES,
  END,
  END64,
  END64_BYTES,
  END_BYTES,
  EXTRA64,
  LOCAL_HEADER,
  LOCAL_HEADER_BYTES,
  LOCATOR64,
  LOCATOR64_BYTES,
  MAX_16,
  MAX_32,
  STORED,
} from './zip-layout';

const MAX_ENTRIES = 20_000;
const MAX_DIRECTORY_BYTES = 32 << 20;
const ENCRYPTED = 0x0001;

interface Entry {
  path: string;
  name: Uint8Array;
  size: number;
  offset: number;
}

/**
 * The files in a ZIP file as parts of it: only its directory is read. Nothing is ever unpacked, so nothing can grow: an
 * entry that is compressed is refused, and the entries must lie one behind the other, none on another.
 *
 * @returns by path; the folders' own entries are left out
 * @throws ArchiveError `not-an-archive`, `compressed`, `damaged`, `too-large`
 */
export async function readZip(file: Blob): Promise<Map<string, Blob>> {
  const { count, size, offset } = await findDirectory(file);
  if (count > MAX_ENTRIES) throw new ArchiveError('too-large', { what: 'entries', limit: MAX_ENTRIES });
  if (size > MAX_DIRECTORY_BYTES) {
    throw new ArchiveError('too-large', { what: 'directory', limit: MAX_DIRECTORY_BYTES });
  }
  if (offset + size > file.size) throw damaged('directory');
  const entries = entriesIn(await bytesAt(file, offset, size), count);
  const files = new Map<string, Blob>();
  let end = 0;
  for (const entry of [...entries].sort((a, b) => a.offset - b.offset)) {
    const start = await contentStart(file, entry);
    if (entry.offset < end || start + entry.size > offset) throw damaged('entries');
    end = start + entry.size;
    if (files.has(entry.path)) throw damaged('names');
    if (!entry.path.endsWith('/')) files.set(entry.path, file.slice(start, end));
  }
  return files;
}

/** Where the central directory is: written at the very end, no comment behind it. */
async function findDirectory(file: Blob): Promise<{ count: number; size: number; offset: number }> {
  if (file.size < END_BYTES) throw new ArchiveError('not-an-archive');
  const end = viewOf(await bytesAt(file, file.size - END_BYTES, END_BYTES));
  if (end.getUint32(0, true) !== END) {
    const isZip = viewOf(await bytesAt(file, 0, 4)).getUint32(0, true) === LOCAL_HEADER;
    throw isZip ? damaged('end') : new ArchiveError('not-an-archive');
  }
  const found = {
    count: end.getUint16(10, true),
    size: end.getUint32(12, true),
    offset: end.getUint32(16, true),
  };
  if (found.count < MAX_16 && found.size < MAX_32 && found.offset < MAX_32) return found;
  const at = file.size - END_BYTES - LOCATOR64_BYTES;
  const locator = at < 0 ? undefined : viewOf(await bytesAt(file, at, LOCATOR64_BYTES));
  if (locator?.getUint32(0, true) !== LOCATOR64) throw damaged('end');
  const end64At = Number(locator.getBigUint64(8, true));
  if (end64At + END64_BYTES > file.size) throw damaged('end');
  const end64 = viewOf(await bytesAt(file, end64At, END64_BYTES));
  if (end64.getUint32(0, true) !== END64) throw damaged('end');
  const [count, size, offset] = [32, 40, 48].map((where) => Number(end64.getBigUint64(where, true)));
  return { count: count!, size: size!, offset: offset! };
}

function entriesIn(directory: Uint8Array, count: number): Entry[] {
  const view = viewOf(directory);
  const entries: Entry[] = [];
  let at = 0;
  for (let n = 0; n < count; n++) {
    if (at + CENTRAL_HEADER_BYTES > directory.length) throw damaged('directory');
    if (view.getUint32(at, true) !== CENTRAL_HEADER) throw damaged('directory');
    const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
    const lengths = [28, 30, 32].map((where) => view.getUint16(at + where, true));
    const [nameLength, extraLength, commentLength] = lengths as [number, number, number];
    const nameAt = at + CENTRAL_HEADER_BYTES;
    const next = nameAt + nameLength + extraLength + commentLength;
    if (next > directory.length) throw damaged('directory');
    const name = directory.subarray(nameAt, nameAt + nameLength);
    const path = new TextDecoder().decode(name);
    if (method !== STORED || (flags & ENCRYPTED) !== 0) throw new ArchiveError('compressed', { path });
    const extra = directory.subarray(nameAt + nameLength, nameAt + nameLength + extraLength);
    const sizes = [20, 24, 42].map((where) => view.getUint32(at + where, true));
    const [packed, size, offset] = widened(sizes, extra);
    if (packed !== size) throw damaged('directory');
    entries.push({ path, name, size: size!, offset: offset! });
    at = next;
  }
  return entries;
}

/** §4.5.3: of the numbers that are all ones, the 64-bit ones stand in the extra field, in their order. */
function widened(numbers: readonly number[], extra: Uint8Array): number[] {
  const view = viewOf(extra);
  let wide: DataView | undefined;
  for (let at = 0; at + 4 <= extra.length;) {
    const [id, length] = [view.getUint16(at, true), view.getUint16(at + 2, true)];
    if (at + 4 + length > extra.length) break;
    if (id === EXTRA64) wide = viewOf(extra.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  let next = 0;
  return numbers.map((number) => {
    if (number !== MAX_32) return number;
    if (!wide || next + 8 > wide.byteLength) throw damaged('directory');
    next += 8;
    return Number(wide.getBigUint64(next - 8, true));
  });
}

/** Its local header must name the same file, or two programs would read two. */
async function contentStart(file: Blob, { offset, name }: Entry): Promise<number> {
  const length = LOCAL_HEADER_BYTES + name.length;
  if (offset + length > file.size) throw damaged('entries');
  const header = await bytesAt(file, offset, length);
  const view = viewOf(header);
  const isSame =
    view.getUint32(0, true) === LOCAL_HEADER && bytesEqual(header.subarray(LOCAL_HEADER_BYTES), name);
  if (!isSame || view.getUint16(26, true) !== name.length) throw damaged('entries');
  return offset + length + view.getUint16(28, true);
}

async function bytesAt(file: Blob, offset: number, length: number): Promise<Uint8Array> {
  return new Uint8Array(await file.slice(offset, offset + length).arrayBuffer());
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const damaged = (what: string) => new ArchiveError('damaged', { what });
