import { LONGEST_NAME } from './design';

/** Code points: certificates carry 64 (RFC 5280, A.1), seals 60. The shortest counts letters only. */
export const COMPANY_NAME_RULES = { minLength: 2, maxLength: LONGEST_NAME } as const;

export type NameProblem = 'too-short' | 'too-long' | 'characters';

/** A name as it is signed and sealed, or what is wrong with what was typed; `characters` are those that do not belong. */
type ReadName = { name: string } | { problem: NameProblem; characters?: string[] };

/** Letters of any script with their marks, digits, and the punctuation that registered names use. */
const FOREIGN = /[^\p{L}\p{M}\p{N} ·•・.,&'’\-–—()（）［］【】《》「」“”、，/+]/gu;

/** What cannot be seen and came along by copying: zero-width spaces, direction marks, byte order marks. */
const INVISIBLE = /\p{Cf}/gu;

/**
 * Brings a company's name into the one form that is signed and stands on the seal: NFC, Latin letters and digits in
 * normal width, brackets in full width beside Chinese characters, single spaces.
 */
export function readCompanyName(typed: string): ReadName {
  const narrow = typed
    .replace(INVISIBLE, '')
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/\p{Zs}+/gu, ' ')
    .normalize('NFC') // last: what was wide may join with the mark after it
    .trim();
  const name = /\p{Script=Han}/u.test(narrow) ? narrow.replace(/ ?\(/g, '（').replace(/\) ?/g, '）') : narrow;
  const foreign = [...new Set(name.match(FOREIGN))];
  if (foreign.length > 0) return { problem: 'characters', characters: foreign };
  if ([...name].length > COMPANY_NAME_RULES.maxLength) return { problem: 'too-long' };
  if ([...name.matchAll(/\p{L}/gu)].length < COMPANY_NAME_RULES.minLength) return { problem: 'too-short' };
  return { name };
}
