import { PdfDict, PdfName, PdfRef, type PdfObject } from '../../syntax';
import type { Change } from '../report';
import type { Rule, Step } from './rule';

/** SignaturesExist and AppendOnly, ISO 32000-2 table 225. */
const SIG_FLAGS = 3;
const MAX_DEPTH = 16;

/**
 * New signature fields, with their widgets on pages: the form's list of fields and pages' lists of annotations grow by
 * them, and the form says that there are signatures. This is how a further company seals a document.
 */
export const signatureFields: Rule = {
  name: 'signature-fields',
  async judge(difference, step) {
    if (
      difference.role === 'form' &&
      difference.shape === 'dictionary' &&
      difference.keys.includes('SigFlags')
    ) {
      const before = Number(await step.before.resolve(difference.before.get('SigFlags') ?? null)) || 0;
      const after = Number(await step.after.resolve(difference.after.get('SigFlags') ?? null)) || 0;
      return (before & ~after) === 0 && (after & ~(before | SIG_FLAGS)) === 0
        ? { keys: ['SigFlags'], changes: [] }
        : undefined;
    }
    if (difference.shape !== 'element' || difference.before !== null) return undefined;
    const changes = await fieldsIn(difference.after, difference.num, step, 0);
    return changes && { keys: 'all', changes };
  },
};

/** What a new branch of the field tree adds; undefined where it is anything but signature fields. */
async function fieldsIn(
  value: PdfObject,
  num: number | undefined,
  step: Step,
  depth: number,
): Promise<Change[] | undefined> {
  const doc = step.after;
  if (!(value instanceof PdfDict) || depth > MAX_DEPTH) return undefined;
  const facts = await step.factsOf('after', value, num);
  if (!facts) return undefined;
  const { type } = facts;
  if (type !== undefined && type !== 'Sig') return undefined;
  const subtype = await doc.resolve(value.get('Subtype') ?? null);
  if (subtype !== null && subtype !== PdfName.of('Widget')) return undefined;
  // An action runs when the field is touched or its page is opened.
  if (value.has('A') || value.has('AA')) return undefined;
  const changes: Change[] = [];
  if (type === 'Sig') {
    const number = step.pageNumber(num);
    const page = number === undefined ? {} : { page: number };
    const own: Change | undefined =
      facts.value === null
        ? { kind: 'signature-field-added', field: facts.name, ...page }
        : await signedBy(facts.value, facts.name, step);
    if (!own) return undefined;
    changes.push(own);
  }
  const kids = await doc.array(value.get('Kids'));
  if (type === undefined && !kids) return undefined;
  for (const kid of kids ?? []) {
    const kidNum = kid instanceof PdfRef ? kid.num : undefined;
    const below = await fieldsIn(await doc.resolve(kid), kidNum, step, depth + 1);
    if (!below) return undefined;
    changes.push(...below);
  }
  return changes;
}

/**
 * The signing of a field by a value that this revision brought. A field that shows an older value would put another
 * signer's seal where that signer never put it.
 */
export async function signedBy(value: PdfObject, field: string, step: Step): Promise<Change | undefined> {
  if (value instanceof PdfRef && !step.isNew(value.num)) return undefined;
  const dict = await step.after.dict(value);
  if (!dict?.has('Contents')) return undefined;
  const type = await step.after.resolve(dict.get('Type') ?? null);
  const subFilter = await step.after.resolve(dict.get('SubFilter') ?? null);
  const isTimestamp = type === PdfName.of('DocTimeStamp') || subFilter === PdfName.of('ETSI.RFC3161');
  return { kind: isTimestamp ? 'timestamped' : 'signed', field };
}
