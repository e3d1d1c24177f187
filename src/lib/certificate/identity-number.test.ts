import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identityCheckCharacter, maskedIdentityNumber, readIdentityNumber } from './identity-number';

const TODAY = '2026-11-25';
const read = (typed: string) => readIdentityNumber(typed, TODAY);
const numbered = (seventeen: string) => seventeen + identityCheckCharacter(seventeen);

describe('an identity number', () => {
  it('is that of the example in GB 11643', () => {
    expect(read('11010519491231002X')).toEqual({
      number: '11010519491231002X',
      birthDate: '1949-12-31',
      sex: 'female',
    });
    expect(read('440524188001010014')).toEqual({ problem: 'birth-date' }); // a sound one of before 1900
  });

  it('is read however it was typed', () => {
    expect(read(' 110105 19491231 002x')).toMatchObject({ number: '11010519491231002X' });
    expect(read('１１０１０５１９４９１２３１００２Ｘ')).toMatchObject({ number: '11010519491231002X' });
  });

  it.each([
    ['', 'length'],
    ['110105194912310', 'length'],
    ['11010519491231002A', 'characters'],
    ['1101051949123100X2', 'characters'],
    [numbered('16010519491231002'), 'region'],
    [numbered('11010519490229002'), 'birth-date'],
    [numbered('11010520261126002'), 'birth-date'],
    [numbered('11010519491331002'), 'birth-date'],
    ['110105194912310020', 'check'],
  ])('is not %j: %s', (typed, problem) => {
    expect(read(typed)).toEqual({ problem });
  });

  it.each(['11010520261125001', '81000019900101003', '91116220200229001'])('may begin %s', (seventeen) => {
    expect(read(numbered(seventeen))).toMatchObject({ number: numbered(seventeen) });
  });

  it('shows any one character that is mistyped and any two neighbours that are swapped', () => {
    const digits = fc
      .tuple(fc.integer({ min: 1900, max: 2025 }), fc.integer({ min: 0, max: 999 }))
      .map(([year, sequence]) => numbered(`430602${year}0715${String(sequence).padStart(3, '0')}`));
    fc.assert(
      fc.property(digits, fc.nat(17), fc.constantFrom(...'0123456789X'), (number, at, character) => {
        const other = number.slice(0, at) + character + number.slice(at + 1);
        expect('problem' in read(other)).toBe(other !== number);
        const [one, two] = [number.charAt(at), number.charAt(at + 1)];
        const swapped = number.slice(0, at) + two + one + number.slice(at + 2);
        if (at < 17 && one !== two) expect(read(swapped)).toHaveProperty('problem');
      }),
    );
  });

  it('is masked where others look on', () => {
    expect(maskedIdentityNumber('11010519491231002X')).toBe('110105********002X');
  });
});
