import { expect, test } from 'vitest';
import { fitNumber } from './fit-number';

const limits = { min: 2, max: 50, whole: true };

test('a number within its limits counts as it is', () => {
  expect(fitNumber('20', limits)).toEqual({ value: 20 });
  expect(fitNumber('2', limits)).toEqual({ value: 2 });
  expect(fitNumber('50', limits)).toEqual({ value: 50 });
});

test('a number beyond them counts as the limit, and says so', () => {
  expect(fitNumber('1', limits)).toEqual({ value: 2, limit: 'min' });
  expect(fitNumber('900', limits)).toEqual({ value: 50, limit: 'max' });
  expect(fitNumber('-3', limits)).toEqual({ value: 2, limit: 'min' });
});

test('what is no number counts for nothing', () => {
  for (const typed of ['', ' ', '-', 'e', '2.5']) expect(fitNumber(typed, limits)).toBeUndefined();
  expect(fitNumber('2.5', { ...limits, whole: false })).toEqual({ value: 2.5 });
});
