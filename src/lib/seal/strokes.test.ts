import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StrokePoint } from './design';
import { strokesToPaths } from './strokes';
import { inkBounds, pointsOf } from './testing';

const OPTIONS = { widthMm: 40, color: '#1b1d20' };

/** A wave from left to right, a point every `stepMs`. */
const wave = (stepMs: number, pressure = 0): StrokePoint[] =>
  Array.from({ length: 120 }, (_, i) => [i * 3, 60 + 40 * Math.sin(i / 12), i * stepMs, pressure]);

/** Area of the ink by the shoelace formula; the ribbon goes round once. */
function area(commands: Parameters<typeof pointsOf>[0]): number {
  const points = pointsOf(commands);
  const sum = points.reduce((total, [x, y], i) => {
    const [nx, ny] = points[(i + 1) % points.length]!;
    return total + x * ny - nx * y;
  }, 0);
  return Math.abs(sum) / 2;
}

describe('handwriting', () => {
  it('is as wide as was asked for, ink to ink, and trimmed', () => {
    const picture = strokesToPaths([wave(10)], OPTIONS)!;
    const ink = inkBounds(picture);
    expect(picture.widthMm).toBeCloseTo(40, 1);
    expect(ink.left).toBeCloseTo(0, 1);
    expect(ink.top).toBeCloseTo(0, 1);
    expect(ink.right).toBeCloseTo(picture.widthMm, 1);
    expect(ink.bottom).toBeCloseTo(picture.heightMm, 1);
  });

  it('is thinner where the hand was faster', () => {
    const slow = strokesToPaths([wave(40)], OPTIONS)!;
    const fast = strokesToPaths([wave(1)], OPTIONS)!;
    expect(area(slow.paths[0]!.commands)).toBeGreaterThan(1.5 * area(fast.paths[0]!.commands));
  });

  it('is thicker where a pen was pressed', () => {
    const soft = wave(10).map(([x, y, t], i): StrokePoint => [x, y, t, 0.1 + (i % 3) / 100]);
    const hard = soft.map(([x, y, t, pressure]): StrokePoint => [x, y, t, pressure + 0.7]);
    expect(area(strokesToPaths([hard], OPTIONS)!.paths[0]!.commands)).toBeGreaterThan(
      1.5 * area(strokesToPaths([soft], OPTIONS)!.paths[0]!.commands),
    );
  });

  it('is simplified: a straight line needs few curves however many points it had', () => {
    const line = Array.from({ length: 2000 }, (_, i): StrokePoint => [i / 10, 50, i * 4, 0]);
    expect(strokesToPaths([line], OPTIONS)!.paths[0]!.commands.length).toBeLessThan(20);
  });

  it('may be a dot, an upright line, or a dot among strokes', () => {
    expect(strokesToPaths([[[5, 5, 0, 0]]], OPTIONS)!.widthMm).toBeGreaterThan(0.3);
    const upright = strokesToPaths(
      [
        [
          [5, 0, 0, 0],
          [5, 100, 300, 0],
        ],
      ],
      OPTIONS,
    )!;
    expect(upright.heightMm).toBeGreaterThan(10 * upright.widthMm);
    expect(strokesToPaths([wave(10), [[200, 5, 0, 0]]], OPTIONS)!.widthMm).toBeCloseTo(40, 1);
  });

  it('is nothing where nothing was written', () => {
    expect(strokesToPaths([], OPTIONS)).toBeUndefined();
    expect(strokesToPaths([[]], OPTIONS)).toBeUndefined();
  });

  it('is finite and within its size whatever a hand or a broken device sends', () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.array(
            fc.tuple(
              fc.integer({ min: -50, max: 900 }),
              fc.integer({ min: -50, max: 400 }),
              fc.integer({ min: 0, max: 3000 }),
              fc.constantFrom(0, 0.5, 1),
            ),
            { minLength: 1, maxLength: 30 },
          ),
          { minLength: 1, maxLength: 5 },
        ),
        (strokes) => {
          const { widthMm, heightMm, paths } = strokesToPaths(strokes, OPTIONS)!;
          expect(widthMm).toBeLessThan(60);
          for (const value of paths[0]!.commands.flatMap((command) => command.slice(1) as number[])) {
            expect(Number.isFinite(value)).toBe(true);
            expect(value).toBeGreaterThanOrEqual(-0.01);
            expect(value).toBeLessThanOrEqual(Math.max(widthMm, heightMm) + 0.01);
          }
        },
      ),
    ));
});
