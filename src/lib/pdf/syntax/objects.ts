import { latin1 } from './characters';
import { decodeTextString, encodeTextString } from './text-string';

/** The objects of ISO 32000-2 7.3. Integers and reals are both `number`. */
export type PdfObject =
  null | boolean | number | PdfName | PdfString | PdfRef | PdfDict | PdfStream | PdfRaw | PdfObject[];

/** `[x0, y0, x1, y1]` with x0 ≤ x1 and y0 ≤ y1, in default user space units. */
export type Rect = readonly [x0: number, y0: number, x1: number, y1: number];

/** A name, ISO 32000-2 7.3.5. Equal names are the same object. */
export class PdfName {
  static readonly #all = new Map<string, PdfName>();

  private constructor(
    /** one character a byte, `#xx` undone; UTF-8 where the name is not ASCII and well made */
    readonly value: string,
  ) {}

  /** Text with characters beyond U+00FF becomes UTF-8, as 7.3.5 recommends. */
  static of(value: string): PdfName {
    let name = PdfName.#all.get(value);
    if (!name) {
      // eslint-disable-next-line no-control-regex
      if (/[^\u0000-\u00ff]/.test(value)) return PdfName.of(latin1(new TextEncoder().encode(value)));
      name = new PdfName(value);
      PdfName.#all.set(value, name);
    }
    return name;
  }
}

/** A string, ISO 32000-2 7.3.4, decrypted. */
export class PdfString {
  constructor(readonly bytes: Uint8Array) {}

  static ofText(text: string): PdfString {
    return new PdfString(encodeTextString(text));
  }

  /** The bytes as a text string, ISO 32000-2 7.9.2.2. */
  text(): string {
    return decodeTextString(this.bytes);
  }
}

/** A reference to an indirect object, ISO 32000-2 7.3.10. Compare by `key`. */
export class PdfRef {
  private constructor(
    readonly num: number,
    readonly gen: number,
  ) {}

  static of(num: number, gen = 0): PdfRef {
    return new PdfRef(num, gen);
  }

  get key(): string {
    return `${this.num} ${this.gen}`;
  }
}

/**
 * Bytes that are written as they stand: a placeholder, or a token of a file that is no PDF object (an unknown
 * keyword, an integer beyond 2^53).
 */
export class PdfRaw {
  constructor(readonly bytes: Uint8Array) {}
}

/** A dictionary with more entries has an index: nearly all have fewer, and documents hold thousands of them. */
const FEW_ENTRIES = 16;

/** A dictionary, ISO 32000-2 7.3.7, in the order of its entries. Keys are names' values. */
export class PdfDict {
  readonly #keys: string[];
  readonly #values: PdfObject[];
  #index: Map<string, number> | undefined;

  private constructor(keys: string[], values: PdfObject[]) {
    this.#keys = keys;
    this.#values = values;
  }

  static of(entries: Record<string, PdfObject> = {}): PdfDict {
    return new PdfDict(Object.keys(entries), Object.values(entries));
  }

  get size(): number {
    return this.#keys.length;
  }

  /** The entry as it stands, a reference where it is one. */
  get(key: string): PdfObject | undefined {
    const at = this.#find(key);
    return at < 0 ? undefined : this.#values[at];
  }

  has(key: string): boolean {
    return this.#find(key) >= 0;
  }

  /** Replaces in place; a new key goes to the end. */
  set(key: string, value: PdfObject): this {
    const at = this.#find(key);
    if (at >= 0) {
      this.#values[at] = value;
    } else {
      this.#index?.set(key, this.#keys.length);
      this.#keys.push(key);
      this.#values.push(value);
    }
    return this;
  }

  delete(key: string): boolean {
    const at = this.#find(key);
    if (at < 0) return false;
    this.#keys.splice(at, 1);
    this.#values.splice(at, 1);
    this.#index = undefined;
    return true;
  }

  keys(): IterableIterator<string> {
    return this.#keys.values();
  }

  *entries(): IterableIterator<[string, PdfObject]> {
    for (let i = 0; i < this.#keys.length; i++) yield [this.#keys[i] ?? '', this.#values[i] ?? null];
  }

  /** The same without an iterator, for long loops. */
  forEach(visit: (value: PdfObject, key: string) => void): void {
    for (let i = 0; i < this.#keys.length; i++) visit(this.#values[i] ?? null, this.#keys[i] ?? '');
  }

  /** A copy with the same values: what they hold is shared. */
  clone(): PdfDict {
    return new PdfDict(this.#keys.slice(), this.#values.slice());
  }

  #find(key: string): number {
    const keys = this.#keys;
    if (keys.length <= FEW_ENTRIES) return keys.indexOf(key);
    this.#index ??= new Map(keys.map((each, i) => [each, i]));
    return this.#index.get(key) ?? -1;
  }
}

/** A stream, ISO 32000-2 7.3.8. One that was read from a file fetches its bytes when they are asked for. */
export class PdfStream {
  readonly #bytes: Uint8Array | (() => Promise<Uint8Array>);

  private constructor(
    readonly dict: PdfDict,
    bytes: Uint8Array | (() => Promise<Uint8Array>),
  ) {
    this.#bytes = bytes;
  }

  /** @param bytes encoded as the dictionary's /Filter says; /Length is written by itself */
  static of(dict: PdfDict, bytes: Uint8Array | (() => Promise<Uint8Array>)): PdfStream {
    return new PdfStream(dict, bytes);
  }

  /** The bytes as stored, decrypted but not decoded; `PdfDocument.decode` undoes the filters. */
  async raw(): Promise<Uint8Array> {
    return typeof this.#bytes === 'function' ? this.#bytes() : this.#bytes;
  }
}
