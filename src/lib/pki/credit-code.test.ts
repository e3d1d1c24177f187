import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCreditCode, isTrialCreditCode, trialCreditCode } from './credit-code';

describe('unified social credit codes', () => {
  it.each(['91350100M000100Y43', '91110000802100433B', '9144030071526726XG', '91330100799655058B'])(
    '%s, of a real organisation, is well-formed',
    (code) => expect(isCreditCode(code)).toBe(true),
  );

  it.each([
    ['one digit changed', '91350100M000100Y44'],
    ['two digits swapped', '91350100M001000Y43'],
    ['too short', '91350100M000100Y4'],
    ['too long', '91350100M000100Y433'],
    ['a letter that the alphabet leaves out', '91350100I000100Y43'],
    ['small letters', '91350100m000100y43'],
    ['nothing', ''],
  ])('%s is not', (_, code) => expect(isCreditCode(code)).toBe(false));

  it('no single changed character passes', () => {
    const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
    fc.assert(
      fc.property(fc.nat(17), fc.constantFrom(...alphabet), (index, character) => {
        const code = trialCreditCode();
        fc.pre(code[index] !== character);
        expect(isCreditCode(code.slice(0, index) + character + code.slice(index + 1))).toBe(false);
      }),
    );
  });

  it('those for trials are well-formed and of no organisation', () => {
    for (let round = 0; round < 200; round++) {
      const code = trialCreditCode();
      expect(isCreditCode(code)).toBe(true);
      expect(code.slice(0, 8)).toBe('Y1000000');
      expect(isTrialCreditCode(code)).toBe(true);
    }
    expect(isTrialCreditCode('91350100M000100Y43')).toBe(false);
  });
});
