import type { BoxMm } from '../place';
import { PdfDict, PdfName, PdfRef, type PageInfo, type PdfDocument, type PdfObject } from '../syntax';
import type { FoundSignature } from './find-signatures';
import { shownBox } from './page-box';
import { rectOf } from './painting';
import type { SealReport } from './report';

const MAX_SEALS = 20_000;

/** Invisible, Hidden and NoView, ISO 32000-2 table 167. */
const NOT_SEEN = 1 | (1 << 1) | (1 << 5);

/**
 * Where a reader sees a signature: the widgets of its fields, and the stamps that came with it.
 *
 * @param doc    as it was when it was signed
 * @param stamps numbers of the Stamp annotations that the signed revision added
 */
export async function sealsOf(
  doc: PdfDocument,
  signature: FoundSignature,
  stamps: ReadonlySet<number>,
): Promise<SealReport[]> {
  const wanted = new Map<number, SealReport['source']>();
  for (const num of stamps) wanted.set(num, 'stamp');
  for (const { widgets } of signature.fields) {
    for (const { num } of widgets) if (num !== undefined) wanted.set(num, 'field');
  }
  const seals: SealReport[] = [];
  for await (const page of doc.pages()) {
    if (wanted.size === 0 || seals.length >= MAX_SEALS) break;
    for (const element of (await doc.array(page.dict.get('Annots'))) ?? []) {
      const source = element instanceof PdfRef ? wanted.get(element.num) : undefined;
      if (!source || !(element instanceof PdfRef)) continue;
      wanted.delete(element.num);
      const box = await boxOf(doc, page, await doc.resolve(element));
      if (box) seals.push({ page: page.index + 1, box, source });
    }
  }
  return seals;
}

/** The Stamp annotations among the objects that a revision wrote. */
export async function stampsAmong(doc: PdfDocument, written: Iterable<number>): Promise<Set<number>> {
  const stamps = new Set<number>();
  for (const num of written) {
    const entry = doc.entryOf(num);
    if (!entry || entry.kind === 'free') continue;
    const object = await doc.resolve(PdfRef.of(num, entry.kind === 'offset' ? entry.gen : 0));
    if (object instanceof PdfDict && object.get('Subtype') === PdfName.of('Stamp')) stamps.add(num);
    if (stamps.size >= MAX_SEALS) break;
  }
  return stamps;
}

/** /Rect in the page as it is shown; undefined for what nobody sees. */
async function boxOf(doc: PdfDocument, page: PageInfo, annotation: PdfObject): Promise<BoxMm | undefined> {
  if (!(annotation instanceof PdfDict)) return undefined;
  const flags = (await doc.number(annotation.get('F'))) ?? 0;
  const rect = flags & NOT_SEEN ? undefined : await rectOf(doc, annotation);
  const box = rect && shownBox(page, rect);
  return box && box.widthMm > 0 && box.heightMm > 0 ? box : undefined;
}
