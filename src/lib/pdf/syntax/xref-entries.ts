/** Where an object is, ISO 32000-2 7.5.4 and table 18. `offset` counts from the file's first byte. */
export type XrefEntry =
  | { kind: 'offset'; offset: number; gen: number }
  | { kind: 'compressed'; stream: number; index: number }
  | { kind: 'free' };

/** Entry types of cross-reference streams, ISO 32000-2 table 18. */
const FREE = 0;
const OFFSET = 1;
const COMPRESSED = 2;

/** Width of a row of a cross-reference table, ISO 32000-2 7.5.4: `nnnnnnnnnn ggggg n` and two bytes for the line's end. */
export const ROW_BYTES = 20;

/** Rows of a cross-reference table as they stand in the file, for objects numbered without a gap. */
interface Rows {
  first: number;
  count: number;
  bytes: Uint8Array;
  /** file offset that the rows' offsets count from */
  base: number;
}

/** The entries of one cross-reference section, by object number. Compact: there may be millions. */
export class XrefEntries {
  /** the largest subsection of a table, read when asked for; no other entry is for an object in it */
  #rows: Rows | undefined;
  #nums: number[] = [];
  #kinds: number[] = [];
  #firsts: number[] = [];
  #seconds: number[] = [];
  #sorted = true;

  /** How many entries were added, those for the same object counted each. */
  get added(): number {
    return this.#nums.length + (this.#rows?.count ?? 0);
  }

  /** The highest object number, -1 where there is no entry. */
  get highest(): number {
    this.#sort();
    const rows = this.#rows;
    return Math.max(this.#nums[this.#nums.length - 1] ?? -1, rows ? rows.first + rows.count - 1 : -1);
  }

  /**
   * Takes over rows without reading each. Every one must be well-formed.
   *
   * @param bytes `count` rows of ROW_BYTES
   */
  addRows(first: number, count: number, bytes: Uint8Array, base: number): void {
    const rows = { first, count, bytes, base };
    const taken = this.#rows !== undefined || this.#nums.some((num) => isIn(rows, num));
    if (!taken) this.#rows = rows;
    else for (let i = 0; i < count; i++) this.#addEntry(first + i, entryOfRow(rows, i));
  }

  addFree(num: number): void {
    this.#add(num, FREE, 0, 0);
  }

  addOffset(num: number, offset: number, gen: number): void {
    this.#add(num, OFFSET, offset, gen);
  }

  addCompressed(num: number, stream: number, index: number): void {
    this.#add(num, COMPRESSED, stream, index);
  }

  get(num: number): XrefEntry | undefined {
    if (this.#rows && isIn(this.#rows, num)) return entryOfRow(this.#rows, num - this.#rows.first);
    this.#sort();
    const at = this.#find(num);
    return at < 0 ? undefined : this.#entry(at);
  }

  *[Symbol.iterator](): Generator<[number, XrefEntry]> {
    this.#sort();
    const rows = this.#rows;
    let i = 0;
    for (; i < this.#nums.length && (!rows || (this.#nums[i] ?? 0) < rows.first); i++) {
      yield [this.#nums[i] ?? 0, this.#entry(i)];
    }
    for (let row = 0; rows && row < rows.count; row++) yield [rows.first + row, entryOfRow(rows, row)];
    for (; i < this.#nums.length; i++) yield [this.#nums[i] ?? 0, this.#entry(i)];
  }

  #addEntry(num: number, entry: XrefEntry): void {
    if (entry.kind === 'offset') this.addOffset(num, entry.offset, entry.gen);
    else this.addFree(num);
  }

  #add(num: number, kind: number, first: number, second: number): void {
    // Of several entries for an object the first one counts.
    if (this.#rows && isIn(this.#rows, num)) return;
    const { length } = this.#nums;
    if (length > 0 && num <= (this.#nums[length - 1] ?? 0)) this.#sorted = false;
    this.#nums.push(num);
    this.#kinds.push(kind);
    this.#firsts.push(first);
    this.#seconds.push(second);
  }

  #entry(at: number): XrefEntry {
    const first = this.#firsts[at] ?? 0;
    const second = this.#seconds[at] ?? 0;
    if (this.#kinds[at] === OFFSET) return { kind: 'offset', offset: first, gen: second };
    if (this.#kinds[at] === COMPRESSED) return { kind: 'compressed', stream: first, index: second };
    return { kind: 'free' };
  }

  /** Position of an object number, -1 where it is not there. */
  #find(num: number): number {
    const nums = this.#nums;
    let low = 0;
    let high = nums.length - 1;
    // Most sections number their objects without a gap.
    const guess = num - (nums[0] ?? 0);
    if (nums[guess] === num) return guess;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const there = nums[middle] ?? 0;
      if (there === num) return middle;
      if (there < num) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  /** Of several entries for an object in one section the first one counts, as in most readers. */
  #sort(): void {
    if (this.#sorted) return;
    this.#sorted = true;
    const nums = this.#nums;
    const order = nums.map((_, i) => i).sort((a, b) => (nums[a] ?? 0) - (nums[b] ?? 0) || a - b);
    const first = order.filter((at, i) => i === 0 || nums[at] !== nums[order[i - 1] ?? 0]);
    const pick = (from: number[]) => first.map((at) => from[at] ?? 0);
    this.#kinds = pick(this.#kinds);
    this.#firsts = pick(this.#firsts);
    this.#seconds = pick(this.#seconds);
    this.#nums = pick(nums);
  }
}

function isIn(rows: Rows, num: number): boolean {
  return num >= rows.first && num < rows.first + rows.count;
}

function entryOfRow({ bytes, base }: Rows, row: number): XrefEntry {
  const at = row * ROW_BYTES;
  const offset = digitsAt(bytes, at, 10);
  // Offset 0 is the header's: such an object is not there.
  if (bytes[at + 17] !== 0x6e || offset === 0) return { kind: 'free' };
  return { kind: 'offset', offset: base + offset, gen: digitsAt(bytes, at + 11, 5) };
}

function digitsAt(bytes: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let i = at; i < at + count; i++) value = value * 10 + (bytes[i] ?? 0) - 0x30;
  return value;
}
