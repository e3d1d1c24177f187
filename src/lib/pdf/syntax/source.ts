/** Random access to a file's bytes. */
export interface ByteSource {
  readonly size: number;
  /** Bytes from `offset`; fewer than `length` where the file ends. Not to be changed by who asks. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** Bytes in memory and where they stand in the file. */
export interface Window {
  start: number;
  bytes: Uint8Array;
}

/** Up to here a file is read in one go, which is faster than in pieces. */
const WHOLE_LIMIT = 16 << 20;

const BLOCK = 16 << 10;

/** What is kept of a larger file. */
const CACHE_BYTES = 8 << 20;

/**
 * A Blob in windows: the last few stay in memory, so that reading around a place of a large file reads it once.
 */
export class BlobSource implements ByteSource {
  readonly #blob: Blob;
  readonly #cache: WindowCache;
  readonly #signal: AbortSignal | undefined;

  constructor(
    blob: Blob,
    signal?: AbortSignal,
    readonly size: number = blob.size,
    cache: WindowCache = new WindowCache(),
  ) {
    this.#blob = blob;
    this.#signal = signal;
    this.#cache = cache;
  }

  /** The file as it was when it ended at `size`; shares what has been read. */
  upTo(size: number): BlobSource {
    return new BlobSource(this.#blob, this.#signal, Math.min(size, this.size), this.#cache);
  }

  throwIfAborted(): void {
    this.#signal?.throwIfAborted();
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const start = Math.min(Math.max(offset, 0), this.size);
    const end = Math.min(start + Math.max(length, 0), this.size);
    if (end - start > CACHE_BYTES / 4 && this.#blob.size > WHOLE_LIMIT) return this.#fetch(start, end);
    const { bytes, start: at } = await this.window(start, end - start);
    return bytes.subarray(start - at, end - at);
  }

  /** A window that holds `length` bytes from `offset`, or all up to the end of the file. */
  async window(offset: number, length: number): Promise<Window> {
    return this.cached(offset, length) ?? this.#load(offset, length);
  }

  /** The same, if it is in memory. */
  cached(offset: number, length: number): Window | undefined {
    const end = Math.min(offset + length, this.size);
    const found = this.#cache.find(offset, end);
    if (!found || found.start + found.bytes.length <= this.size) return found;
    return { start: found.start, bytes: found.bytes.subarray(0, this.size - found.start) };
  }

  async #load(offset: number, length: number): Promise<Window> {
    let start = 0;
    let end = this.#blob.size;
    if (end > WHOLE_LIMIT) {
      start = Math.floor(offset / BLOCK) * BLOCK;
      end = Math.min(Math.ceil((offset + Math.max(length, 1)) / BLOCK) * BLOCK, end);
    }
    this.#cache.add({ start, bytes: await this.#fetch(start, end) });
    return this.cached(offset, length) ?? { start: offset, bytes: new Uint8Array() };
  }

  async #fetch(start: number, end: number): Promise<Uint8Array> {
    this.#signal?.throwIfAborted();
    const whole = start === 0 && end === this.#blob.size;
    const part = whole ? this.#blob : this.#blob.slice(start, end);
    return new Uint8Array(await part.arrayBuffer());
  }
}

/** Least recently used windows go first. */
class WindowCache {
  #windows: Window[] = [];

  find(start: number, end: number): Window | undefined {
    const windows = this.#windows;
    for (let i = windows.length - 1; i >= 0; i--) {
      const window = windows[i];
      if (!window || window.start > start || window.start + window.bytes.length < end) continue;
      if (i < windows.length - 1) {
        windows.splice(i, 1);
        windows.push(window);
      }
      return window;
    }
    return undefined;
  }

  add(window: Window): void {
    this.#windows.push(window);
    let total = 0;
    let keep = this.#windows.length;
    while (keep > 0) {
      total += this.#windows[keep - 1]?.bytes.length ?? 0;
      if (total > CACHE_BYTES && keep < this.#windows.length) break;
      keep -= 1;
    }
    this.#windows.splice(0, keep);
  }
}
