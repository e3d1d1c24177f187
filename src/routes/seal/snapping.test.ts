import { expect, test } from 'vitest';
import { snap } from './snapping';

const A4 = { widthMm: 210, heightMm: 297 };
const seal = (xMm: number, yMm: number) => ({ xMm, yMm, widthMm: 40, heightMm: 40 });

test('rests at the middle of the page', () => {
  expect(snap(seal(84, 50), A4, [], 2)).toEqual({ xMm: 85, yMm: 50, guides: [{ axis: 'x', atMm: 105 }] });
});

test('rests at the right and lower edges', () => {
  expect(snap(seal(169, 258), A4, [], 2)).toEqual({
    xMm: 170,
    yMm: 257,
    guides: [
      { axis: 'x', atMm: 210 },
      { axis: 'y', atMm: 297 },
    ],
  });
});

test('rests in line with another seal', () => {
  const { yMm, guides } = snap(seal(20, 101.5), A4, [seal(120, 100)], 2);
  expect([yMm, guides]).toEqual([100, [{ axis: 'y', atMm: 120 }]]);
});

test('a smaller seal rests at the middle of a larger one', () => {
  const small = { xMm: 131, yMm: 112, widthMm: 18, heightMm: 18 };
  expect(snap(small, A4, [seal(120, 100)], 2)).toMatchObject({ xMm: 131, yMm: 111 });
});

test('takes the nearest of two lines', () => {
  expect(snap(seal(84.4, 50), A4, [seal(84, 200)], 2).xMm).toBe(84);
});

test('moves freely elsewhere', () => {
  expect(snap(seal(30, 60), A4, [], 2)).toEqual({ xMm: 30, yMm: 60, guides: [] });
});
