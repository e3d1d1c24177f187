import { readCompanyName, type NameProblem } from '../seal';

/**
 * What registered names are written with: Latin, Greek and Cyrillic letters, kana, Hangul, Han characters with their
 * variation selectors, digits and the punctuation of `readCompanyName`. In ranges of code points, because every
 * device must judge a record alike: `\p{L}` grows with each engine's version of Unicode. There is one spelling only
 * in these ranges (no character has a normal form of its own, and no combining mark is in), so nothing needs to be
 * normalised, which engines do not agree on for ever either.
 */
const LETTER = [
  'A-Za-z\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u024f', // Latin
  '\\u0386\\u0388-\\u038a\\u038c\\u038e-\\u03a1\\u03a3-\\u03ce\\u0400-\\u045f', // Greek, Cyrillic
  '\\u3041-\\u3096\\u30a1-\\u30fa\\u30fc\\uac00-\\ud7a3', // kana, Hangul
  '\\u3005-\\u3007\\u3400-\\u4dbf\\u4e00-\\u9fff\\u{20000}-\\u{2ebe0}\\u{30000}-\\u{323af}', // Han
].join('');
const OTHER = "0-9 ·•・.,&'’\\-–—()（）［］【】《》「」“”、，/+";
/** Variation selectors of Han characters. */
const VARIANT = '\\u{e0100}-\\u{e01ef}';

const REPERTOIRE = new RegExp(`^(?:[${LETTER}${OTHER}]|[${VARIANT}])*$`, 'u');
const LETTERS = new RegExp(`[${LETTER}]`, 'gu');
const NO_MATTER = new RegExp(` |[${VARIANT}]`, 'gu');

/** Whether a name may stand in a record: 2 to 60 characters of the repertoire, no space at an end, none doubled. */
export function isRegistrable(name: string): boolean {
  const { length } = [...name];
  return (
    length <= 60 &&
    REPERTOIRE.test(name) &&
    (name.match(LETTERS) ?? []).length >= 2 &&
    !/^ | $| {2}/.test(name)
  );
}

/**
 * Reads the full name that somebody typed: as on the company's seal (manual: 供应商全称必须与公司公章相符, 不得含其它字符).
 * Whether the seal's face has a shape for every character is known only when the seal is drawn.
 */
export function readSupplierName(
  typed: string,
): { name: string } | { problem: NameProblem; characters?: string[] } {
  const read = readCompanyName(typed);
  if ('problem' in read || isRegistrable(read.name)) return read;
  return {
    problem: 'characters',
    characters: [...new Set(read.name)].filter((character) => !REPERTOIRE.test(character)),
  };
}

/**
 * Names that a reader takes for one and the same have one key: spaces, the kind of brackets, dots and dashes, the
 * case of Latin letters and the variants of a character make no other company.
 */
export function companyKey(name: string): string {
  return name
    .replace(NO_MATTER, '')
    .replace(/[（［【]/g, '(')
    .replace(/[）］】]/g, ')')
    .replace(/[•・]/g, '·')
    .replace(/[–—]/g, '-')
    .replace(/，/g, ',')
    .replace(/’/g, "'")
    .replace(/[A-Z]+/g, (letters) => letters.toLowerCase()); // ASCII only: the same in every engine and language
}
