import { describe, expect, it } from 'vitest';
import { wholeYears } from './validity';

const lastSecond = (notBefore: string, years: number) =>
  wholeYears(new Date(notBefore), years).notAfter.toISOString();

describe('a validity of whole years', () => {
  it('ends with the second before the same day', () => {
    expect(lastSecond('2026-11-24T08:30:00Z', 1)).toBe('2027-11-24T08:29:59.000Z');
    expect(lastSecond('2027-01-01T00:00:00Z', 3)).toBe('2029-12-31T23:59:59.000Z');
  });

  it('from 29 February ends with February, or before the next 29th', () => {
    expect(lastSecond('2028-02-29T10:00:00Z', 1)).toBe('2029-02-28T23:59:59.000Z');
    expect(lastSecond('2028-02-29T10:00:00Z', 4)).toBe('2032-02-29T09:59:59.000Z');
    expect(lastSecond('2096-02-29T00:00:00Z', 4)).toBe('2100-02-28T23:59:59.000Z');
  });

  it('begins on a whole second', () => {
    expect(wholeYears(new Date('2026-11-24T08:30:00.999Z'), 1).notBefore.toISOString()).toBe(
      '2026-11-24T08:30:00.000Z',
    );
  });

  it.each([0, -1, 1.5, NaN, 101])('of %s years is none', (years) => {
    expect(() => wholeYears(new Date(), years)).toThrow(expect.objectContaining({ code: 'bad-validity' }));
  });

  it('needs a date', () => {
    expect(() => wholeYears(new Date(NaN), 1)).toThrow(expect.objectContaining({ code: 'bad-validity' }));
  });
});
