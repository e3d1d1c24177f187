import { PdfDict, PdfRef } from '../../syntax';
import { TooComplex } from '../too-complex';
import type { Step } from './rule';

const MAX_FIELDS = 10_000;

/**
 * The full names of the fields that inherit from a node (ISO 32000-2 12.7.4.1), as they are now: what changes in the
 * node changes in them.
 *
 * @throws TooComplex; what reading the document throws
 */
export async function namesBelow(node: PdfDict, step: Step): Promise<string[]> {
  const names = new Set<string>();
  const seen = new Set<number>();
  const waiting = (await step.after.array(node.get('Kids')))?.slice() ?? [];
  for (let kid = waiting.pop(); kid !== undefined; kid = waiting.pop()) {
    const num = kid instanceof PdfRef ? kid.num : undefined;
    if (num !== undefined && seen.has(num)) continue;
    if (num !== undefined) seen.add(num);
    const dict = await step.after.resolve(kid);
    if (!(dict instanceof PdfDict)) continue;
    if (seen.size + waiting.length + names.size > MAX_FIELDS) throw new TooComplex();
    if (dict.has('T')) {
      const facts = await step.factsOf('after', dict, num);
      if (facts) names.add(facts.name);
    }
    waiting.push(...((await step.after.array(dict.get('Kids'))) ?? []));
  }
  return [...names];
}
