import { createDigest, type DigestName } from '../../keys';
import type { ByteRange } from './byte-range';

/** Up to this size signed bytes are hashed in one call, which is three times as fast as streaming. */
const WHOLE_LIMIT = 16 << 20;

const CHUNK = 1 << 20;

const WEB_CRYPTO: Partial<Record<DigestName, string>> = {
  sha1: 'SHA-1',
  sha256: 'SHA-256',
  sha384: 'SHA-384',
  sha512: 'SHA-512',
};

/**
 * Digests of the signed parts of a file. Each is made once, however many ask for it; large files pass through in
 * chunks, of which no more than two are held.
 */
export class RangeDigests {
  readonly #input: Blob;
  readonly #onBytes: (count: number) => void;
  readonly #signal: AbortSignal | undefined;
  readonly #made = new Map<string, Promise<Uint8Array>>();

  /** @param onBytes told of every chunk: its size */
  constructor(input: Blob, onBytes: (count: number) => void, signal: AbortSignal | undefined) {
    this.#input = input;
    this.#onBytes = onBytes;
    this.#signal = signal;
  }

  /** @throws what reading the file throws, and the signal's reason */
  of(range: ByteRange, name: DigestName): Promise<Uint8Array> {
    const key = `${name} ${range.gapStart} ${range.gapEnd} ${range.end}`;
    let digest = this.#made.get(key);
    if (!digest) {
      digest = this.#make(range, name);
      this.#made.set(key, digest);
    }
    return digest;
  }

  async #make(range: ByteRange, name: DigestName): Promise<Uint8Array> {
    const parts = [this.#input.slice(0, range.gapStart), this.#input.slice(range.gapEnd, range.end)];
    const signed = new Blob(parts);
    const algorithm = WEB_CRYPTO[name];
    if (algorithm && signed.size <= WHOLE_LIMIT) {
      const bytes = await signed.arrayBuffer();
      this.#signal?.throwIfAborted();
      this.#onBytes(bytes.byteLength);
      return new Uint8Array(await crypto.subtle.digest(algorithm, bytes));
    }
    return this.#stream(signed, name);
  }

  async #stream(signed: Blob, name: DigestName): Promise<Uint8Array> {
    const digest = await createDigest(name);
    const read = (at: number) => signed.slice(at, at + CHUNK).arrayBuffer();
    let next = read(0);
    for (let at = 0; at < signed.size; at += CHUNK) {
      const chunk = new Uint8Array(await next);
      this.#signal?.throwIfAborted();
      next = at + CHUNK < signed.size ? read(at + CHUNK) : Promise.resolve(new ArrayBuffer(0));
      digest.update(chunk);
      this.#onBytes(chunk.length);
    }
    return digest.digest();
  }
}
