import fc from 'fast-check';
import { expect, test } from 'vitest';
import { breakLines } from './lines';

/** Chinese characters are two wide, all others one. */
const widthOf = (text: string): number =>
  [...text].reduce((sum, character) => sum + (/[\u2e80-\uffef]/.test(character) ? 2 : 1), 0);

test('Chinese breaks between any two characters', () => {
  expect(breakLines('验签报告', 4, widthOf)).toEqual(['验签', '报告']);
});

test('no line begins with a closing mark or ends with an opening one', () => {
  expect(breakLines('验签，报告', 4, widthOf)).toEqual(['验', '签，', '报告']);
  expect(breakLines('见（一）', 4, widthOf)[0]).toBe('见');
});

test('words stay whole and spaces go at the break', () => {
  expect(breakLines('the quick fox', 9, widthOf)).toEqual(['the quick', 'fox']);
});

test('what is longer than a line is broken within', () => {
  expect(breakLines('0123456789', 4, widthOf)).toEqual(['0123', '4567', '89']);
});

test('an empty text is one empty line', () => {
  expect(breakLines('', 10, widthOf)).toEqual(['']);
});

test('no character is lost and no line is too wide', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', 'B', '7', ' ', '，', '（', '中', '文', '-', '。'),
    maxLength: 60,
  });
  fc.assert(
    fc.property(text, (written) => {
      const lines = breakLines(written, 12, widthOf);
      expect(lines.join('').replaceAll(' ', '')).toBe(written.replaceAll(' ', ''));
      for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(12);
    }),
  );
});
