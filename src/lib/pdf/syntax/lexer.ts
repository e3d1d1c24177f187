import { CLASS, HEX_VALUE, isDigit, latin1, REGULAR, SPACE } from './characters';
import { PdfName, PdfRaw } from './objects';

/**
 * Tokens of ISO 32000-2 7.2 and 7.3, over bytes in memory. As tolerant as common readers are: what no reader
 * understands gives some value, never an error.
 *
 * `overrun` says that the end of the bytes was met, so that a token there may go on in what is not in memory.
 */
export class Lexer {
  overrun = false;

  constructor(
    readonly bytes: Uint8Array,
    public pos: number,
  ) {}

  /** The byte at `pos`, undefined at the end. */
  peek(): number | undefined {
    const byte = this.bytes[this.pos];
    if (byte === undefined) this.overrun = true;
    return byte;
  }

  /** Skips white space and comments (7.2.4). */
  skipSpace(): void {
    const { bytes } = this;
    let pos = this.pos;
    for (;;) {
      const byte = bytes[pos];
      if (byte === undefined) {
        this.overrun = true;
        break;
      }
      if (byte === 0x25) {
        do pos += 1;
        while (pos < bytes.length && bytes[pos] !== 0x0a && bytes[pos] !== 0x0d);
      } else if (CLASS[byte] === SPACE) {
        pos += 1;
      } else {
        break;
      }
    }
    this.pos = pos;
  }

  /** Whether these bytes stand at `pos`. */
  at(text: string): boolean {
    for (let i = 0; i < text.length; i++) {
      const byte = this.bytes[this.pos + i];
      if (byte === undefined) this.overrun = true;
      if (byte !== text.charCodeAt(i)) return false;
    }
    return true;
  }

  /** A run of regular characters, without moving. */
  peekWord(): string {
    const { bytes } = this;
    let end = this.pos;
    while (end < bytes.length && CLASS[bytes[end] ?? 0] === REGULAR) end += 1;
    if (end >= bytes.length) this.overrun = true;
    return latin1(bytes, this.pos, end);
  }

  /** Digits at `pos` as a number, undefined where there are none; at most 15 digits count as a number. */
  readDigits(): number | undefined {
    const { bytes } = this;
    const start = this.pos;
    let pos = start;
    let value = 0;
    for (;;) {
      const digit = (bytes[pos] ?? 0) - 0x30;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
      pos += 1;
    }
    if (pos >= bytes.length) this.overrun = true;
    if (pos === start || pos - start > 15) return undefined;
    this.pos = pos;
    return value;
  }

  /**
   * A number. Odd ones are read as pdf.js and poppler read them, which follow Acrobat: `--5` is -5, a minus sign
   * among digits is ignored, a second point ends the number, a lone sign or point is 0.
   */
  readNumber(): number | PdfRaw {
    const { bytes } = this;
    const start = this.pos;
    let pos = start;
    let negative = false;
    while (bytes[pos] === 0x2d || bytes[pos] === 0x2b) {
      if (bytes[pos] === 0x2d) negative = true;
      pos += 1;
    }
    let value = 0;
    let digits = 0;
    let point = -1;
    let odd = pos - start > 1;
    for (; ; pos++) {
      const byte = bytes[pos];
      if (byte !== undefined && byte >= 0x30 && byte <= 0x39) {
        value = value * 10 + (byte - 0x30);
        digits += 1;
      } else if (byte === 0x2e && point < 0) {
        point = digits;
      } else if (byte === 0x2d) {
        odd = true;
      } else {
        if (byte === undefined) this.overrun = true;
        break;
      }
    }
    this.pos = pos;
    if (point < 0 && value > Number.MAX_SAFE_INTEGER && !odd) return new PdfRaw(bytes.slice(start, pos));
    if (point >= 0 && point < digits) {
      // Up to 15 digits and a power of ten up to 10^22 are exact, so that the quotient is rounded once.
      if (digits <= 15) value /= 10 ** (digits - point);
      else value = Number(latin1(bytes, start, pos).replace(/[-+]/g, ''));
    }
    return negative && value !== 0 ? -value : value;
  }

  /** A name; `pos` is at its slash. `#` that no two hexadecimal digits follow stands for itself. */
  readName(): PdfName {
    const { bytes } = this;
    const known = this.#knownName();
    if (known) return known;
    const start = this.pos + 1;
    let pos = start;
    let text = '';
    let escaped = false;
    for (;;) {
      const byte = bytes[pos];
      if (byte === undefined) {
        this.overrun = true;
        break;
      }
      if (CLASS[byte] !== REGULAR) break;
      const high = byte === 0x23 ? (HEX_VALUE[bytes[pos + 1] ?? 0] ?? 255) : 255;
      const low = high < 16 ? (HEX_VALUE[bytes[pos + 2] ?? 0] ?? 255) : 255;
      if (low < 16) {
        escaped = true;
        text += String.fromCharCode(high * 16 + low);
        pos += 3;
      } else {
        text += String.fromCharCode(byte);
        pos += 1;
      }
    }
    this.pos = pos;
    const name = PdfName.of(text);
    if (!escaped) RECENT[slotOf(bytes, start, pos)] = name;
    return name;
  }

  /** A name that was read before: most names of a document are a few that come again and again. */
  #knownName(): PdfName | undefined {
    const { bytes } = this;
    const start = this.pos + 1;
    let end = start;
    while (end < bytes.length && CLASS[bytes[end] ?? 0] === REGULAR) end += 1;
    const name = end < bytes.length ? RECENT[slotOf(bytes, start, end)] : undefined;
    if (name?.value.length !== end - start) return undefined;
    for (let i = 0; i < name.value.length; i++) {
      if (name.value.charCodeAt(i) !== bytes[start + i]) return undefined;
    }
    this.pos = end;
    return name;
  }

  /** A literal string (7.3.4.2); `pos` is at its parenthesis. */
  readLiteral(): Uint8Array {
    const { bytes } = this;
    const end = this.#literalEnd();
    const out = new Uint8Array(end - this.pos);
    let length = 0;
    let pos = this.pos + 1;
    while (pos < end) {
      const byte = bytes[pos++] ?? 0;
      if (byte === 0x0d) {
        // Any end of line in a string is one line feed.
        if (bytes[pos] === 0x0a) pos += 1;
        out[length++] = 0x0a;
      } else if (byte !== 0x5c) {
        out[length++] = byte;
      } else {
        const escaped = bytes[pos++] ?? 0;
        if (escaped === 0x0d || escaped === 0x0a) {
          if (escaped === 0x0d && bytes[pos] === 0x0a) pos += 1;
        } else if (escaped >= 0x30 && escaped <= 0x37) {
          let value = escaped - 0x30;
          for (let i = 0; i < 2; i++) {
            const next = bytes[pos] ?? 0;
            if (next < 0x30 || next > 0x37) break;
            value = value * 8 + next - 0x30;
            pos += 1;
          }
          out[length++] = value & 0xff;
        } else {
          out[length++] = ESCAPES.get(escaped) ?? escaped;
        }
      }
    }
    this.pos = Math.min(end + 1, bytes.length);
    return out.slice(0, length);
  }

  /** Where the parenthesis stands that closes the string at `pos`. */
  #literalEnd(): number {
    const { bytes } = this;
    let depth = 0;
    let pos = this.pos;
    for (; pos < bytes.length; pos++) {
      const byte = bytes[pos];
      if (byte === 0x5c) pos += 1;
      else if (byte === 0x28) depth += 1;
      else if (byte === 0x29 && --depth === 0) return pos;
    }
    this.overrun = true;
    return bytes.length;
  }

  /** A hexadecimal string (7.3.4.3); `pos` is at its `<`. Other characters are skipped. */
  readHex(): Uint8Array {
    const { bytes } = this;
    let end = bytes.indexOf(0x3e, this.pos);
    if (end < 0) {
      end = bytes.length;
      this.overrun = true;
    }
    const out = new Uint8Array((end - this.pos) >> 1);
    let length = 0;
    let high = -1;
    for (let pos = this.pos + 1; pos < end; pos++) {
      const digit = HEX_VALUE[bytes[pos] ?? 0] ?? 255;
      if (digit > 15) continue;
      if (high < 0) {
        high = digit;
      } else {
        out[length++] = high * 16 + digit;
        high = -1;
      }
    }
    if (high >= 0) out[length++] = high * 16;
    this.pos = Math.min(end + 1, bytes.length);
    return length === out.length ? out : out.slice(0, length);
  }

  /** Whether digits stand at `pos`. */
  atDigit(): boolean {
    return isDigit(this.peek());
  }
}

/** Names without escapes, by a hash of their bytes. */
const RECENT: (PdfName | undefined)[] = Array.from({ length: 512 });

function slotOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = end - start;
  for (let i = start; i < end; i++) hash = (hash * 31 + (bytes[i] ?? 0)) & 0xffff;
  return hash & 511;
}

const ESCAPES = new Map([
  [0x6e, 0x0a],
  [0x72, 0x0d],
  [0x74, 0x09],
  [0x62, 0x08],
  [0x66, 0x0c],
]);
