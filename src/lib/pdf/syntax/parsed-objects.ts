import type { IndirectObject } from './parser';
import type { BlobSource } from './source';

/** Indirect objects that stay in memory once parsed, by their number and by the bytes that they were parsed from. */
const MAX_OBJECTS = 250_000;
const MAX_BYTES = 48 << 20;

/** What is looked at behind an object before it is over. */
const LOOK_AHEAD = 16;

export interface ParsedObject {
  indirect: IndirectObject;
  windowStart: number;
  /** the bytes were over before the object was */
  isCut: boolean;
}

/**
 * What was parsed at which place of a file. It does not depend on the revision that asks: revisions share it, so that
 * what none of them changed is parsed once.
 */
export class ParsedObjects {
  readonly #parsed = new Map<number, ParsedObject>();
  #bytes = 0;

  /** @param source as far as who asks has it: an object that goes on behind its end reads otherwise there */
  at(offset: number, source: BlobSource): ParsedObject | undefined {
    const found = this.#parsed.get(offset);
    return found && endOf(found) + LOOK_AHEAD <= source.size ? found : undefined;
  }

  keep(offset: number, found: ParsedObject): void {
    if (found.isCut) return;
    const bytes = endOf(found) - offset;
    if (this.#parsed.size >= MAX_OBJECTS || this.#bytes + bytes > MAX_BYTES) {
      this.#parsed.clear();
      this.#bytes = 0;
    }
    this.#parsed.set(offset, found);
    this.#bytes += bytes;
  }
}

function endOf({ indirect, windowStart }: ParsedObject): number {
  return windowStart + indirect.end;
}
