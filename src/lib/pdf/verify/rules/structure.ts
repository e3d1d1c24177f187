import { PdfDict, PdfName, PdfRef, type PdfObject } from '../../syntax';
import type { Claim, Difference, Rule, Step } from './rule';

const MAX_DEPTH = 8;

/** What a new structure element may say (ISO 32000-2 table 355): nothing that replaces what a page shows. */
const ELEMENT_KEYS = new Set(['Type', 'S', 'P', 'K', 'Pg', 'ID', 'Lang', 'T', 'Alt', 'NS']);

/**
 * Structure tree entries of fields and annotations that this revision adds: a writer that keeps a tagged document
 * tagged puts them there (ISO 32000-2 14.7.5.3). Elements that are there stay as they are.
 */
export const structure: Rule = {
  name: 'structure',
  async judge(difference, step) {
    if (difference.role === 'structure') {
      if (difference.shape === 'dictionary') return grownElement(difference, step);
      return (await grownKids(difference.before, difference.after, step)) ? claim('all') : undefined;
    }
    if (difference.role === 'structure-parents' && difference.shape === 'whole') {
      return (await grownParents(difference.before, difference.after, step)) ? claim('all') : undefined;
    }
    return undefined;
  },
};

function claim(keys: Claim['keys']): Claim {
  return { keys, changes: [{ kind: 'structure' }] };
}

async function grownElement(difference: Difference & { shape: 'dictionary' }, step: Step) {
  const { before, after, keys } = difference;
  const claimed: string[] = [];
  const was = (key: string) => step.before.resolve(before.get(key) ?? null);
  const is = (key: string) => step.after.resolve(after.get(key) ?? null);
  if (keys.includes('K') && (await grownKids(before.get('K') ?? null, after.get('K') ?? null, step))) {
    claimed.push('K');
  }
  if (
    keys.includes('ParentTree') &&
    (await grownParents(await was('ParentTree'), await is('ParentTree'), step))
  ) {
    claimed.push('ParentTree');
  }
  if (keys.includes('ParentTreeNextKey')) {
    const [old, next] = [await was('ParentTreeNextKey'), await is('ParentTreeNextKey')];
    if (typeof next === 'number' && next >= (typeof old === 'number' ? old : 0))
      claimed.push('ParentTreeNextKey');
  }
  return claimed.length > 0 ? claim(claimed) : undefined;
}

/** /K is an element or an array of them. Whether it kept its elements in their order and got new ones only. */
async function grownKids(before: PdfObject, after: PdfObject, step: Step): Promise<boolean> {
  const kidsOf = async (doc: Step['after'], value: PdfObject): Promise<PdfObject[]> => {
    const kids = await doc.resolve(value);
    if (Array.isArray(kids)) return kids;
    return kids === null ? [] : [value];
  };
  const old = await kidsOf(step.before, before);
  let kept = 0;
  for (const kid of await kidsOf(step.after, after)) {
    if (kept < old.length && (await step.same(old[kept], kid))) kept += 1;
    else if (!(await isNewElement(kid, step, 0))) return false;
  }
  return kept === old.length;
}

/** An element that this revision brought, over annotations that it brought too. */
async function isNewElement(kid: PdfObject, step: Step, depth: number): Promise<boolean> {
  if (!(kid instanceof PdfRef) || !step.isNew(kid.num) || depth > MAX_DEPTH) return false;
  const element = await step.after.dict(kid);
  if (!element || [...element.keys()].some((key) => !ELEMENT_KEYS.has(key))) return false;
  const kids = await step.after.resolve(element.get('K') ?? null);
  for (const below of Array.isArray(kids) ? kids : kids === null ? [] : [element.get('K') ?? null]) {
    if (!(await isNewAnnotation(below, step)) && !(await isNewElement(below, step, depth + 1))) return false;
  }
  return true;
}

/** An object reference (ISO 32000-2 table 358) to something new. */
async function isNewAnnotation(kid: PdfObject, step: Step): Promise<boolean> {
  const reference = await step.after.dict(kid);
  if (!reference || (await step.after.resolve(reference.get('Type') ?? null)) !== PdfName.of('OBJR'))
    return false;
  const object = reference.get('Obj');
  return object instanceof PdfRef && step.isNew(object.num);
}

/**
 * A number tree (ISO 32000-2 7.9.7) or its /Nums or /Kids, which kept what it had. New keys come behind the old ones:
 * none may take an old one's place.
 */
async function grownParents(before: PdfObject, after: PdfObject, step: Step): Promise<boolean> {
  if (before === null || before instanceof PdfDict) {
    if (!(after instanceof PdfDict)) return false;
    for (const key of new Set([...(before?.keys() ?? []), ...after.keys()])) {
      if (key === 'Limits') continue;
      const was = await step.before.resolve(before?.get(key) ?? null);
      const is = await step.after.resolve(after.get(key) ?? null);
      if (key === 'Nums' ? await grownPairs(was ?? [], is, step) : await step.same(was, is)) continue;
      return false;
    }
    return true;
  }
  return grownPairs(before, after, step);
}

async function grownPairs(before: PdfObject, after: PdfObject, step: Step): Promise<boolean> {
  if (!Array.isArray(before) || !Array.isArray(after) || after.length % 2 !== 0) return false;
  for (const [i, value] of before.entries()) if (!(await step.same(value, after[i]))) return false;
  let last = -1;
  for (let i = 0; i < before.length; i += 2) last = Math.max(last, Number(before[i]) || 0);
  for (let i = before.length; i < after.length; i += 2) {
    const [key, value] = [after[i], after[i + 1]];
    if (typeof key !== 'number' || key <= last || !(value instanceof PdfRef) || !step.isNew(value.num))
      return false;
    last = key;
  }
  return true;
}
