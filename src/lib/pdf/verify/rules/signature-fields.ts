import {
  PdfDict,
  PdfName,
  PdfRef,
  PdfStream,
  PdfSyntaxError,
  type PdfDocument,
  type PdfObject,
  type Rect,
} from '../../syntax';
import { fieldNames } from '../field-names';
import type { FieldFacts } from '../field-path';
import { isSeen, paintedByAnnotation, rectOf, type Painted } from '../painting';
import type { Change } from '../report';
import { TooComplex } from '../too-complex';
import { hidingChanges, touchesAnything } from './hiding';
import type { Rule, Step } from './rule';

/** SignaturesExist and AppendOnly, ISO 32000-2 table 225. */
const SIG_FLAGS = 3;
const MAX_DEPTH = 16;

/** Of what is shown. */
const SHOWN_KEYS = ['Subtype', 'Rect', 'AP', 'MK'];

/** The frame of an empty field, in points: smaller ones could be letters, and inner ones could frame something. */
const FRAME = { leastWide: 20, leastHigh: 12, mostInside: 5, mostThick: 3 };

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
    const page = difference.page === undefined ? undefined : difference.page + 1;
    const found = await fieldsIn({ value: difference.after, num: difference.num, page, depth: 0 }, step);
    // Nodes without any signature field below them are of no use to a signer, but readers may show them.
    if (!found || found.changes.length === 0) return undefined;
    return { keys: found.forbidden ? [] : 'all', changes: found.changes };
  },
};

/** Two fields of the same name could not be told apart: whose seal a reader names would be anybody's guess. */
async function hasNewName(
  value: PdfDict,
  num: number | undefined,
  { name }: FieldFacts,
  step: Step,
): Promise<boolean> {
  // An object that was there is judged by what it was.
  if (num !== undefined && !step.isNew(num)) return true;
  if (value.has('T')) return !(await fieldNames(step.before)).has(name);
  // A further widget of a field that was there: readers that go by the field's /Kids have to see it too.
  const parent = value.get('Parent');
  if (!(parent instanceof PdfRef) || step.isNew(parent.num)) return true;
  const kids = (await step.after.array((await step.after.dict(parent))?.get('Kids'))) ?? [];
  return kids.some((kid) => kid instanceof PdfRef && kid.num === num);
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
  if (!(await hasNewName(value, num, facts, step))) return undefined;
  if (type !== undefined && type !== 'Sig') return undefined;
  // Readers show whatever has a place or a look, by the page's list of annotations.
  if (type === undefined && SHOWN_KEYS.some((key) => value.has(key))) return undefined;
  const subtype = await doc.resolve(value.get('Subtype') ?? null);
  if (subtype !== null && subtype !== PdfName.of('Widget')) return undefined;
  // An action runs when the field is touched or its page is opened.
  if (value.has('A') || value.has('AA')) return undefined;
  const found: Found = { changes: [], forbidden: false };
  if (type === 'Sig') {
    const place = (await isShown(doc, value)) ? (page ?? step.pageNumber(num)) : undefined;
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
    return { changes: [added], forbidden: !(await isPlain(dict, page, step)) };
  }
  const signed = await signedBy(value, name, page !== undefined, step);
  if (!signed) return undefined;
  const changes: Change[] = [signed];
  if (page !== undefined) {
    changes.push({ kind: 'seal-added', field: name, page });
    changes.push(...(await hidingChanges({ ...shown, by: 'signature' }, step)));
  }
  return { changes, forbidden: false };
}

/** Whether an annotation has a place where it can be seen, whatever it shows there now. */
export async function isShown(doc: PdfDocument, annotation: PdfDict): Promise<boolean> {
  return (await rectOf(doc, annotation)) !== undefined && (await isSeen(doc, annotation));
}

/**
 * Whether a field that nobody signed shows a frame along its border at most, over nothing: fills, words, pictures and
 * other lines would be nobody's.
 */
async function isPlain(field: PdfDict, page: number | undefined, step: Step): Promise<boolean> {
  const doc = step.after;
  const look = await doc.dict(field.get('MK'));
  if (look && [...look.keys()].some((key) => key !== 'R')) return false;
  const entry = await doc.resolve(field.get('AP') ?? null);
  if (entry === null) return true;
  if (!(entry instanceof PdfDict) || [...entry.keys()].some((key) => key !== 'N')) return false;
  const form = await doc.resolve(entry.get('N') ?? null);
  if (form !== null && !(form instanceof PdfStream)) return false;
  try {
    const all = await paintedByAnnotation(doc, field, { strict: true, always: true });
    const painted = all.filter(({ kind }) => kind !== 'form');
    const [frame] = painted;
    if (!frame) return true;
    const rect = await rectOf(doc, field);
    if (painted.length > 1 || !rect || page === undefined || !isFrameOf(frame, rect)) return false;
    return !(await touchesAnything(frame.lines ?? [], rect, page, step));
  } catch (error) {
    if (error instanceof TooComplex || error instanceof PdfSyntaxError) return false;
    throw error;
  }
}

function isFrameOf({ isFrame, lines = [], colour }: Painted, rect: Rect): boolean {
  const [width, height] = [rect[2] - rect[0], rect[3] - rect[1]];
  if (!isFrame || lines.length !== 4 || !colour) return false;
  if (width < FRAME.leastWide || height < FRAME.leastHigh) return false;
  return lines.every((line) => {
    const thick = Math.min(line[2] - line[0], line[3] - line[1]);
    const isAlong = [0, 1, 2, 3].some((side) =>
      [line[side % 2], line[(side % 2) + 2]].every(
        (at) => Math.abs((at ?? 0) - (rect[side] ?? 0)) <= FRAME.mostInside,
      ),
    );
    return thick <= FRAME.mostThick && isAlong;
  });
}

export type Signed = Extract<Change, { kind: 'signed' | 'timestamped' }>;

/**
 * The signing of a field by a value that this revision brought. A field that shows an older value would put another
 * signer's seal where that signer never put it.
 *
 * Anybody may add a document timestamp (ISO 32000-2 12.8.5) to any document, as it only proves a time. What is seen on
 * a page says more than that, and what is no timestamp but calls itself one (by its /Type) is a signature.
 *
 * @param isSeen whether the field has a place where it is seen
 */
export async function signedBy(
  value: PdfObject,
  field: string,
  isSeen: boolean,
  step: Step,
): Promise<Signed | undefined> {
  if (value instanceof PdfRef && !step.isNew(value.num)) return undefined;
  const dict = await step.after.dict(value);
  if (!dict?.has('Contents')) return undefined;
  const subFilter = await step.after.resolve(dict.get('SubFilter') ?? null);
  const isTimestamp = subFilter === PdfName.of('ETSI.RFC3161') && !isSeen;
  return { kind: isTimestamp ? 'timestamped' : 'signed', field };
}
