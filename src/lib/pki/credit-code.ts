import { randomBytes } from '../keys';

/**
 * Unified social credit codes, GB 32100-2015: registering authority (1), kind of organisation (1), administrative
 * division (6), subject code (9), check character (1).
 */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'; // without I, O, S, V and Z

/** Whether the 18 characters are of the alphabet and the check character is right. Says nothing of who has it. */
export function isCreditCode(code: string): boolean {
  const characters = [...code];
  if (characters.length !== 18 || characters.some((character) => !ALPHABET.includes(character))) return false;
  return checkCharacter(code.slice(0, 17)) === code[17];
}

/** Weights 3^(i-1) mod 31; the check value makes the weighted sum a multiple of 31 (GB 32100-2015, 5). */
function checkCharacter(seventeen: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of seventeen) {
    sum += ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return ALPHABET.charAt((31 - (sum % 31)) % 31);
}

/**
 * A well-formed code for trials. It begins with `Y1000000`: registering authority Y is "other" and the division
 * `000000` is none (GB/T 2260 begins at 110000), so that no organisation can have it.
 *
 * @param random gives so many random bytes
 */
export function trialCreditCode(random: (length: number) => Uint8Array = randomBytes): string {
  const subject = [...random(9)].map((byte) => ALPHABET.charAt(byte % 31)).join('');
  const seventeen = `Y1000000${subject}`;
  return seventeen + checkCharacter(seventeen);
}

/** Whether a code is one that `trialCreditCode` makes. */
export function isTrialCreditCode(code: string): boolean {
  return code.startsWith('Y1000000') && isCreditCode(code);
}
