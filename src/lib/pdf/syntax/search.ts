import { latin1Bytes } from './characters';
import type { BlobSource } from './source';

const STEP = 256 << 10;

/** Where `needle` stands first in `bytes`, from `from` on; -1 if nowhere. */
export function indexOfText(bytes: Uint8Array, needle: string, from = 0): number {
  const first = needle.charCodeAt(0);
  for (let i = bytes.indexOf(first, from); i >= 0; i = bytes.indexOf(first, i + 1)) {
    let k = 1;
    while (k < needle.length && bytes[i + k] === needle.charCodeAt(k)) k += 1;
    if (k === needle.length) return i;
  }
  return -1;
}

/** Where `needle` stands last in `bytes`, before `before`; -1 if nowhere. */
export function lastIndexOfText(bytes: Uint8Array, needle: string, before = bytes.length): number {
  const wanted = latin1Bytes(needle);
  for (let i = Math.min(before, bytes.length) - needle.length; i >= 0; i--) {
    let k = 0;
    while (k < wanted.length && bytes[i + k] === wanted[k]) k += 1;
    if (k === wanted.length) return i;
  }
  return -1;
}

/** Where `needle` stands first in a file from `from` and before `to`; -1 if nowhere. */
export async function findText(
  source: BlobSource,
  needle: string,
  from: number,
  to = source.size,
): Promise<number> {
  for (let at = from; at < to; at += STEP) {
    source.throwIfAborted();
    const bytes = await source.read(at, Math.min(STEP + needle.length - 1, to - at));
    const index = indexOfText(bytes, needle);
    if (index >= 0) return at + index;
  }
  return -1;
}
