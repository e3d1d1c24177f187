import { PdfName } from '../../syntax';
import type { Rule } from './rule';

/** A later PDF version and its extensions (ISO 32000-2 7.12): what signers of later revisions declare to have used. */
export const documentVersion: Rule = {
  name: 'document-version',
  async judge(difference, step) {
    if (difference.role === 'extensions') return { keys: 'all', changes: [] };
    if (difference.role !== 'catalog' || difference.shape !== 'dictionary') return undefined;
    const keys: string[] = difference.keys.filter((key) => key === 'Extensions');
    if (difference.keys.includes('Version')) {
      const before = await step.before.resolve(difference.before.get('Version') ?? null);
      const after = await step.after.resolve(difference.after.get('Version') ?? null);
      if (after instanceof PdfName && /^[12]\.\d$/.test(after.value)) {
        if (!(before instanceof PdfName) || before.value <= after.value) keys.push('Version');
      }
    }
    return keys.length > 0 ? { keys, changes: [] } : undefined;
  },
};
