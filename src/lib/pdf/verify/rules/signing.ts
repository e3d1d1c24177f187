import { PdfDict, PdfRef, type PdfObject } from '../../syntax';
import type { Change } from '../report';
import { shownFlagsKept } from './annotation-flags';
import { namesBelow } from './fields-below';
import type { Claim, Rule, Step } from './rule';
import { hidingChanges } from './hiding';
import { isShown, signedBy, type Signed } from './signature-fields';

/**
 * What may change in a signature field with its value: its appearance, what readers would draw one by, and the time
 * that says when it did.
 */
const ALONG = ['AP', 'M', 'DA', 'MK'];

/** Of which what is shown changes. */
const LOOKS = ['AP', 'MK'];

/**
 * The signing of a field that was there and empty: its value, and the appearance that shows it, which may be the old
 * one drawn anew.
 */
export const signing: Rule = {
  name: 'signing',
  async judge(difference, step) {
    const { role, num } = difference;
    if (role === 'signature-appearance' && num !== undefined) return redrawn(num, step);
    if (role !== 'field' || difference.shape !== 'dictionary') return undefined;
    const { before, after, keys } = difference;
    const change = await filled(before, after, num, step);
    if (!change) return undefined;
    const claimed = ['V', ...ALONG].filter((key) => keys.includes(key));
    if (keys.includes('F') && (await shownFlagsKept(difference, step, { mayPrint: true }))) claimed.push('F');
    if (keys.includes('P') && (await isOnPage(after, num, step))) claimed.push('P');
    // Fields that inherit the value are signed by it too.
    const below = (await namesBelow(after, step)).map((field): Change => ({ kind: change.kind, field }));
    const changes: Change[] = [change, ...below];
    if (LOOKS.some((key) => keys.includes(key))) {
      changes.push(...(await shownBy(change, before, after, num, step)));
    }
    return { keys: claimed, changes };
  },
};

/** Whether /P names the page that lists the field. */
async function isOnPage(field: PdfDict, num: number | undefined, step: Step): Promise<boolean> {
  const page = step.pageNumber(num);
  const named = field.get('P');
  if (page === undefined || !(named instanceof PdfRef)) return false;
  return (await step.after.page(page - 1)).ref.num === named.num;
}

async function redrawn(num: number, step: Step): Promise<Claim | undefined> {
  const changes: Change[] = [];
  for (const owner of await step.ownersOf(num)) {
    const before = await step.before.resolve(PdfRef.of(owner.num));
    const change = await filled(before, owner.dict, owner.num, step);
    if (!change || !(before instanceof PdfDict)) return undefined;
    changes.push(change, ...(await shownBy(change, before, owner.dict, owner.num, step)));
  }
  return changes.length > 0 ? { keys: 'all', changes } : undefined;
}

/** What the new appearance of a field that is being signed hides. */
async function shownBy(
  change: Signed,
  before: PdfDict,
  after: PdfDict,
  num: number | undefined,
  step: Step,
): Promise<Change[]> {
  return hidingChanges(
    { before, after, num, page: step.pageNumber(num), by: 'signature', name: change.field },
    step,
  );
}

/** The signing of an empty signature field; undefined where it is anything else. */
async function filled(
  before: PdfObject,
  after: PdfDict,
  num: number | undefined,
  step: Step,
): Promise<Signed | undefined> {
  if (!(before instanceof PdfDict)) return undefined;
  const was = await step.factsOf('before', before, num);
  const is = await step.factsOf('after', after, num);
  if (was?.type !== 'Sig' || is?.type !== 'Sig' || was.value !== null || is.value === null) return undefined;
  const page = step.pageNumber(num);
  // What its widgets show is not gone into: a timestamp needs none.
  const isSeen =
    after.has('Kids') ||
    (page !== undefined && ((await isShown(step.before, before)) || (await isShown(step.after, after))));
  const signed = await signedBy(is.value, is.name, isSeen, step);
  return signed?.kind === 'signed' && page !== undefined ? { ...signed, page } : signed;
}
