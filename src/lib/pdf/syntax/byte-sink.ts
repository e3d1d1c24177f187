import { PdfSyntaxError } from './error';

const ENCODER = new TextEncoder();

/** Bytes that grow up to a limit. */
export class ByteSink {
  #bytes: Uint8Array<ArrayBuffer>;
  #length = 0;

  constructor(
    readonly limitBytes: number,
    expected = 1024,
  ) {
    this.#bytes = new Uint8Array(Math.min(Math.max(expected, 64), limitBytes));
  }

  get length(): number {
    return this.#length;
  }

  byte(value: number): void {
    if (this.#length >= this.#bytes.length) this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  append(part: Uint8Array): void {
    this.#reserve(part.length);
    this.#bytes.set(part, this.#length);
    this.#length += part.length;
  }

  /** One byte a character. */
  text(text: string): void {
    this.#reserve(text.length);
    const bytes = this.#bytes;
    let at = this.#length;
    for (let i = 0; i < text.length; i++) bytes[at++] = text.charCodeAt(i);
    this.#length = at;
  }

  /** Text of ASCII characters only. */
  ascii(text: string): void {
    this.#reserve(text.length);
    ENCODER.encodeInto(text, this.#bytes.subarray(this.#length));
    this.#length += text.length;
  }

  /** What was written so far; later writes do not show in it. */
  done(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    if (needed > this.limitBytes) throw new PdfSyntaxError('too-large', { limitBytes: this.limitBytes });
    const grown = new Uint8Array(Math.min(Math.max(needed, this.#bytes.length * 2), this.limitBytes));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}
