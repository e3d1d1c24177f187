import { PdfRef, type PdfDict, type PdfObject } from './objects';
import { findText } from './search';
import type { BlobSource } from './source';

/**
 * Which objects start before the end of a revision and go on behind it: in that revision they cannot have said what
 * they say now, though no later section lists them.
 */
export class Reach {
  readonly #source: BlobSource;
  /** ascending */
  readonly #ends: readonly number[];
  readonly #crossed = new Set<number>();
  readonly #indirect: { start: number; length: PdfRef }[] = [];
  /** by the end of its revision: where the data of the last stream starts */
  readonly #lastStreams = new Map<number, number>();

  /** @param ends file offsets behind revisions, ascending */
  constructor(source: BlobSource, ends: readonly number[]) {
    this.#source = source;
    this.#ends = ends;
  }

  /** An object, or a stream's data as its /Length says, from `start` to behind its last byte. */
  note(start: number, end: number): void {
    for (let i = this.#firstBehind(start); i < this.#ends.length; i++) {
      const at = this.#ends[i] ?? 0;
      if (at >= end) return;
      this.#crossed.add(at);
    }
  }

  /** @param start of the stream's data */
  noteStream(dict: PdfDict, start: number): void {
    const end = this.#ends[this.#firstBehind(start)];
    if (end === undefined) return;
    const length = dict.get('Length');
    if (typeof length === 'number') this.note(start, start + length);
    else if (length instanceof PdfRef) this.#indirect.push({ start, length });
    this.#lastStreams.set(end, Math.max(start, this.#lastStreams.get(end) ?? 0));
  }

  /** The position of the first end behind an offset. */
  #firstBehind(offset: number): number {
    let low = 0;
    for (let high = this.#ends.length; low < high;) {
      const middle = (low + high) >> 1;
      if ((this.#ends[middle] ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Whether one of the objects noted so far goes on behind one of the ends. */
  async isOver(end: number, resolve: (ref: PdfRef) => Promise<PdfObject> | PdfObject): Promise<boolean> {
    for (const { start, length } of this.#indirect.splice(0)) {
      const value = await resolve(length);
      if (typeof value === 'number') this.note(start, start + value);
    }
    if (this.#crossed.has(end)) return true;
    // A stream whose /Length is wrong goes up to the next `endstream`. If the last one finds it before the end, so
    // do all others.
    let last = -1;
    for (const [at, start] of this.#lastStreams) if (at <= end) last = Math.max(last, start);
    return last >= 0 && (await findText(this.#source, 'endstream', last, end)) < 0;
  }
}
