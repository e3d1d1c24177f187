import { CLASS, HEX_VALUE, isDigit, latin1, REGULAR, SPACE } from './characters';
import type { BlobSource } from './source';

/** Deeper nesting is read differently by readers, if at all. */
const MAX_DEPTH = 100;

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)$/;
const KEYWORDS = new Set(['true', 'false', 'null']);

/**
 * Objects exactly as ISO 32000-2 7.2 and 7.3 want them. `Lexer` and `ObjectParser` make something of whatever they
 * meet, as readers do; but readers differ in what they make of it. What this scanner accepts they all read alike.
 */
export class StrictScanner {
  /** references that were met */
  readonly refs: { num: number; gen: number }[] = [];
  #depth = 0;

  constructor(
    readonly bytes: Uint8Array,
    public pos: number,
  ) {}

  /** Passes over white space and comments. */
  skipBlank(): void {
    const { bytes } = this;
    for (;;) {
      const byte = bytes[this.pos];
      if (byte === 0x25) {
        while (this.pos < bytes.length && bytes[this.pos] !== 0x0a && bytes[this.pos] !== 0x0d) this.pos += 1;
      } else if (byte !== undefined && CLASS[byte] === SPACE) {
        this.pos += 1;
      } else {
        return;
      }
    }
  }

  /** Passes over white space only; says how much. */
  skipSpace(): number {
    const start = this.pos;
    while (CLASS[this.bytes[this.pos] ?? 0x2f] === SPACE) this.pos += 1;
    return this.pos - start;
  }

  /** Passes over a word that no regular character follows. */
  word(text: string): boolean {
    for (let i = 0; i < text.length; i++) {
      if (this.bytes[this.pos + i] !== text.charCodeAt(i)) return false;
    }
    const after = this.bytes[this.pos + text.length];
    if (after !== undefined && CLASS[after] === REGULAR) return false;
    this.pos += text.length;
    return true;
  }

  /** An integer without a sign. */
  integer(): number | undefined {
    const start = this.pos;
    while (isDigit(this.bytes[this.pos])) this.pos += 1;
    const length = this.pos - start;
    return length === 0 || length > 10 ? undefined : Number(latin1(this.bytes, start, this.pos));
  }

  /** Passes over a value; false where it is not well-formed. */
  value(): boolean {
    switch (this.bytes[this.pos]) {
      case 0x2f:
        return this.#name() !== undefined;
      case 0x28:
        return this.#literal();
      case 0x3c:
        return this.bytes[this.pos + 1] === 0x3c ? this.dict() : this.#hex();
      case 0x5b:
        return this.#array();
      default:
        return this.#wordOrNumber();
    }
  }

  /** Passes over a dictionary; false also where a key comes twice: some readers take the first, some the last. */
  dict(): boolean {
    if (this.bytes[this.pos] !== 0x3c || this.bytes[this.pos + 1] !== 0x3c) return false;
    if (++this.#depth > MAX_DEPTH) return false;
    this.pos += 2;
    const keys = new Set<string>();
    for (;;) {
      this.skipBlank();
      if (this.bytes[this.pos] === 0x3e) break;
      const key = this.#name();
      if (key === undefined || keys.has(key)) return false;
      keys.add(key);
      this.skipBlank();
      if (!this.value()) return false;
    }
    this.#depth -= 1;
    if (this.bytes[this.pos + 1] !== 0x3e) return false;
    this.pos += 2;
    return true;
  }

  #array(): boolean {
    if (++this.#depth > MAX_DEPTH) return false;
    this.pos += 1;
    for (;;) {
      this.skipBlank();
      if (this.bytes[this.pos] === 0x5d) break;
      if (!this.value()) return false;
    }
    this.#depth -= 1;
    this.pos += 1;
    return true;
  }

  /**
   * A name, escapes undone; `#` is for what could not stand in a name otherwise (7.3.5), and who looks for a key in
   * the bytes does not find one that is written with needless ones.
   */
  #name(): string | undefined {
    const { bytes } = this;
    if (bytes[this.pos] !== 0x2f) return undefined;
    let text = '';
    let pos = this.pos + 1;
    for (let byte = bytes[pos]; byte !== undefined && CLASS[byte] === REGULAR; byte = bytes[pos]) {
      if (byte === 0x23) {
        const high = HEX_VALUE[bytes[pos + 1] ?? 0] ?? 255;
        const low = HEX_VALUE[bytes[pos + 2] ?? 0] ?? 255;
        const code = high * 16 + low;
        if (high > 15 || low > 15 || code === 0 || isLetterOrDigit(code)) return undefined;
        text += String.fromCharCode(code);
        pos += 3;
      } else {
        text += String.fromCharCode(byte);
        pos += 1;
      }
    }
    this.pos = pos;
    return text;
  }

  #literal(): boolean {
    const { bytes } = this;
    let open = 0;
    for (; this.pos < bytes.length; this.pos++) {
      const byte = bytes[this.pos];
      if (byte === 0x5c) this.pos += 1;
      else if (byte === 0x28) open += 1;
      else if (byte === 0x29 && --open === 0) {
        this.pos += 1;
        return true;
      }
    }
    return false;
  }

  #hex(): boolean {
    const { bytes } = this;
    for (let pos = this.pos + 1; pos < bytes.length; pos++) {
      const byte = bytes[pos] ?? 0;
      if (byte === 0x3e) {
        this.pos = pos + 1;
        return true;
      }
      if ((HEX_VALUE[byte] ?? 255) > 15 && CLASS[byte] !== SPACE) return false;
    }
    return false;
  }

  #wordOrNumber(): boolean {
    const { bytes } = this;
    const start = this.pos;
    while (this.pos < bytes.length && CLASS[bytes[this.pos] ?? 0] === REGULAR) this.pos += 1;
    const text = latin1(bytes, start, Math.min(this.pos, start + 64));
    if (KEYWORDS.has(text)) return true;
    if (!NUMBER.test(text)) return false;
    const after = this.pos;
    if (/^\d+$/.test(text) && this.skipSpace() > 0) {
      const gen = this.integer();
      if (gen !== undefined && this.skipSpace() > 0 && this.word('R')) {
        this.refs.push({ num: Number(text), gen });
        return true;
      }
    }
    this.pos = after;
    return true;
  }
}

function isLetterOrDigit(code: number): boolean {
  const letter = code | 0x20;
  return isDigit(code) || (letter >= 0x61 && letter <= 0x7a);
}

/** An object `N G obj … endobj`, well-formed from its first byte to its last. Offsets are the file's. */
export interface StrictObject {
  num: number;
  gen: number;
  start: number;
  /** behind `endobj`; of a stream, behind `stream` and its line end: the data's length is for others to know */
  end: number;
  isStream: boolean;
  refs: readonly { num: number; gen: number }[];
}

const FIRST_WINDOW = 8 << 10;
const LAST_WINDOW = 64 << 20;

/** Reads `N G obj` at an offset; undefined where something else, or something that is not well-formed, stands there. */
export async function strictObjectAt(source: BlobSource, offset: number): Promise<StrictObject | undefined> {
  for (let length = FIRST_WINDOW; ; length *= 8) {
    const bytes = await source.read(offset, length);
    const found = objectIn(bytes, offset);
    if (found || offset + bytes.length >= source.size || length >= LAST_WINDOW) return found;
  }
}

function objectIn(bytes: Uint8Array, offset: number): StrictObject | undefined {
  const scanner = new StrictScanner(bytes, 0);
  const start = offset + scanner.skipSpace();
  const num = scanner.integer();
  if (num === undefined || scanner.skipSpace() === 0) return undefined;
  const gen = scanner.integer();
  if (gen === undefined || scanner.skipSpace() === 0 || !scanner.word('obj')) return undefined;
  scanner.skipBlank();
  const isDict = bytes[scanner.pos] === 0x3c && bytes[scanner.pos + 1] === 0x3c;
  // The end of the window could be taken for the end of a word.
  if (!scanner.value() || scanner.pos >= bytes.length) return undefined;
  scanner.skipBlank();
  const { refs } = scanner;
  if (scanner.word('endobj')) {
    return { num, gen, start, end: offset + scanner.pos, isStream: false, refs };
  }
  if (!isDict || !scanner.word('stream')) return undefined;
  if (bytes[scanner.pos] === 0x0d) scanner.pos += 1;
  if (bytes[scanner.pos] !== 0x0a) return undefined;
  return { num, gen, start, end: offset + scanner.pos + 1, isStream: true, refs };
}

const STREAM_END = /^(?:\r\n|\r|\n|)endstream[\0\t\n\f\r ]+endobj(?![^\0\t\n\f\r ()<>[\]{}/%])/;

/** Where the object ends whose stream data ends at an offset; undefined where the data does not end there. */
export async function strictStreamEnd(source: BlobSource, offset: number): Promise<number | undefined> {
  if (offset > source.size) return undefined;
  const match = STREAM_END.exec(latin1(await source.read(offset, 64)));
  return match ? offset + match[0].length : undefined;
}
