/** Why a text is no resident identity number. */
export type IdentityNumberProblem =
  /** Not 18 characters. */
  | 'length'
  /** Not 17 digits and a digit or X. */
  | 'characters'
  /** No province, autonomous region or municipality has the code. */
  | 'region'
  /** No day of the calendar, before 1900, or one that has not been yet. */
  | 'birth-date'
  /** The check character is another one: most likely a digit is mistyped. */
  | 'check';

export interface IdentityNumber {
  /** 18 characters, X as a capital letter */
  number: string;
  /** `YYYY-MM-DD` */
  birthDate: string;
  sex: 'male' | 'female';
}

/** First two digits of GB/T 2260 division codes; 81 to 83 of residence permits for people of Hong Kong, Macau, Taiwan. */
const REGIONS = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(
    ' ',
  ),
);

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_CHARACTERS = '10X98765432';

/** The check character of 17 digits: ISO 7064 MOD 11-2 (GB 11643-1999, 4.4). */
export function identityCheckCharacter(seventeen: string): string {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(seventeen[index]), 0);
  return CHECK_CHARACTERS.charAt(sum % 11);
}

/**
 * Reads a resident identity number (公民身份号码, GB 11643-1999): division code (6), date of birth (8), sequence (3, odd
 * for men), check character. Of foreign permanent residents' numbers (since 2023) the first digit is 9 and the region
 * follows. Whether the number is anybody's it cannot say.
 *
 * @param typed blanks and full-width characters are no mistake
 * @param today `YYYY-MM-DD`, where the person is
 */
export function readIdentityNumber(
  typed: string,
  today: string,
): IdentityNumber | { problem: IdentityNumberProblem } {
  const number = typed
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/\s/g, '')
    .toUpperCase();
  if (number.length !== 18) return { problem: 'length' };
  if (!/^[0-9]{17}[0-9X]$/.test(number)) return { problem: 'characters' };
  const region = number.startsWith('9') ? number.slice(1, 3) : number.slice(0, 2);
  if (!REGIONS.has(region)) return { problem: 'region' };
  const birthDate = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  if (!isDay(birthDate) || birthDate < '1900-01-01' || birthDate > today) return { problem: 'birth-date' };
  if (identityCheckCharacter(number) !== number.charAt(17)) return { problem: 'check' };
  return { number, birthDate, sex: Number(number.charAt(16)) % 2 === 1 ? 'male' : 'female' };
}

/** `310101********123X`: what may be shown of it where others look on. */
export function maskedIdentityNumber(number: string): string {
  return `${number.slice(0, 6)}********${number.slice(14)}`;
}

function isDay(iso: string): boolean {
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso);
}
