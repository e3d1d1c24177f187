import { PdfDict, PdfRef, type PdfObject } from '../../syntax';
import type { Change } from '../report';
import { onlyShownFlagsKept } from './annotation-flags';
import type { Claim, Rule, Step } from './rule';
import { hidingChanges } from './hiding';
import { signedBy, type Signed } from './signature-fields';

/** What may change in a signature field with its value: its appearance, and the time that says when it did. */
const ALONG = ['AP', 'M'];

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
    if (keys.includes('F') && (await onlyShownFlagsKept(difference, step))) claimed.push('F');
    if (!keys.includes('AP')) return { keys: claimed, changes: [change] };
    return { keys: claimed, changes: [change, ...(await shownBy(change, before, after, num, step))] };
  },
};

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
  const signed = await signedBy(is.value, is.name, step);
  const page = step.pageNumber(num);
  return signed?.kind === 'signed' && page !== undefined ? { ...signed, page } : signed;
}
