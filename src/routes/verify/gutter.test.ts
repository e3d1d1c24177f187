import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spread } from './gutter';

test('a mark stands at the height of what it points at', () => {
  expect(spread([{ atPx: 100 }, { atPx: 300 }], 50, 800)).toEqual([100, 300]);
});

test('marks of neighbours give way, in the order of their places', () => {
  expect(spread([{ atPx: 110 }, { atPx: 100 }], 50, 800)).toEqual([150, 100]);
});

test('a mark at the foot stays on the page and pushes up those above', () => {
  expect(spread([{ atPx: 790 }, { atPx: 780 }], 50, 800)).toEqual([775, 725]);
});

test('marks never stand over one another and never above the page', () => {
  const places = fc.array(fc.record({ atPx: fc.double({ min: 0, max: 800, noNaN: true }) }), {
    maxLength: 40,
  });
  fc.assert(
    fc.property(places, (wanted) => {
      const middles = spread(wanted, 50, 800);
      const sorted = [...middles].sort((a, b) => a - b);
      expect(middles).toHaveLength(wanted.length);
      if (sorted[0] !== undefined) expect(sorted[0]).toBeGreaterThanOrEqual(25 - 1e-6);
      sorted.slice(1).forEach((middle, i) => expect(middle - (sorted[i] ?? 0)).toBeGreaterThan(50 - 1e-6));
    }),
  );
});
