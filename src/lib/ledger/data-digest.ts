import { LedgerError } from './error';

const MAX_DEPTH = 64;

/**
 * A checksum of data as structured cloning takes it: plain objects, arrays, maps, sets, dates, bytes and primitives.
 * Equal data in equal order has an equal one; what was damaged has another one but for a chance of 2^-128. It is no
 * cryptographic hash: who can write a checkpoint can write its checksum too, and a state of many records is summed
 * whenever the app opens.
 *
 * @returns 32 hexadecimal digits
 * @throws LedgerError `bad-state` for functions, symbols, instances of other classes, and cycles
 */
export function digestOf(data: unknown): string {
  const sum = new Checksum();
  write(data, sum, 0);
  return sum.digest();
}

/** What comes next; so that no two different things are written alike. */
const TAGS = {
  string: 1,
  number: 2,
  bigint: 3,
  true: 4,
  false: 5,
  undefined: 6,
  null: 7,
  array: 8,
  map: 9,
  set: 10,
  date: 11,
  bytes: 12,
  object: 13,
} as const;

function write(value: unknown, sum: Checksum, depth: number): void {
  if (depth > MAX_DEPTH) throw new LedgerError('bad-state', { where: 'a cycle' });
  switch (typeof value) {
    case 'string':
      sum.add(TAGS.string);
      return sum.addText(value);
    case 'number':
      sum.add(TAGS.number);
      return sum.addNumber(value);
    case 'bigint':
      sum.add(TAGS.bigint);
      return sum.addText(value.toString());
    case 'boolean':
      return sum.add(value ? TAGS.true : TAGS.false);
    case 'undefined':
      return sum.add(TAGS.undefined);
    case 'object':
      return value === null ? sum.add(TAGS.null) : writeObject(value, sum, depth + 1);
    default:
      throw new LedgerError('bad-state', { where: typeof value });
  }
}

/** With the number of its members first: no list is the beginning of another. */
function writeObject(value: object, sum: Checksum, depth: number): void {
  if (Array.isArray(value)) {
    sum.add(TAGS.array);
    sum.add(value.length);
    for (const item of value as unknown[]) write(item, sum, depth);
    return;
  }
  if (value instanceof Map) {
    sum.add(TAGS.map);
    sum.add(value.size);
    for (const [key, item] of value as Map<unknown, unknown>) {
      write(key, sum, depth);
      write(item, sum, depth);
    }
    return;
  }
  if (value instanceof Set) {
    sum.add(TAGS.set);
    sum.add(value.size);
    for (const item of value as Set<unknown>) write(item, sum, depth);
    return;
  }
  if (value instanceof Date) {
    sum.add(TAGS.date);
    return sum.addNumber(value.getTime());
  }
  if (value instanceof Uint8Array) {
    sum.add(TAGS.bytes);
    sum.add(value.length);
    for (const byte of value) sum.add(byte);
    return;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new LedgerError('bad-state', { where: value.constructor.name });
  }
  const keys = Object.keys(value);
  sum.add(TAGS.object);
  sum.add(keys.length);
  for (const key of keys) {
    sum.addText(key);
    write((value as Record<string, unknown>)[key], sum, depth);
  }
}

const FLOAT = new DataView(new ArrayBuffer(8));

/** Four lanes of 32 bits, each mixed by a multiplication of its own and by its neighbour. */
class Checksum {
  #a = 0x9e3779b1 | 0;
  #b = 0x85ebca6b | 0;
  #c = 0xc2b2ae35 | 0;
  #d = 0x27d4eb2f | 0;

  /** @param word an integer of 32 bits */
  add(word: number): void {
    this.#a = Math.imul(this.#a ^ word, 0x2c1b3c6d);
    this.#b = Math.imul(this.#b ^ word ^ (this.#a >>> 15), 0x297a2d39);
    this.#c = Math.imul(this.#c ^ word ^ (this.#b >>> 13), 0x1b56c4e9);
    this.#d = Math.imul(this.#d ^ word ^ (this.#c >>> 16), 0x7feb352d);
    this.#a ^= this.#d >>> 14;
  }

  /** Two UTF-16 code units at a time. */
  addText(text: string): void {
    const { length } = text;
    this.add(length);
    for (let index = 0; index < length; index += 2) {
      // Behind the end there is NaN, which is 0 as an integer; the length tells it from a character.
      this.add(text.charCodeAt(index) | (text.charCodeAt(index + 1) << 16));
    }
  }

  addNumber(value: number): void {
    FLOAT.setFloat64(0, value);
    this.add(FLOAT.getInt32(0));
    this.add(FLOAT.getInt32(4));
  }

  digest(): string {
    for (let round = 0; round < 8; round++) this.add(round);
    return [this.#a, this.#b, this.#c, this.#d]
      .map((lane) => (lane >>> 0).toString(16).padStart(8, '0'))
      .join('');
  }
}
