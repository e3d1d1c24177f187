import { ByteSink } from './byte-sink';
import { CLASS, REGULAR } from './characters';
import type { Cipher } from './ciphers';
import { PdfDict, PdfName, PdfRaw, PdfRef, PdfStream, PdfString, type PdfObject } from './objects';
import { isSignatureDict } from './security';

/** Writes objects (ISO 32000-2 7.3) with no more blanks than needed. */
export class ObjectSink {
  /** where each PdfRaw starts, in bytes from the sink's first */
  readonly rawOffsets = new Map<PdfRaw, number>();
  /** for strings; undefined where they are written as they are */
  cipher: Cipher | undefined;
  readonly #sink: ByteSink;
  /** written, but not yet in the sink: the engine turns long texts into bytes faster than we do character by character */
  #pending = '';
  /** what was written last would run together with a regular character */
  #open = false;

  constructor(limitBytes: number) {
    this.#sink = new ByteSink(limitBytes, 64 << 10);
  }

  get length(): number {
    return this.#sink.length + this.#pending.length;
  }

  /** ASCII text that is no object: separates itself. */
  text(text: string): void {
    this.#add(text);
    this.#open = false;
  }

  bytes(bytes: Uint8Array): void {
    this.#flush().append(bytes);
    this.#open = false;
  }

  done(): Uint8Array<ArrayBuffer> {
    return this.#flush().done();
  }

  #add(text: string): void {
    this.#pending += text;
    if (this.#pending.length > MOST_PENDING) this.#flush();
  }

  #flush(): ByteSink {
    if (this.#pending !== '') this.#sink.ascii(this.#pending);
    this.#pending = '';
    return this.#sink;
  }

  /** A stream within another object is not possible; its dictionary is written with the data by who knows both. */
  object(object: PdfObject): void {
    if (object === null) this.#word('null');
    else if (typeof object === 'boolean') this.#word(object ? 'true' : 'false');
    else if (typeof object === 'number') this.#word(numberText(object));
    else if (object instanceof PdfName) this.#name(object.value);
    else if (object instanceof PdfRef) this.#word(`${object.num} ${object.gen} R`);
    else if (object instanceof PdfString) this.#string(object.bytes);
    else if (object instanceof PdfDict) this.#dict(object);
    else if (object instanceof PdfRaw) this.#raw(object);
    else if (object instanceof PdfStream) throw new TypeError('a stream has to be an object of its own');
    else this.#array(object);
  }

  #word(text: string): void {
    this.#add(this.#open ? ` ${text}` : text);
    this.#open = true;
  }

  #name(value: string): void {
    this.#add(nameText(value));
    this.#open = true;
  }

  #string(bytes: Uint8Array): void {
    const stored = this.cipher ? this.cipher.encrypt(bytes) : bytes;
    let escapes = 0;
    for (const byte of stored) if (ESCAPED[byte]) escapes += 1;
    const sink = this.#flush();
    if (escapes >= stored.length && stored.length > 0) {
      sink.text('<');
      for (const byte of stored) sink.text(HEX[byte] ?? '');
      sink.text('>');
    } else {
      sink.byte(0x28);
      for (const byte of stored) {
        const escaped = ESCAPED[byte];
        if (escaped) sink.byte(0x5c);
        sink.byte(escaped ?? byte);
      }
      sink.byte(0x29);
    }
    this.#open = false;
  }

  #array(items: readonly PdfObject[]): void {
    this.text('[');
    for (const item of items) this.object(item);
    this.text(']');
  }

  #dict(dict: PdfDict): void {
    this.text('<<');
    const { cipher } = this;
    const keepsContents = cipher !== undefined && isSignatureDict(dict);
    dict.forEach((value, key) => {
      this.#name(key);
      if (keepsContents && key === 'Contents') this.cipher = undefined;
      this.object(value);
      this.cipher = cipher;
    });
    this.text('>>');
  }

  #raw(raw: PdfRaw): void {
    const isRegular = (byte: number | undefined) => byte !== undefined && CLASS[byte] === REGULAR;
    const sink = this.#flush();
    if (this.#open && isRegular(raw.bytes[0])) sink.byte(0x20);
    this.rawOffsets.set(raw, sink.length);
    sink.append(raw.bytes);
    this.#open = isRegular(raw.bytes[raw.bytes.length - 1]);
  }
}

/** Longer texts gain nothing more. */
const MOST_PENDING = 16 << 10;

/** Names as they are written; those of a document are few. */
const NAMES = new Map<string, string>();
const MOST_NAMES = 4096;

function nameText(value: string): string {
  let text = NAMES.get(value);
  if (text === undefined) {
    text = escapedName(value);
    if (NAMES.size < MOST_NAMES) NAMES.set(value, text);
  }
  return text;
}

/** ISO 32000-2 7.3.5. */
function escapedName(value: string): string {
  let text = '/';
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    const plain = code > 0x20 && code < 0x7f && code !== 0x23 && CLASS[code] === REGULAR;
    text += plain ? value[i] : `#${code.toString(16).padStart(2, '0')}`;
  }
  return text;
}

/** What follows the backslash. A CR would be read as a LF (ISO 32000-2 7.3.4.2). */
const ESCAPED: (number | undefined)[] = Array.from({ length: 256 }, () => undefined);
ESCAPED[0x28] = 0x28;
ESCAPED[0x29] = 0x29;
ESCAPED[0x5c] = 0x5c;
ESCAPED[0x0d] = 0x72;

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** A number without an exponent, which PDF does not have (ISO 32000-2 7.3.3), and no digit more than needed. */
function numberText(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is no PDF number`);
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return value === 0 ? '0' : String(value);
  let text = String(value);
  const exponent = text.includes('e') && /^(-?)(\d)(?:\.(\d+))?e([-+]\d+)$/.exec(text);
  if (exponent) {
    const [, sign = '', whole = '', fraction = '', power = '0'] = exponent;
    const digits = whole + fraction;
    const shift = Number(power);
    text =
      shift < 0
        ? `${sign}0.${'0'.repeat(-shift - 1)}${digits}`
        : `${sign}${digits}${'0'.repeat(Math.max(0, shift - fraction.length))}`;
  }
  if (text.startsWith('0.')) return text.slice(1);
  return text.startsWith('-0.') ? `-${text.slice(2)}` : text;
}
