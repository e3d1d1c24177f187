import { expect, test } from 'vitest';
import type { Stamp } from './placement';
import { countSeals, pageList } from './summary';

const stamp = (placementId: string, pageIndex: number, slice?: Stamp['slice']): Stamp => ({
  placementId,
  sealId: 's',
  pageIndex,
  xMm: 119.6,
  yMm: 200.2,
  widthMm: 40,
  heightMm: 40,
  ...(slice ? { slice } : {}),
});

test('pages are listed as runs, counted from 1', () => {
  expect(pageList([4, 0, 1, 2, 7, 8, 2])).toBe('1-3, 5, 8-9');
  expect(pageList([])).toBe('');
});

test('the strips of a straddle seal count as one seal for each group', () => {
  const strips = [
    stamp('a', 0, { from: 0, to: 0.5 }),
    stamp('a', 1, { from: 0.5, to: 1 }),
    stamp('a', 2, { from: 0, to: 0.5 }),
    stamp('a', 3, { from: 0.5, to: 1 }),
  ];
  expect(countSeals(strips)).toBe(2);
});
