import { describe, expect, it } from 'vitest';
import { checkPin, PIN_RULES } from './pin';

describe('a new PIN', () => {
  it.each([
    ['', 'too-short'],
    ['83941', 'too-short'],
    ['8394170265831', 'too-long'],
    ['83941a', 'not-digits'],
    ['８３９４１７', 'not-digits'],
    ['83 417', 'not-digits'],
    ['111111', 'repeated'],
    ['121212', 'repeated'],
    ['8484848', 'repeated'],
    ['123123', 'repeated'],
    ['123456', 'sequence'],
    ['345678901', 'sequence'],
    ['987654', 'sequence'],
    ['210987', 'sequence'],
    ['147258', 'common'],
    ['112233', 'common'],
  ])('%s is %s', (pin, weakness) => {
    expect(checkPin(pin)).toBe(weakness);
  });

  it.each(['839417', '550916', '135792', '000001', '839417026583'])('%s may be used', (pin) => {
    expect(checkPin(pin)).toBeUndefined();
  });

  it('may be nearly any number, so that the rules give a guesser next to nothing', () => {
    const sample = Array.from({ length: 10_309 }, (_, n) =>
      String(n * 97).padStart(PIN_RULES.minLength, '0'),
    );
    expect(sample.filter((pin) => checkPin(pin)).length).toBeLessThan(sample.length * 0.005);
  });
});
