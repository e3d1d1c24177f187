import { PdfDict, PdfName, PdfRef, PdfSyntaxError, type PdfDocument, type PdfObject } from '../../syntax';
import { fieldNames } from '../field-names';
import type { FieldFacts } from '../field-path';
import { paintedByAnnotation, rectOf } from '../painting';
import type { Change } from '../report';
import { TooComplex } from '../too-complex';
import { hidingChanges } from './hiding';
import type { Rule, Step } from './rule';

/** SignaturesExist and AppendOnly, ISO 32000-2 table 225. */
const SIG_FLAGS = 3;
const MAX_DEPTH = 16;

/** Shapes in the frame of an empty field: more of them may be a drawing, or letters. */
const MAX_FRAME = 8;

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
    if (!(await hasNewName(difference.after, difference.num, step))) return undefined;
    const page = difference.page === undefined ? undefined : difference.page + 1;
    const found = await fieldsIn({ value: difference.after, num: difference.num, page, depth: 0 }, step);
    return found && { keys: found.forbidden ? [] : 'all', changes: found.changes };
  },
};

/** Two fields of the same name could not be told apart: whose seal a reader names would be anybody's guess. */
async function hasNewName(value: PdfObject, num: number | undefined, step: Step): Promise<boolean> {
  if (!(value instanceof PdfDict)) return false;
  // An object that was there is judged by what it was.
  if (num !== undefined && !step.isNew(num)) return true;
  const facts = await step.factsOf('after', value, num);
  if (!facts) return false;
  // A widget of a field that was there has no name of its own.
  const isField = value.has('T');
  return !isField || !(await fieldNames(step.before)).has(facts.name);
}

interface Branch {
  value: PdfObject;
  num: number | undefined;
  /** 1-based, where it is known from the page's list */
  page: number | undefined;
  depth: number;
}

interface Found {
  changes: Change[];
  /** what is told of it does not make it good */
  forbidden: boolean;
}

/** What a new branch of the field tree adds; undefined where it is anything but signature fields. */
async function fieldsIn({ value, num, page, depth }: Branch, step: Step): Promise<Found | undefined> {
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
  const found: Found = { changes: [], forbidden: false };
  if (type === 'Sig') {
    const place = (await rectOf(doc, value)) ? (page ?? step.pageNumber(num)) : undefined;
    const own = await signatureField(value, num, facts, place, step);
    if (!own) return undefined;
    found.changes.push(...own.changes);
    found.forbidden = own.forbidden;
  }
  const kids = await doc.array(value.get('Kids'));
  if (type === undefined && !kids) return undefined;
  for (const kid of kids ?? []) {
    const kidNum = kid instanceof PdfRef ? kid.num : undefined;
    // A field that takes older widgets for its own would show its signature where another stood.
    if (kidNum !== undefined && !step.isNew(kidNum)) return undefined;
    const branch = { value: await doc.resolve(kid), num: kidNum, page: undefined, depth: depth + 1 };
    const below = await fieldsIn(branch, step);
    if (!below) return undefined;
    found.changes.push(...below.changes);
    found.forbidden ||= below.forbidden;
  }
  return found;
}

/** @param page where it can be seen */
async function signatureField(
  dict: PdfDict,
  num: number | undefined,
  { name, value }: FieldFacts,
  page: number | undefined,
  step: Step,
): Promise<Found | undefined> {
  const shown = { before: null, after: dict, num, page, name };
  if (value === null) {
    const added: Change = {
      kind: 'signature-field-added',
      field: name,
      ...(page === undefined ? {} : { page }),
    };
    const hiding = await hidingChanges({ ...shown, by: 'field' }, step);
    const forbidden = hiding.length > 0 || !(await isPlain(dict, step.after));
    return { changes: [added, ...hiding], forbidden };
  }
  const signed = await signedBy(value, name, step);
  if (!signed) return undefined;
  const changes: Change[] = [signed];
  if (page !== undefined) {
    changes.push({ kind: 'seal-added', field: name, page });
    changes.push(...(await hidingChanges({ ...shown, by: 'signature' }, step)));
  }
  return { changes, forbidden: false };
}

/** Whether the appearance of a field that nobody signed shows a frame at most: words and pictures would be nobody's. */
async function isPlain(field: PdfDict, doc: PdfDocument): Promise<boolean> {
  const appearances = await doc.dict(field.get('AP'));
  if (appearances && [...appearances.keys()].some((key) => key !== 'N')) return false;
  try {
    const painted = await paintedByAnnotation(doc, field);
    return painted.every(({ kind }) => kind !== 'text' && kind !== 'image') && painted.length <= MAX_FRAME;
  } catch (error) {
    if (error instanceof TooComplex || error instanceof PdfSyntaxError) return false;
    throw error;
  }
}

export type Signed = Extract<Change, { kind: 'signed' | 'timestamped' }>;

/**
 * The signing of a field by a value that this revision brought. A field that shows an older value would put another
 * signer's seal where that signer never put it.
 */
export async function signedBy(value: PdfObject, field: string, step: Step): Promise<Signed | undefined> {
  if (value instanceof PdfRef && !step.isNew(value.num)) return undefined;
  const dict = await step.after.dict(value);
  if (!dict?.has('Contents')) return undefined;
  const type = await step.after.resolve(dict.get('Type') ?? null);
  const subFilter = await step.after.resolve(dict.get('SubFilter') ?? null);
  const isTimestamp = type === PdfName.of('DocTimeStamp') || subFilter === PdfName.of('ETSI.RFC3161');
  return { kind: isTimestamp ? 'timestamped' : 'signed', field };
}
