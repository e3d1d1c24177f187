import { describe, expect, test } from 'vitest';
import type { SealReport } from '$lib/pdf/verify';
import { countSeals } from './seal-count';

function place(page: number, widthMm: number, heightMm: number, yMm = 100): SealReport {
  return { page, box: { xMm: 210 - widthMm, yMm, widthMm, heightMm }, source: 'stamp' };
}

const pages = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

describe('seals are counted', () => {
  test('as many as there are places, where none is a strip', () => {
    expect(countSeals(pages(20).map((page) => place(page, 40, 40)))).toEqual({
      seals: 20,
      places: 20,
      strips: 0,
    });
  });

  test('with a straddle seal over all pages as one', () => {
    const all = [
      ...pages(20).map((page) => place(page, 40, 40)),
      ...pages(10).map((page) => place(page, 4, 40)),
    ];
    expect(countSeals(all)).toEqual({ seals: 21, places: 30, strips: 10 });
  });

  test('with straddle seals of several pages each as many as they are', () => {
    expect(countSeals(pages(10).map((page) => place(page, 8, 40))).seals).toBe(2);
    // An oval seal, 40 mm wide and 30 mm high.
    expect(countSeals(pages(2).map((page) => place(page, 20, 30))).seals).toBe(1);
  });

  test('with straddle seals at two heights apart', () => {
    const strips = [
      ...pages(4).map((page) => place(page, 10, 40)),
      ...pages(4).map((page) => place(page, 10, 40, 200)),
    ];
    expect(countSeals(strips)).toEqual({ seals: 2, places: 8, strips: 8 });
  });

  test('with narrow seals on one page, or alone, as what they are', () => {
    expect(countSeals([place(1, 10, 40)]).seals).toBe(1);
    expect(countSeals([place(1, 10, 40), place(1, 10, 40)]).seals).toBe(2);
  });

  test('with date and signature, which are wide, each as one', () => {
    expect(countSeals([place(1, 50, 8), place(2, 50, 8)]).seals).toBe(2);
  });
});
