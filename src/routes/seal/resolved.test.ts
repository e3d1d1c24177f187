import { expect, test } from 'vitest';
import type { Placement, Stamp } from '$lib/pdf/place';
import { carryOver, LOOKING, stampsByPage, type Resolved } from './resolved';

const single = (id: string): Placement => ({ id, sealId: 's', kind: 'single', page: 0, xMm: 0, yMm: 0 });
const stamp = (placementId: string, pageIndex: number): Stamp => ({
  placementId,
  sealId: 's',
  pageIndex,
  xMm: 0,
  yMm: 0,
  widthMm: 40,
  heightMm: 40,
});
const placed = (...stamps: Stamp[]): Resolved => ({ kind: 'placed', stamps });

test('stamps are found by page, later ones on top', () => {
  const resolved = new Map([
    ['a', placed(stamp('a', 0), stamp('a', 2))],
    ['b', placed(stamp('b', 2))],
    ['c', { kind: 'failed', error: new Error('no place') } as Resolved],
  ]);
  const byPage = stampsByPage([single('b'), single('a'), single('c')], resolved);
  expect([...byPage.keys()].sort()).toEqual([0, 2]);
  expect(byPage.get(2)?.map(({ placementId }) => placementId)).toEqual(['b', 'a']);
});

test('a moved seal stays where it was until its new place is known', () => {
  const before = new Map([['a', placed(stamp('a', 0))]]);
  expect(carryOver([single('a')], before, () => LOOKING).get('a')).toBe(before.get('a'));
});

test('stamps of the last keyword do not stand for the next', () => {
  const keyword: Placement = { id: 'k', sealId: 's', kind: 'keyword', text: '盖章' };
  const before = new Map([['k', placed(stamp('k', 0))]]);
  expect(carryOver([keyword], before, () => LOOKING).get('k')).toBe(LOOKING);
});
