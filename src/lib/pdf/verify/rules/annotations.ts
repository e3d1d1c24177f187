import { PdfDict, PdfName, type PdfDocument, type PdfObject } from '../../syntax';
import type { Change } from '../report';
import type { Rule } from './rule';

/**
 * Comments, stamps and the like, as long as they are no form fields. Only a certifying signature with P = 3 permits
 * them (ISO 32000-2 table 257).
 */
export const annotations: Rule = {
  name: 'annotations',
  async judge(difference, step) {
    const { role, num } = difference;
    if (role === 'annotation-appearance' && num !== undefined) {
      const changes: Change[] = [];
      for (const { dict } of await step.ownersOf(num)) {
        changes.push({ kind: 'annotation-changed', subtype: await subtypeOf(step.after, dict) });
      }
      return changes.length > 0 ? { keys: 'all', changes } : undefined;
    }
    if (role !== 'annotation') return undefined;
    const subtype =
      difference.after === null
        ? await subtypeOf(step.before, difference.before)
        : await subtypeOf(step.after, difference.after);
    // Widgets are what form filling and signing are about; links lead elsewhere.
    if (subtype === '' || subtype === 'Widget') return undefined;
    const number = difference.page === undefined ? step.pageNumber(num) : difference.page + 1;
    const page = number === undefined ? {} : { page: number };
    if (difference.shape === 'dictionary') {
      return { keys: 'all', changes: [{ kind: 'annotation-changed', subtype, ...page }] };
    }
    if (difference.shape !== 'element') return undefined;
    const kind = difference.after === null ? 'annotation-removed' : 'annotation-added';
    return { keys: 'all', changes: [{ kind, subtype, ...page }] };
  },
};

async function subtypeOf(doc: PdfDocument, annotation: PdfObject): Promise<string> {
  if (!(annotation instanceof PdfDict)) return '';
  const subtype = await doc.resolve(annotation.get('Subtype') ?? null);
  return subtype instanceof PdfName ? subtype.value : '';
}
