import { digestOfBlob, type DigestName } from '../../keys';
import type { ByteRange } from './byte-range';

/**
 * Digests of the signed parts of a file. Each is made once, however many ask for it.
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

  #make(range: ByteRange, name: DigestName): Promise<Uint8Array> {
    const parts = [this.#input.slice(0, range.gapStart), this.#input.slice(range.gapEnd, range.end)];
    return digestOfBlob(name, new Blob(parts), { onBytes: this.#onBytes, signal: this.#signal });
  }
}
