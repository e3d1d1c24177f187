import { PdfDict, PdfRef, type PdfObject } from '../../syntax';
import type { Change } from '../report';
import { onlyShownFlagsKept } from './annotation-flags';
import { hidingChanges, type Shown } from './hiding';
import type { Difference, Rule, Step } from './rule';

/** What filling in changes: the value in its forms, and how it is shown (ISO 32000-2 12.7.4, 12.7.5). */
const VALUE_KEYS = new Set(['V', 'AP', 'AS', 'I', 'RV', 'TI', 'M']);

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
  if (keys.includes('F') && (await onlyShownFlagsKept(difference, step))) claimed.push('F');
  if (keys.includes('Ff')) {
    const flagsBefore = Number(await step.before.resolve(before.get('Ff') ?? null)) || 0;
    const flagsAfter = Number(await step.after.resolve(after.get('Ff') ?? null)) || 0;
    if ((flagsBefore ^ flagsAfter) === READ_ONLY) claimed.push('Ff');
  }
  if (claimed.length === 0) return undefined;
  return { keys: claimed, changes: await filled(is.name, { before, after, num }, step) };
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

/** Whoever fills in a form draws its appearances, so that readers need not; and may need further fonts for it. */
async function formEntries(difference: Difference & { shape: 'dictionary' }, step: Step) {
  const claimed: string[] = [];
  if (difference.keys.includes('NeedAppearances')) {
    if ((await step.after.resolve(difference.after.get('NeedAppearances') ?? null)) !== true) {
      claimed.push('NeedAppearances');
    }
  }
  if (difference.keys.includes('DA') && !difference.before.has('DA')) claimed.push('DA');
  if (difference.keys.includes('DR')) {
    const before = await step.before.resolve(difference.before.get('DR') ?? null);
    const after = await step.after.resolve(difference.after.get('DR') ?? null);
    if (await growsOnly({ before, after }, step)) claimed.push('DR');
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
 * font that becomes another makes other texts of those that stand there.
 */
async function growsOnly(
  { before, after }: Pick<Difference, 'before' | 'after'>,
  step: Step,
  depth = 0,
): Promise<boolean> {
  if (before === null) return true;
  if (!(before instanceof PdfDict) || !(after instanceof PdfDict) || depth > 1) return false;
  for (const [key, value] of before.entries()) {
    if (await step.same(value, after.get(key))) continue;
    const was = await step.before.resolve(value);
    const is = await step.after.resolve(after.get(key) ?? null);
    if (!(await growsOnly({ before: was, after: is }, step, depth + 1))) return false;
  }
  return true;
}
