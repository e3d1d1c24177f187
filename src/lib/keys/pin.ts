/** How a PIN is made: digits, because it is typed on the digit pad of a phone. */
export const PIN_RULES = { minLength: 6, maxLength: 12 } as const;

export type PinWeakness =
  | 'not-digits'
  | 'too-short'
  | 'too-long'
  /** One digit or one short group over and over: 111111, 121212, 123123. */
  | 'repeated'
  /** Digits in order, up or down: 123456, 987654, 890123. */
  | 'sequence'
  /** Among the first that anybody would try. */
  | 'common';

/** Patterns of the digit pad and of habit that neither rule below covers. */
const COMMON = new Set([
  '112233',
  '332211',
  '123321',
  '321123',
  '654123',
  '123654',
  '789456',
  '147258',
  '258369',
  '147369',
  '159357',
  '159753',
  '135790',
  '246810',
  '520131',
  '5201314',
  '147258369',
  '123456788',
  '11223344',
  '1122334455',
]);

/**
 * Says what is weak about a new PIN.
 *
 * @returns undefined for a PIN that may be used
 */
export function checkPin(pin: string): PinWeakness | undefined {
  if (!/^[0-9]*$/.test(pin)) return 'not-digits';
  if (pin.length < PIN_RULES.minLength) return 'too-short';
  if (pin.length > PIN_RULES.maxLength) return 'too-long';
  if (isRepeated(pin)) return 'repeated';
  if (isSequence(pin)) return 'sequence';
  return COMMON.has(pin) ? 'common' : undefined;
}

function isRepeated(pin: string): boolean {
  return [1, 2, 3].some((period) => [...pin].every((digit, index) => digit === pin[index % period]));
}

function isSequence(pin: string): boolean {
  const digits = [...pin].map(Number);
  return [1, 9].some((step) =>
    digits.every((digit, index) => index === 0 || digit === ((digits[index - 1] ?? 0) + step) % 10),
  );
}
