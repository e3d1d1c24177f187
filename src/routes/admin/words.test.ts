import { describe, expect, it } from 'vitest';
import { timeLeft } from './words';

const HOUR = 3_600_000;

describe('the time that is left', () => {
  it.each([
    [7 * 24 * HOUR, '7'],
    [48 * HOUR - 1, '1'],
    [24 * HOUR - 1, '23'],
    [HOUR, '1'],
    [HOUR - 1, '59'],
    [1, '1'],
  ])('of %i ms is told as %s of a unit', (ms, n) => expect(/\d+/.exec(timeLeft(ms))?.[0]).toBe(n));

  it('has other units for days, hours and minutes', () => {
    const units = [24 * HOUR, HOUR, 60_000].map((ms) => timeLeft(ms));
    expect(new Set(units).size).toBe(3);
  });
});
