import type { Rule } from './rule';

/**
 * Certificates and revocation data for checking signatures later: the document security store (ETSI EN 319 142-1 5.4).
 * Nothing of it is ever shown.
 */
export const validationData: Rule = {
  name: 'validation-data',
  async judge(difference) {
    if (difference.role === 'validation-data') return { keys: 'all', changes: [{ kind: 'validation-data' }] };
    if (
      difference.role === 'catalog' &&
      difference.shape === 'dictionary' &&
      difference.keys.includes('DSS')
    ) {
      return { keys: ['DSS'], changes: [{ kind: 'validation-data' }] };
    }
    return undefined;
  },
};
