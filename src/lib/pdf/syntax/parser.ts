import { CLASS, REGULAR, SPACE } from './characters';
import type { ParsingEffort } from './effort';
import { PdfSyntaxError } from './error';
import { Lexer } from './lexer';
import { PdfDict, PdfRaw, PdfRef, PdfString, type PdfObject } from './objects';
import type { BlobSource } from './source';

/** Deeper nesting than any real document has; readers give up between 100 and 1,000. */
const MAX_DEPTH = 400;

/** Words that are part of the file's structure: no object goes on over one of them. */
const STRUCTURE = /^(?:endobj|endstream|obj|stream|xref|trailer|startxref)/;

/** Where a value stands in the bytes: `end` is just behind it. */
export interface Span {
  start: number;
  end: number;
}

/** Objects of ISO 32000-2 7.3, over bytes in memory. */
export class ObjectParser extends Lexer {
  /** set where a string was met, which may have to be decrypted */
  sawString = false;
  #depth = 0;

  /** The object at `pos`; undefined where there is none: at a closing bracket, a structure word or the end. */
  parseObject(): PdfObject | undefined {
    for (;;) {
      this.skipSpace();
      const byte = this.peek();
      if (byte === undefined) return undefined;
      switch (byte) {
        case 0x2f: // /
          return this.readName();
        case 0x28: // (
          this.sawString = true;
          return new PdfString(this.readLiteral());
        case 0x3c: // <
          if (this.bytes[this.pos + 1] === 0x3c) return this.parseDict();
          this.sawString = true;
          return new PdfString(this.readHex());
        case 0x5b: // [
          return this.#parseArray();
        case 0x5d: // ]
          return undefined;
        case 0x3e: // >
          if (this.bytes[this.pos + 1] === 0x3e) return undefined;
          this.pos += 1;
          continue;
        case 0x29: // )
        case 0x7b: // {
        case 0x7d: // }
          this.pos += 1;
          continue;
      }
      if (byte >= 0x30 && byte <= 0x39) return this.#parseRefOrNumber();
      if (byte === 0x2b || byte === 0x2d || byte === 0x2e) return this.readNumber();
      return this.#parseWord();
    }
  }

  /** A dictionary (7.3.7); `pos` is at its `<<`. Of entries with the same key the last one counts. */
  parseDict(spans?: Map<string, Span>): PdfDict {
    this.#enter();
    this.pos += 2;
    const dict = PdfDict.of();
    for (;;) {
      this.skipSpace();
      const byte = this.peek();
      if (byte === 0x2f) {
        const key = this.readName().value;
        this.skipSpace();
        const start = this.pos;
        const value = this.parseObject();
        dict.set(key, value ?? null);
        spans?.set(key, { start, end: this.pos });
      } else if (byte === 0x3e) {
        this.pos += 1;
        if (this.peek() === 0x3e) {
          this.pos += 1;
          break;
        }
      } else if (byte === 0x5d) {
        this.pos += 1;
      } else if (byte === undefined || this.parseObject() === undefined) {
        // anything but a key is skipped; at a structure word or the end the dictionary is over
        break;
      }
    }
    this.#depth -= 1;
    return dict;
  }

  #parseArray(): PdfObject[] {
    this.#enter();
    this.pos += 1;
    const array: PdfObject[] = [];
    for (let item = this.parseObject(); item !== undefined; item = this.parseObject()) array.push(item);
    if (this.peek() === 0x5d) this.pos += 1;
    this.#depth -= 1;
    return array;
  }

  /** `12 0 R`, or only the number. */
  #parseRefOrNumber(): PdfObject {
    const { bytes } = this;
    const plain = this.#plainRef();
    if (plain) return plain;
    const number = this.readNumber();
    const after = this.pos;
    if (typeof number !== 'number' || CLASS[bytes[after] ?? 0] !== SPACE || !Number.isInteger(number))
      return number;
    this.skipSpace();
    if (this.atDigit()) {
      const gen = this.readDigits();
      if (gen !== undefined && CLASS[this.peek() ?? 0] === SPACE) {
        this.skipSpace();
        if (this.peek() === 0x52) {
          const next = bytes[this.pos + 1];
          if (next === undefined) this.overrun = true;
          if (next === undefined || CLASS[next] !== REGULAR) {
            this.pos += 1;
            return PdfRef.of(number, gen);
          }
        }
      }
    }
    this.pos = after;
    return number;
  }

  /** A reference as nearly all writers write it, generation 0 and single spaces; documents hold thousands of them. */
  #plainRef(): PdfRef | undefined {
    const { bytes } = this;
    let pos = this.pos;
    let num = 0;
    let byte = bytes[pos] ?? 0;
    while (byte >= 0x30 && byte <= 0x39) {
      num = num * 10 + byte - 0x30;
      byte = bytes[++pos] ?? 0;
    }
    if (byte !== 0x20 || bytes[pos + 1] !== 0x30 || bytes[pos + 2] !== 0x20 || bytes[pos + 3] !== 0x52) {
      return undefined;
    }
    const next = bytes[pos + 4];
    if (next === undefined || CLASS[next] === REGULAR || pos - this.pos > 10) return undefined;
    this.pos = pos + 4;
    return PdfRef.of(num, 0);
  }

  #parseWord(): PdfObject | undefined {
    const start = this.pos;
    const word = this.peekWord();
    if (STRUCTURE.test(word)) return undefined;
    this.pos += word.length;
    if (word === 'true') return true;
    if (word === 'false') return false;
    if (word === 'null') return null;
    return new PdfRaw(this.bytes.slice(start, this.pos));
  }

  #enter(): void {
    if (++this.#depth > MAX_DEPTH) throw new PdfSyntaxError('too-deep', { offset: this.pos });
  }
}

/** An object with its number (7.3.10), as found at a place; positions count from the bytes' start. */
export interface IndirectObject {
  num: number;
  gen: number;
  /** what stands between `obj` and `endobj` or `stream` */
  object: PdfObject;
  /** the stream's first byte, where `object` is a stream's dictionary */
  streamStart?: number;
  end: number;
  sawString: boolean;
  /** of the entries, where `object` is a dictionary and spans were asked for */
  spans?: Map<string, Span>;
}

/** Parses `N G obj …`; undefined where something else stands at the parser's position. */
export function parseIndirect(parser: ObjectParser, o: { spans?: boolean } = {}): IndirectObject | undefined {
  const header = parseHeader(parser);
  if (!header) return undefined;
  parser.skipSpace();
  const spans = o.spans && parser.at('<<') ? new Map<string, Span>() : undefined;
  const object = (spans ? parser.parseDict(spans) : parser.parseObject()) ?? null;
  const end = parser.pos;
  const found: IndirectObject = { ...header, object, end, sawString: parser.sawString, spans };
  if (object instanceof PdfDict) {
    parser.skipSpace();
    if (parser.at('stream')) {
      parser.pos += 6;
      skipStreamEol(parser);
      found.streamStart = parser.pos;
      found.end = parser.pos;
    }
  }
  return found;
}

/** `N G obj`, leaving the parser behind it. */
export function parseHeader(parser: ObjectParser): { num: number; gen: number } | undefined {
  parser.skipSpace();
  const num = parser.readDigits();
  if (num === undefined) return undefined;
  parser.skipSpace();
  const gen = parser.readDigits();
  if (gen === undefined) return undefined;
  parser.skipSpace();
  if (!parser.at('obj')) return undefined;
  parser.pos += 3;
  return { num, gen };
}

/** ISO 32000-2 7.3.8.1: CR LF or LF. A lone CR, and blanks before any of them, are met in practice. */
function skipStreamEol(parser: ObjectParser): void {
  const start = parser.pos;
  while (parser.peek() === 0x20) parser.pos += 1;
  if (parser.peek() === 0x0d) {
    parser.pos += 1;
    if (parser.peek() === 0x0a) parser.pos += 1;
  } else if (parser.peek() === 0x0a) {
    parser.pos += 1;
  } else {
    parser.pos = start;
  }
}

const FIRST_WINDOW = 8 << 10;

/** An object longer than this is cut off. */
const LAST_WINDOW = 64 << 20;

/**
 * Parses at an offset where that needs no reading: the bytes are in memory, and what is parsed ends in them.
 *
 * @returns undefined where it is otherwise
 */
export function parseInMemory<T>(
  source: BlobSource,
  offset: number,
  parse: (parser: ObjectParser, windowStart: number) => T,
  effort: ParsingEffort,
): T | undefined {
  const length = effort.limit(FIRST_WINDOW);
  const window = source.cached(offset, length);
  if (!window) return undefined;
  const { bytes, start } = window;
  const parser = new ObjectParser(bytes, offset - start);
  try {
    const result = parse(parser, start);
    return parser.overrun || parser.pos - (offset - start) > length ? undefined : result;
  } catch (error) {
    if (error instanceof PdfSyntaxError) return undefined;
    throw error;
  } finally {
    effort.spend(parser.pos - (offset - start));
  }
}

/**
 * Parses at an offset of a file, in ever larger windows until what is parsed fits in.
 *
 * @param parse called with a parser over the window and the file offset of the window's first byte; may be called
 *              several times
 */
export async function parseAt<T>(
  source: BlobSource,
  offset: number,
  parse: (parser: ObjectParser, windowStart: number) => T,
  effort?: ParsingEffort,
): Promise<T> {
  const most = effort?.limit(LAST_WINDOW) ?? LAST_WINDOW;
  for (let length = Math.min(FIRST_WINDOW, most); ; length *= 8) {
    const { bytes, start } = source.cached(offset, length) ?? (await source.window(offset, length));
    const from = offset - start;
    const parser = new ObjectParser(
      bytes.length > from + most ? bytes.subarray(0, from + most) : bytes,
      from,
    );
    const complete = start + bytes.length >= source.size || length >= most;
    try {
      const result = parse(parser, start);
      if (!parser.overrun || complete) return result;
    } catch (error) {
      if (!parser.overrun || complete) throw error;
    } finally {
      effort?.spend(parser.pos - from);
    }
  }
}
