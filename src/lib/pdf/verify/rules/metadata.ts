import type { Rule } from './rule';

/**
 * What writers of a file say of the file: the information dictionary, the XMP stream (ISO 32000-2 14.3) and the
 * second part of the file identifier.
 */
export const metadata: Rule = {
  name: 'metadata',
  async judge(difference) {
    if (difference.role === 'metadata') return { keys: 'all', changes: [{ kind: 'metadata' }] };
    if (difference.shape !== 'dictionary') return undefined;
    if (difference.role === 'catalog' && difference.keys.includes('Metadata')) {
      return { keys: ['Metadata'], changes: [{ kind: 'metadata' }] };
    }
    if (difference.role === 'trailer') {
      const keys = difference.keys.filter((key) => key === 'Info' || key === 'ID');
      // A new identifier alone is what every incremental update writes.
      return { keys, changes: keys.includes('Info') ? [{ kind: 'metadata' }] : [] };
    }
    return undefined;
  },
};
