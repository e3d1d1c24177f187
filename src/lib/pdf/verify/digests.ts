import { blobChunks, createDigest, digestOfBlob, type DigestName, type StreamingDigest } from '../../keys';
import type { ByteRange } from './byte-range';
import { Budget } from './work-budget';

/** Up to this many bytes in all, hashing each range in one call is faster than streaming what they share. */
const SMALL_BYTES = 32 << 20;

/** What is hashed in all, by the file's size: honest signatures share most of what they sign. */
const TIMES = 16;
const FREE_BYTES = 512 << 20;

/** What is hashed for signatures that are broken already: it only tells more of what is wrong. */
const BROKEN_TIMES = 4;
const BROKEN_FREE_BYTES = 32 << 20;

/** Ranges begun together, from which later ones go on. */
const MAX_CHECKPOINTS = 32;

interface Checkpoint {
  offset: number;
  digest: StreamingDigest;
}

/** Whatever gives the digests of ranges. */
export type SignedDigests = Pick<RangeDigests, 'of' | 'digestOf'>;

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
  readonly #budget: Budget;
  #brokenBytes: number;
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
    this.#brokenBytes = BROKEN_FREE_BYTES + BROKEN_TIMES * input.size;
    this.#budget = new Budget(FREE_BYTES + TIMES * input.size);
    this.#onBytes = onBytes;
    this.#signal = signal;
    this.#gapStarts = [...new Set(ranges.map(({ gapStart }) => gapStart))].sort((a, b) => a - b);
    this.#isSmall = ranges.length < 2 || ranges.reduce((sum, { end }) => sum + end, 0) <= SMALL_BYTES;
  }

  /** @throws TooComplex; what reading the file throws, and the signal's reason */
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

  /** Whether the range of a signature that is broken already is still to be hashed. */
  isWorthIt(range: ByteRange): boolean {
    this.#brokenBytes -= range.end;
    return this.#brokenBytes >= 0;
  }

  /** The signed parts themselves, for algorithms that do not go by a digest. */
  async content(range: ByteRange): Promise<Uint8Array> {
    this.#budget.spend(range.end);
    const parts = [this.#input.slice(0, range.gapStart), this.#input.slice(range.gapEnd, range.end)];
    return new Uint8Array(await new Blob(parts).arrayBuffer());
  }

  async #make(range: ByteRange, name: DigestName): Promise<Uint8Array> {
    this.#budget.spend(range.end);
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
    this.#budget.spend(end - start);
    for await (const chunk of blobChunks(this.#input.slice(start, end), this.#signal)) {
      digest.update(chunk);
      this.#onBytes(chunk.length);
    }
  }
}
