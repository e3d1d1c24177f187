import { blobChunks, createDigest, digestOfBlob, type DigestName, type StreamingDigest } from '../../keys';
import type { ByteRange } from './byte-range';

/** Up to this many bytes in all, hashing each range in one call is faster than streaming what they share. */
const SMALL_BYTES = 32 << 20;

/** Ranges begun together, from which later ones go on. */
const MAX_CHECKPOINTS = 32;

interface Checkpoint {
  offset: number;
  digest: StreamingDigest;
}

/**
 * Digests of the signed parts of a file. Each is made once, however many ask for it; what several ranges begin with
 * is read and hashed once, as long as there is much of it.
 */
export class RangeDigests {
  readonly #input: Blob;
  readonly #onBytes: (count: number) => void;
  readonly #signal: AbortSignal | undefined;
  readonly #made = new Map<string, Promise<Uint8Array>>();
  /** where the ranges part from what they share, ascending */
  readonly #gapStarts: number[];
  readonly #isSmall: boolean;
  readonly #checkpoints = new Map<DigestName, Checkpoint[]>();
  #queue: Promise<unknown> = Promise.resolve();

  /**
   * @param onBytes told of every chunk: its size; bytes that several ranges share count for each
   * @param ranges  that will be asked for, as far as they are known
   */
  constructor(
    input: Blob,
    onBytes: (count: number) => void,
    signal: AbortSignal | undefined,
    ranges: readonly ByteRange[] = [],
  ) {
    this.#input = input;
    this.#onBytes = onBytes;
    this.#signal = signal;
    this.#gapStarts = [...new Set(ranges.map(({ gapStart }) => gapStart))].sort((a, b) => a - b);
    this.#isSmall = ranges.length < 2 || ranges.reduce((sum, { end }) => sum + end, 0) <= SMALL_BYTES;
  }

  /** @throws what reading the file throws, and the signal's reason */
  of(range: ByteRange, name: DigestName): Promise<Uint8Array> {
    const key = `${name} ${range.gapStart} ${range.gapEnd} ${range.end}`;
    let digest = this.#made.get(key);
    if (!digest) {
      digest = this.#isSmall ? this.#make(range, name) : this.#afterOthers(() => this.#goOn(range, name));
      this.#made.set(key, digest);
    }
    return digest;
  }

  /** `of` for one range. */
  digestOf(range: ByteRange): (name: DigestName) => Promise<Uint8Array> {
    return (name) => this.of(range, name);
  }

  #make(range: ByteRange, name: DigestName): Promise<Uint8Array> {
    const parts = [this.#input.slice(0, range.gapStart), this.#input.slice(range.gapEnd, range.end)];
    return digestOfBlob(name, new Blob(parts), { onBytes: this.#onBytes, signal: this.#signal });
  }

  /** One after the other, so that each finds what those before have hashed. */
  #afterOthers<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => undefined);
    return done;
  }

  async #goOn(range: ByteRange, name: DigestName): Promise<Uint8Array> {
    const checkpoints = this.#checkpoints.get(name) ?? [];
    this.#checkpoints.set(name, checkpoints);
    const last = checkpoints.filter(({ offset }) => offset <= range.gapStart).at(-1);
    let at = last?.offset ?? 0;
    const digest = last ? await last.digest.clone() : await createDigest(name);
    this.#onBytes(at);
    for (const stop of this.#gapStarts.filter((start) => start > at && start <= range.gapStart)) {
      await this.#feed(digest, at, stop);
      at = stop;
      checkpoints.push({ offset: at, digest: await digest.clone() });
      checkpoints.sort((a, b) => a.offset - b.offset);
      // The nearest ones are of most use to those that come next: later signatures lie further behind.
      if (checkpoints.length > MAX_CHECKPOINTS) checkpoints.shift();
    }
    await this.#feed(digest, at, range.gapStart);
    await this.#feed(digest, range.gapEnd, range.end);
    return digest.digest();
  }

  async #feed(digest: StreamingDigest, start: number, end: number): Promise<void> {
    if (start >= end) return;
    for await (const chunk of blobChunks(this.#input.slice(start, end), this.#signal)) {
      digest.update(chunk);
      this.#onBytes(chunk.length);
    }
  }
}
