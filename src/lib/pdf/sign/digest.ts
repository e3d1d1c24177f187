import { createDigest, sha256 } from '../../keys';
import type { ByteSource } from '../syntax';
import { checkCancelled } from './error';

/** Up to this size the whole document is hashed in one call, which is three times as fast as streaming. */
const WHOLE_LIMIT = 16 << 20;

const CHUNK = 1 << 20;

/**
 * SHA-256 of a document followed by further bytes.
 *
 * Large documents pass through in chunks: the next is read while one is hashed, and no more than two are held.
 *
 * @param onProgress bytes hashed so far
 */
export async function digestOf(
  input: Blob,
  source: ByteSource,
  further: readonly Uint8Array[],
  onProgress: (done: number) => void,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  if (input.size <= WHOLE_LIMIT) {
    const parts = [await source.read(0, input.size), ...further];
    const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    return sha256(all);
  }

  const digest = await createDigest('sha256');
  let next = readChunk(input, 0);
  for (let at = 0; at < input.size; at += CHUNK) {
    const chunk = await next;
    checkCancelled(signal);
    next = at + CHUNK < input.size ? readChunk(input, at + CHUNK) : Promise.resolve(new Uint8Array());
    digest.update(chunk);
    onProgress(at + chunk.length);
  }
  for (const part of further) digest.update(part);
  return digest.digest();
}

async function readChunk(input: Blob, at: number): Promise<Uint8Array> {
  return new Uint8Array(await input.slice(at, at + CHUNK).arrayBuffer());
}
