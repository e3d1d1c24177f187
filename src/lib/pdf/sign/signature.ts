import { PdfDict, PdfName, PdfRaw, PdfString } from '../syntax';

/** Digits of an offset in /ByteRange; files are below 10 GB, as cross-reference tables want them. */
const OFFSET_DIGITS = 10;

/** A signature dictionary whose /ByteRange and /Contents are filled in once all offsets are known. */
export interface SignatureShell {
  dict: PdfDict;
  byteRange: PdfRaw;
  contents: PdfRaw;
}

/** `signedDataBytes` is an upper bound of the CMS's size. */
export function signatureShell(o: {
  signedDataBytes: number;
  signerName: string;
  reason?: string;
  location?: string;
  signingTime: Date;
}): SignatureShell {
  const byteRange = new PdfRaw(ascii(byteRangeText([0, 0, 0, 0])));
  const contents = new PdfRaw(ascii(`<${'0'.repeat(o.signedDataBytes * 2)}>`));
  const dict = PdfDict.of({
    Type: PdfName.of('Sig'),
    Filter: PdfName.of('Adobe.PPKLite'),
    SubFilter: PdfName.of('ETSI.CAdES.detached'),
    ByteRange: byteRange,
    Contents: contents,
    M: PdfString.ofText(pdfDate(o.signingTime)),
    Name: PdfString.ofText(o.signerName),
  });
  if (o.reason) dict.set('Reason', PdfString.ofText(o.reason));
  if (o.location) dict.set('Location', PdfString.ofText(o.location));
  dict.set('Prop_Build', PdfDict.of({ App: PdfDict.of({ Name: PdfName.of('Suiyin') }) }));
  return { dict, byteRange, contents };
}

/** What follows the document: the new objects, with the gap that the signature does not cover. */
export class SignedTail {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly #gapStart: number;
  readonly #gapEnd: number;

  /**
   * @param documentSize bytes before the tail
   * @param at           file offsets of the two placeholders
   */
  constructor(
    tail: Uint8Array,
    documentSize: number,
    shell: SignatureShell,
    at: { byteRange: number; contents: number },
  ) {
    this.bytes = new Uint8Array(tail);
    this.#gapStart = at.contents - documentSize;
    this.#gapEnd = this.#gapStart + shell.contents.bytes.length;
    const fileSize = documentSize + tail.length;
    const afterGap = documentSize + this.#gapEnd;
    const range = byteRangeText([0, at.contents, afterGap, fileSize - afterGap]);
    this.bytes.set(ascii(range), at.byteRange - documentSize);
  }

  /** The signed parts of the tail: before and after the gap. */
  get signed(): [Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>] {
    return [this.bytes.subarray(0, this.#gapStart), this.bytes.subarray(this.#gapEnd)];
  }

  /** Writes the CMS into the gap; what it leaves of the room stays zeros. */
  fill(signedData: Uint8Array): void {
    const room = (this.#gapEnd - this.#gapStart - 2) / 2;
    if (signedData.length > room) throw new RangeError(`CMS of ${signedData.length} bytes, room for ${room}`);
    let at = this.#gapStart + 1;
    for (const byte of signedData) {
      this.bytes[at++] = HEX.charCodeAt(byte >> 4);
      this.bytes[at++] = HEX.charCodeAt(byte & 15);
    }
  }
}

const HEX = '0123456789abcdef';

/** Four offsets, padded with spaces to a size that does not depend on them. */
function byteRangeText(range: readonly [number, number, number, number]): string {
  const text = `[${range.join(' ')}`;
  return `${text.padEnd(1 + 4 * (OFFSET_DIGITS + 1))}]`;
}

/** ISO 32000-2 7.9.4, in UTC. */
function pdfDate(date: Date): string {
  const digits = date.toISOString().replace(/\D/g, '').slice(0, 14);
  return `D:${digits}+00'00'`;
}

function ascii(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
