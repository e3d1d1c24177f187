import { PdfDict, PdfRef, type PdfObject } from '../../syntax';
import type { Change } from '../report';
import { shownFlagsKept } from './annotation-flags';
import { namesBelow } from './fields-below';
import { formSurvey } from './form-survey';
import { hidingChanges, type Shown } from './hiding';
import type { Difference, Rule, Step } from './rule';

/** What filling in changes: the value in its forms, and how it is shown (ISO 32000-2 12.7.4, 12.7.5). */
const VALUE_KEYS = new Set(['V', 'AP', 'AS', 'I', 'RV', 'TI', 'M']);

/** What says how a text is written (12.7.4.3) and on what: it may change with the value. */
const LOOK_KEYS = ['DA', 'Q', 'MK'];

/** What a node of the field tree hands down (12.7.4.1). */
const INHERITED = new Set(['V', 'Ff', 'DA', 'Q']);

/** ReadOnly, ISO 32000-2 table 227: a filled field may be closed. */
const READ_ONLY = 1;

/** Filling in fields that were there and are no signature fields. */
export const formFilling: Rule = {
  name: 'form-filling',
  async judge(difference, step) {
    const { role, num } = difference;
    if (role === 'field' && difference.shape === 'dictionary') return fill(difference, step);
    if ((role === 'field-value' || role === 'form-appearance') && num !== undefined) {
      const changes: Change[] = [];
      for (const owner of await step.ownersOf(num)) {
        const facts = await step.factsOf('after', owner.dict, owner.num);
        if (!facts) return undefined;
        const before = await step.before.resolve(PdfRef.of(owner.num));
        const shown = {
          before: before instanceof PdfDict ? before : null,
          after: owner.dict,
          num: owner.num,
        };
        changes.push(...(await filled(facts.name, shown, step)));
      }
      return changes.length > 0 ? { keys: 'all', changes } : undefined;
    }
    if (role === 'form-resources') {
      return (await resourcesGrow(difference, step)) ? { keys: 'all', changes: [] } : undefined;
    }
    if (role === 'form' && difference.shape === 'dictionary') return formEntries(difference, step);
    return undefined;
  },
};

async function fill(difference: Difference & { shape: 'dictionary' }, step: Step) {
  const { before, after, keys, num } = difference;
  const was = await step.factsOf('before', before, num);
  const is = await step.factsOf('after', after, num);
  if (!was || !is || was.type === undefined || was.type === 'Sig' || was.type !== is.type) return undefined;
  const claimed = keys.filter((key) => VALUE_KEYS.has(key));
  if (keys.includes('F') && (await shownFlagsKept(difference, step))) claimed.push('F');
  if (keys.includes('Ff')) {
    const flagsBefore = Number(await step.before.resolve(before.get('Ff') ?? null)) || 0;
    const flagsAfter = Number(await step.after.resolve(after.get('Ff') ?? null)) || 0;
    if ((flagsBefore ^ flagsAfter) === READ_ONLY) claimed.push('Ff');
  }
  if (keys.includes('V') && was.type !== 'Btn') {
    claimed.push(...LOOK_KEYS.filter((key) => keys.includes(key) && !claimed.includes(key)));
  } else if (keys.includes('MK') && (await onlyTurned(difference, step))) {
    claimed.push('MK');
  }
  if (claimed.length === 0) return undefined;
  const changes = await filled(is.name, { before, after, num }, step);
  if (claimed.some((key) => INHERITED.has(key))) {
    for (const field of await namesBelow(after, step)) changes.push({ kind: 'form-filled', field });
  }
  return { keys: claimed, changes };
}

/** Of /MK, only /R: whoever draws an appearance that is turned already says so there. */
async function onlyTurned(
  { before, after }: Difference & { shape: 'dictionary' },
  step: Step,
): Promise<boolean> {
  const was = await step.before.dict(before.get('MK'));
  const is = await step.after.dict(after.get('MK'));
  for (const key of new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])) {
    if (key !== 'R' && !(await step.same(was?.get(key), is?.get(key)))) return false;
  }
  return after.has('AP');
}

async function filled(
  name: string,
  shown: Pick<Shown, 'before' | 'after' | 'num'>,
  step: Step,
): Promise<Change[]> {
  const page = step.pageNumber(shown.num);
  const change: Change = { kind: 'form-filled', field: name, ...(page === undefined ? {} : { page }) };
  return [change, ...(await hidingChanges({ ...shown, page, by: 'field', name }, step))];
}

/**
 * Whoever fills in a form draws its appearances, or has readers do so; and may need further fonts for it. What fields
 * show that are not filled in now must stay as it is.
 */
async function formEntries(difference: Difference & { shape: 'dictionary' }, step: Step) {
  const claimed: string[] = [];
  const { before, after, keys } = difference;
  const { isAllFilled, isAnyFilled } = await formSurvey(step);
  for (const key of ['DA', 'Q']) if (keys.includes(key) && isAllFilled) claimed.push(key);
  if (keys.includes('NeedAppearances')) {
    const was = (await step.before.resolve(before.get('NeedAppearances') ?? null)) === true;
    const is = (await step.after.resolve(after.get('NeedAppearances') ?? null)) === true;
    // Not to have it and to say no is the same.
    if (was === is || (isAllFilled && (isAnyFilled || !is))) claimed.push('NeedAppearances');
  }
  if (keys.includes('DR')) {
    const was = await step.before.resolve(before.get('DR') ?? null);
    const is = await step.after.resolve(after.get('DR') ?? null);
    if (await growsOnly({ before: was, after: is }, step)) claimed.push('DR');
  }
  return claimed.length > 0 ? { keys: claimed, changes: [] } : undefined;
}

/** The same for a changed object among the form's resources: the resources, a category of them, or one of them. */
async function resourcesGrow(difference: Difference, step: Step): Promise<boolean> {
  const form = await step.after.dict((await step.after.catalog()).get('AcroForm'));
  const entry = form?.get('DR');
  const isIt = (value: PdfObject | undefined) => value instanceof PdfRef && value.num === difference.num;
  if (isIt(entry)) return growsOnly(difference, step, 0);
  const categories = [...((await step.after.dict(entry))?.entries() ?? [])];
  return categories.some(([, value]) => isIt(value)) && growsOnly(difference, step, 1);
}

/**
 * Resources are a dictionary of dictionaries (ISO 32000-2 table 34): whether entries were added, and none changed. A
 * font that becomes another makes other texts of those that stand there, and so does one that a field asked for in
 * vain.
 */
async function growsOnly(
  { before, after }: Pick<Difference, 'before' | 'after'>,
  step: Step,
  depth = 0,
): Promise<boolean> {
  if (before !== null && !(before instanceof PdfDict)) return false;
  if (!(after instanceof PdfDict) || depth > 1) return false;
  for (const [key, value] of before?.entries() ?? []) {
    if (await step.same(value, after.get(key))) continue;
    const was = await step.before.resolve(value);
    const is = await step.after.resolve(after.get(key) ?? null);
    if (!(await growsOnly({ before: was, after: is }, step, depth + 1))) return false;
  }
  const { isAllFilled, fonts } = await formSurvey(step);
  if (isAllFilled) return true;
  for (const [key, value] of after.entries()) {
    if (before?.has(key)) continue;
    if (depth === 1 && fonts.has(key)) return false;
    const category = depth === 0 ? await step.after.dict(value) : undefined;
    if ([...(category?.keys() ?? [])].some((name) => fonts.has(name))) return false;
  }
  return true;
}
