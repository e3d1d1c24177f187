import { PdfDict, PdfName, type PdfDocument, type PdfObject } from '../../syntax';

/** Advance widths of Helvetica from the space to the tilde: Latin fonts that give none are about as wide. */
const HELVETICA = [
  ...[278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278],
  ...[556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556],
  ...[1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778],
  ...[667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556],
  ...[333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556],
  ...[556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584],
];
const EM = 1000;
const MAX_WIDTHS = 70_000;

/** How far the codes of a font lead (ISO 32000-2 9.2.4, 9.7.4.3). */
export interface FontWidths {
  measure(bytes: Uint8Array): { ems: number; codes: number; spaces: number };
  /** its codes are the Latin letters of their names: it has neither glyphs nor names of its own */
  isPlain: boolean;
}

/** @returns undefined where there is no such font, or its codes cannot be told apart */
export async function fontWidths(
  doc: PdfDocument,
  font: PdfDict | undefined,
): Promise<FontWidths | undefined> {
  if (!font) return undefined;
  const subtype = await doc.resolve(font.get('Subtype') ?? null);
  if (!(subtype instanceof PdfName)) return undefined;
  if (subtype.value === 'Type0') return compositeWidths(doc, font);
  return subtype.value === 'Type3' ? undefined : simpleWidths(doc, font);
}

async function simpleWidths(doc: PdfDocument, font: PdfDict): Promise<FontWidths> {
  const first = (await doc.number(font.get('FirstChar'))) ?? 0;
  const widths: (number | undefined)[] = [];
  for (const entry of ((await doc.array(font.get('Widths'))) ?? []).slice(0, 256)) {
    widths.push(await doc.number(entry));
  }
  const descriptor = await doc.dict(font.get('FontDescriptor'));
  const missing = (await doc.number(descriptor?.get('MissingWidth'))) ?? 0;
  const encoding = await doc.resolve(font.get('Encoding') ?? null);
  const widthOf = (code: number) =>
    widths.length > 0 ? (widths[code - first] ?? missing) : (HELVETICA[code - 0x20] ?? 556);
  return {
    measure(bytes) {
      let sum = 0;
      let spaces = 0;
      for (const byte of bytes) {
        sum += widthOf(byte);
        if (byte === 0x20) spaces += 1;
      }
      return { ems: sum / EM, codes: bytes.length, spaces };
    },
    isPlain:
      !(encoding instanceof PdfDict) &&
      !['FontFile', 'FontFile2', 'FontFile3'].some((key) => descriptor?.has(key) === true),
  };
}

/** Of composite fonts, those whose codes are two bytes each and name the glyphs' widths themselves. */
async function compositeWidths(doc: PdfDocument, font: PdfDict): Promise<FontWidths | undefined> {
  const encoding = await doc.resolve(font.get('Encoding') ?? null);
  if (encoding !== PdfName.of('Identity-H')) return undefined;
  const below = await doc.dict((await doc.array(font.get('DescendantFonts')))?.[0]);
  const byDefault = (await doc.number(below?.get('DW'))) ?? EM;
  const widths = await widthsOf(doc, (await doc.array(below?.get('W'))) ?? []);
  return {
    measure(bytes) {
      let sum = 0;
      for (let i = 0; i + 1 < bytes.length; i += 2) {
        sum += widths.get((bytes[i] ?? 0) * 256 + (bytes[i + 1] ?? 0)) ?? byDefault;
      }
      return { ems: sum / EM, codes: Math.ceil(bytes.length / 2), spaces: 0 };
    },
    isPlain: false,
  };
}

/** /W: `first [w1 w2 ...]` and `first last w`. */
async function widthsOf(doc: PdfDocument, entries: readonly PdfObject[]): Promise<Map<number, number>> {
  const widths = new Map<number, number>();
  for (let i = 0; i < entries.length && widths.size < MAX_WIDTHS;) {
    const first = (await doc.number(entries[i])) ?? 0;
    const next = await doc.resolve(entries[i + 1] ?? null);
    if (Array.isArray(next)) {
      for (const [k, entry] of next.slice(0, MAX_WIDTHS).entries()) {
        widths.set(first + k, (await doc.number(entry)) ?? EM);
      }
      i += 2;
      continue;
    }
    const last = Math.min(typeof next === 'number' ? next : first, first + MAX_WIDTHS);
    const width = (await doc.number(entries[i + 2])) ?? EM;
    for (let code = first; code <= last; code++) widths.set(code, width);
    i += 3;
  }
  return widths;
}
