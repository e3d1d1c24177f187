import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlacementError } from './error';
import { parsePageRange } from './range';

function codeOf(range: string, pageCount: number): string {
  try {
    parsePageRange(range, pageCount);
    return 'none';
  } catch (error) {
    return (error as PlacementError).code;
  }
}

describe('page ranges', () => {
  it.each([
    ['1-3,8,10-', 12, [0, 1, 2, 7, 9, 10, 11]],
    ['all', 3, [0, 1, 2]],
    ['odd', 5, [0, 2, 4]],
    ['even', 5, [1, 3]],
    ['-2', 5, [0, 1]],
    ['3,1,3,2-3', 5, [0, 1, 2]],
    ['odd,2', 3, [0, 1, 2]],
    ['１－３，５、 ７', 9, [0, 1, 2, 4, 6]],
    ['2至4', 9, [1, 2, 3]],
  ])('%s of %i pages', (range, pageCount, expected) => {
    expect(parsePageRange(range, pageCount)).toEqual(expected);
  });

  it.each(['', ' ', ',', '-', '3-1', 'x', '1-2-3', '1.5', '第一页'])('"%s" is no range', (range) => {
    expect(codeOf(range, 9)).toBe('bad-range');
  });

  it('names no even page of a single one', () => {
    expect(codeOf('even', 1)).toBe('bad-range');
  });

  it.each(['0', '10', '1-10', '10-', '0-3'])('%s is outside nine pages', (range) => {
    expect(codeOf(range, 9)).toBe('page-out-of-range');
  });

  it('reads back any choice of pages written as single pages and spans', () => {
    const choice = fc.uniqueArray(fc.integer({ min: 0, max: 49 }), { minLength: 1 });
    fc.assert(
      fc.property(choice, (pages) => {
        const ascending = [...pages].sort((a, b) => a - b);
        const text = pages.map((page) => `${page + 1}`).join(',');
        expect(parsePageRange(text, 50)).toEqual(ascending);
        const [first, last] = [ascending[0]!, ascending.at(-1)!];
        expect(parsePageRange(`${first + 1}-${last + 1}`, 50)).toHaveLength(last - first + 1);
      }),
    );
  });
});
