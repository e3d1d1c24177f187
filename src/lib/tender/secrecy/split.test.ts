import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inverse, multiply } from './gf256';
import { split, valueAt } from './split';

const secrets = fc.uint8Array({ minLength: 32, maxLength: 32 });
const counts = fc
  .integer({ min: 1, max: 9 })
  .chain((n) => fc.record({ n: fc.constant(n), k: fc.integer({ min: 1, max: n }) }));

describe('GF(256)', () => {
  it('multiplies as FIPS 197 §4.2 shows', () => {
    expect(multiply(0x57, 0x83)).toBe(0xc1);
    expect(multiply(0x57, 0x13)).toBe(0xfe);
  });

  it('has an inverse of everything but 0', () => {
    for (let a = 1; a < 256; a++) expect(multiply(a, inverse(a))).toBe(1);
    expect(inverse(0)).toBe(0);
  });
});

describe('a split secret', () => {
  it('comes back from any k points', () => {
    fc.assert(
      fc.property(secrets, counts, fc.infiniteStream(fc.nat()), (secret, { k, n }, order) => {
        const points = split(secret, k, n)
          .map((point) => ({ point, place: order.next().value ?? 0 }))
          .sort((a, b) => a.place - b.place)
          .map(({ point }) => point);
        expect(valueAt(points.slice(0, k), 0)).toEqual(secret);
      }),
    );
  });

  it('does not come back from k - 1 points', () => {
    fc.assert(
      fc.property(secrets, fc.integer({ min: 2, max: 6 }), (secret, k) => {
        expect(valueAt(split(secret, k, k).slice(1), 0)).not.toEqual(secret);
      }),
    );
  });

  it('gives the further points from k of them, so that a false one is seen', () => {
    const points = split(new Uint8Array(32).fill(7), 3, 5);
    expect(valueAt(points.slice(0, 3), 5)).toEqual(points[4]!.y);
  });

  it.each([
    [0, 1],
    [3, 2],
    [2, 256],
    [1.5, 2],
  ])('is not made of %d of %d', (k, n) => {
    expect(() => split(new Uint8Array(32), k, n)).toThrow(RangeError);
  });
});
