import { LONGEST_NAME } from './design';
import { SealDesignError } from './error';
import { charactersOf } from './lettering';

/**
 * @returns the text
 * @throws SealDesignError `text-missing`, `text-too-long`
 */
export function requireText(field: string, text: string, max = LONGEST_NAME): string {
  const { length } = charactersOf(text);
  if (length === 0) throw new SealDesignError('text-missing', { field });
  if (length > max) throw new SealDesignError('text-too-long', { field, max });
  return text;
}
