import { PdfDict, PdfName, PdfRef, type PdfDocument, type PdfObject } from '../../syntax';
import type { Change } from '../report';
import { hidingChanges } from './hiding';
import type { Claim, Difference, Rule, Step } from './rule';

/**
 * Comments: what ISO 32000-2 table 171 calls markup, as far as it shows itself only, and the windows of their texts.
 * Of others, links lead elsewhere, Redact takes away, Watermark is a part of the page, and films, sounds and screens do
 * something.
 */
const COMMENTS: ReadonlySet<string> = new Set([
  ...['Text', 'FreeText', 'Line', 'Square', 'Circle', 'Polygon', 'PolyLine', 'Highlight', 'Underline'],
  ...['Squiggly', 'StrikeOut', 'Stamp', 'Caret', 'Ink', 'Popup', 'FileAttachment'],
]);

/** Locked, ISO 32000-2 table 167. The stamps of a seal are. */
const LOCKED = 1 << 7;

/**
 * Comments, stamps and the like. Only a certifying signature with P = 3 permits them (ISO 32000-2 table 257), and
 * none permits that what they hide comes to light.
 */
export const annotations: Rule = {
  name: 'annotations',
  async judge(difference, step) {
    if (difference.role === 'annotation-appearance') return redrawn(difference, step);
    if (difference.role !== 'annotation' || difference.shape === 'whole') return undefined;
    const { before, after, num } = difference;
    if (difference.shape === 'dictionary') {
      if (difference.keys.some((key) => key === 'A' || key === 'AA' || key === 'Subtype')) return undefined;
    } else if (after instanceof PdfDict && (after.has('A') || after.has('AA'))) {
      return undefined;
    }
    const page = difference.page === undefined ? step.pageNumber(num) : difference.page + 1;
    const changes = await told(before, after, num, page, step);
    return changes && { keys: 'all', changes };
  },
};

async function redrawn({ num }: Difference, step: Step): Promise<Claim | undefined> {
  const changes: Change[] = [];
  if (num === undefined) return undefined;
  for (const owner of await step.ownersOf(num)) {
    const before = await step.before.resolve(PdfRef.of(owner.num));
    const own = await told(before, owner.dict, owner.num, step.pageNumber(owner.num), step);
    if (!own) return undefined;
    changes.push(...own);
  }
  return changes.length > 0 ? { keys: 'all', changes } : undefined;
}

/** What became of a comment; undefined where it is none, or may not be touched. */
async function told(
  was: PdfObject,
  is: PdfObject,
  num: number | undefined,
  page: number | undefined,
  step: Step,
): Promise<Change[] | undefined> {
  const before = was instanceof PdfDict ? was : null;
  const after = is instanceof PdfDict ? is : null;
  const subtype = after ? await subtypeOf(step.after, after) : await subtypeOf(step.before, before);
  if (!COMMENTS.has(subtype)) return undefined;
  if (before && ((await step.before.number(before.get('F'))) ?? 0) & LOCKED) return undefined;
  const kind = before ? (after ? 'annotation-changed' : 'annotation-removed') : 'annotation-added';
  return [
    { kind, subtype, ...(page === undefined ? {} : { page }) },
    ...(await hidingChanges({ before, after, num, page, by: 'annotation', name: subtype }, step)),
  ];
}

async function subtypeOf(doc: PdfDocument, annotation: PdfDict | null): Promise<string> {
  const subtype = await doc.resolve(annotation?.get('Subtype') ?? null);
  return subtype instanceof PdfName ? subtype.value : '';
}
