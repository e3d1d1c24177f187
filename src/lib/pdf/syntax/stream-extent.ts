import { CLASS, SPACE } from './characters';
import { findText } from './search';
import type { BlobSource } from './source';

/** White space allowed between a stream's data and `endstream`; more is taken for data. */
const TAIL = 32;

/**
 * How many bytes a stream has whose data starts at `start`. /Length is believed only if `endstream` or `endobj`
 * follows (ISO 32000-2 7.3.8.1 demands it; writers get it wrong); else the data goes up to the next `endstream`.
 *
 * @param length the value of /Length, undefined where it is no usable number
 */
export async function streamLength(
  source: BlobSource,
  start: number,
  length: number | undefined,
): Promise<number> {
  const fits = length !== undefined && length >= 0 && start + length <= source.size;
  if (fits && (await streamEndsAt(source, start + length))) return length;
  let end = await nextEnd(source, start);
  if (end < 0) return fits ? length : source.size - start;
  // The end of line before the word is not data.
  const before = await source.read(Math.max(start, end - 2), Math.min(2, end - start));
  const last = before[before.length - 1];
  if (last === 0x0a) end -= before.length > 1 && before[before.length - 2] === 0x0d ? 2 : 1;
  else if (last === 0x0d) end -= 1;
  return end - start;
}

/** Whether the data of a stream may end at this place of the file. */
export async function streamEndsAt(source: BlobSource, offset: number): Promise<boolean> {
  const tail = await source.read(offset, TAIL);
  let pos = 0;
  while (pos < tail.length && CLASS[tail[pos] ?? 0] === SPACE) pos += 1;
  return startsWith(tail, pos, 'endstream') || startsWith(tail, pos, 'endobj');
}

/** What the last search in a file found: streams without an end would search it to its end, each of them. */
const lastSearches = new WeakMap<BlobSource, { from: number; end: number }>();

/** The next `endstream`, else the next `endobj`; -1 where there is neither. */
async function nextEnd(source: BlobSource, from: number): Promise<number> {
  const last = lastSearches.get(source);
  if (last && from >= last.from && (from <= last.end || last.end < 0)) return last.end;
  let end = await findText(source, 'endstream', from);
  if (end < 0) end = await findText(source, 'endobj', from);
  lastSearches.set(source, { from, end });
  return end;
}

function startsWith(bytes: Uint8Array, pos: number, word: string): boolean {
  for (let i = 0; i < word.length; i++) if (bytes[pos + i] !== word.charCodeAt(i)) return false;
  return true;
}
