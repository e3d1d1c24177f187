import type { XrefEntry } from './xref-entries';
import { entryIn, type XrefSection } from './xref-section';

/** Which of many sections list an object. Made once for a file; its earlier revisions ask the same index. */
export class EntryIndex {
  readonly #sections: readonly XrefSection[];
  /** ascending positions of the sections that list a number, newest first; of most numbers there is one */
  readonly #positions = new Map<number, number | number[]>();

  /** @param sections newest first */
  constructor(sections: readonly XrefSection[]) {
    this.#sections = sections;
    for (const [position, { entries, hidden }] of sections.entries()) {
      for (const [num] of entries) this.#note(num, position);
      for (const [num] of hidden ?? []) this.#note(num, position);
    }
  }

  /** What the newest of the `count` oldest sections says that has an entry for the object. */
  entryOf(num: number, count: number): XrefEntry | undefined {
    const from = this.#sections.length - count;
    const positions = this.#positions.get(num);
    if (positions === undefined) return undefined;
    if (typeof positions === 'number') return positions < from ? undefined : this.#entry(positions, num);
    let low = 0;
    for (let high = positions.length; low < high;) {
      const middle = (low + high) >> 1;
      if ((positions[middle] ?? 0) < from) low = middle + 1;
      else high = middle;
    }
    for (let i = low; i < positions.length; i++) {
      const entry = this.#entry(positions[i] ?? 0, num);
      if (entry) return entry;
    }
    return undefined;
  }

  #note(num: number, position: number): void {
    const known = this.#positions.get(num);
    if (known === undefined) this.#positions.set(num, position);
    else if (typeof known === 'number') {
      if (known !== position) this.#positions.set(num, [known, position]);
    } else if (known[known.length - 1] !== position) known.push(position);
  }

  #entry(position: number, num: number): XrefEntry | undefined {
    const section = this.#sections[position];
    return section && entryIn(section, num);
  }
}
