import { ParsingEffort } from './effort';
import { PdfSyntaxError } from './error';
import { Lexer } from './lexer';
import type { PdfDict, PdfObject } from './objects';
import { ObjectParser } from './parser';

/** An object stream, decoded, ISO 32000-2 7.5.7. Objects in it are parsed when they are asked for. */
export class ObjectStream {
  readonly #bytes: Uint8Array;
  readonly #effort: ParsingEffort;
  readonly #nums: number[] = [];
  readonly #offsets: number[] = [];
  #ascending: number[] | undefined;

  constructor(dict: PdfDict, bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#effort = new ParsingEffort(bytes.length);
    const count = dict.get('N');
    const first = dict.get('First');
    const lexer = new Lexer(bytes, 0);
    const limit = typeof count === 'number' ? Math.min(count, bytes.length) : bytes.length;
    for (let i = 0; i < limit; i++) {
      lexer.skipSpace();
      const num = lexer.readDigits();
      lexer.skipSpace();
      const offset = num === undefined ? undefined : lexer.readDigits();
      if (num === undefined || offset === undefined) break;
      this.#nums.push(num);
      this.#offsets.push(offset + (typeof first === 'number' ? first : 0));
    }
  }

  get byteLength(): number {
    return this.#bytes.length;
  }

  /** Object numbers in the order of their indices. */
  get nums(): readonly number[] {
    return this.#nums;
  }

  /** The bytes of the object at an index, up to the next one's; undefined where there is none. */
  memberBytes(index: number): Uint8Array | undefined {
    const offset = this.#offsets[index];
    if (offset === undefined) return undefined;
    this.#ascending ??= this.#offsets.slice().sort((a, b) => a - b);
    const ascending = this.#ascending;
    let low = 0;
    let high = ascending.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ascending[middle] ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return this.#bytes.subarray(offset, ascending[low] ?? this.#bytes.length);
  }

  /** The object `num`, at `index` if the cross-reference entry is right; undefined where it is not in here. */
  object(num: number, index: number): PdfObject | undefined {
    const at = this.#nums[index] === num ? index : this.#nums.indexOf(num);
    const offset = this.#offsets[at];
    if (offset === undefined) return undefined;
    const end = offset + this.#effort.limit(this.#bytes.length);
    const parser = new ObjectParser(
      end < this.#bytes.length ? this.#bytes.subarray(0, end) : this.#bytes,
      offset,
    );
    try {
      return parser.parseObject() ?? null;
    } catch (error) {
      if (error instanceof PdfSyntaxError) return null;
      throw error;
    } finally {
      this.#effort.spend(parser.pos - offset);
    }
  }
}
