import { PdfDict, PdfRef, type PdfObject } from '../../syntax';
import type { Change } from '../report';
import { onlyShownFlagsKept } from './annotation-flags';
import type { Claim, Rule, Step } from './rule';
import { signedBy } from './signature-fields';

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
    return { keys: claimed, changes: [change] };
  },
};

async function redrawn(num: number, step: Step): Promise<Claim | undefined> {
  const changes: Change[] = [];
  for (const owner of await step.ownersOf(num)) {
    const change = await filled(await step.before.resolve(PdfRef.of(owner.num)), owner.dict, owner.num, step);
    if (!change) return undefined;
    changes.push(change);
  }
  return changes.length > 0 ? { keys: 'all', changes } : undefined;
}

/** The signing of an empty signature field; undefined where it is anything else. */
async function filled(
  before: PdfObject,
  after: PdfDict,
  num: number | undefined,
  step: Step,
): Promise<Change | undefined> {
  if (!(before instanceof PdfDict)) return undefined;
  const was = await step.factsOf('before', before, num);
  const is = await step.factsOf('after', after, num);
  if (was?.type !== 'Sig' || is?.type !== 'Sig' || was.value !== null || is.value === null) return undefined;
  return signedBy(is.value, is.name, step);
}
