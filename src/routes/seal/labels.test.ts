import { describe, expect, test } from 'vitest';
import type { Placement, Stamp } from '$lib/pdf/place';
import { overwriteGetLocale } from '$locale';
import { groupPlaced, placementLabel, stampLabel } from './labels';

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

test('what was placed is grouped by seal and kind', () => {
  const single = (id: string, sealId: string): Placement => ({
    id,
    sealId,
    kind: 'single',
    page: 0,
    xMm: 0,
    yMm: 0,
  });
  const list: Placement[] = [
    single('a', 's'),
    { id: 'b', sealId: 's', kind: 'straddle', edge: 'right', yMm: 1, pagesPerSeal: 20 },
    single('c', 's'),
    single('d', 't'),
  ];
  const stamps: Record<string, Stamp[]> = {
    a: [stamp('a', 0)],
    b: [stamp('b', 0, { from: 0, to: 0.5 }), stamp('b', 1, { from: 0.5, to: 1 })],
    c: [stamp('c', 4)],
    d: [],
  };
  expect(groupPlaced(list, (id) => stamps[id] ?? [])).toEqual([
    { sealId: 's', kind: 'single', placementIds: ['a', 'c'], count: 2, pages: '1, 5' },
    { sealId: 's', kind: 'straddle', placementIds: ['b'], count: 1, pages: '1-2' },
    { sealId: 't', kind: 'single', placementIds: ['d'], count: 0, pages: '' },
  ]);
});

test('keywords are told apart by their text', () => {
  const keyword = (id: string, text: string): Placement => ({ id, sealId: 's', kind: 'keyword', text });
  const list = [keyword('a', '盖章'), keyword('b', '签字 '), keyword('c', ' 盖章')];
  const groups = groupPlaced(list, () => []);
  expect(groups.map(({ text, placementIds }) => [text, placementIds])).toEqual([
    ['盖章', ['a', 'c']],
    ['签字', ['b']],
  ]);
  overwriteGetLocale(() => 'zh-CN');
  expect(groups.map(placementLabel)).toEqual(['关键字「盖章」', '关键字「签字」']);
  expect(placementLabel(keyword('d', ''))).toBe('关键字');
});

describe('what is read out for a stamp', () => {
  test.each(['zh-CN', 'en'] as const)('names seal, page and place in %s', (locale) => {
    overwriteGetLocale(() => locale);
    const label = stampLabel('公章', 'single', stamp('a', 2));
    for (const part of ['公章', '3', '120', '200']) expect(label).toContain(part);
  });
});
