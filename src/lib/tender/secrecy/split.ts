import { randomBytes } from '../../keys';
import { inverse, multiply } from './gf256';

/** A point of the polynomials: `x` is 1..255, `y` has one byte for each of the secret's. */
export interface Point {
  x: number;
  y: Uint8Array;
}

/**
 * Splits a secret k-of-n (Shamir, "How to share a secret", 1979), byte by byte over GF(256): fewer than `k` points say
 * nothing of it.
 *
 * @throws RangeError unless 1 ≤ k ≤ n ≤ 255
 */
export function split(secret: Uint8Array, k: number, n: number): Point[] {
  if (!Number.isInteger(k) || !Number.isInteger(n) || k < 1 || k > n || n > 255) {
    throw new RangeError(`cannot split ${k} of ${n}`);
  }
  const coefficients = [secret, ...Array.from({ length: k - 1 }, () => randomBytes(secret.length))];
  const points = Array.from({ length: n }, (_, at) => ({
    x: at + 1,
    y: secret.map((_, index) => coefficients.reduceRight((sum, c) => multiply(sum, at + 1) ^ c[index]!, 0)),
  }));
  for (const coefficient of coefficients.slice(1)) coefficient.fill(0);
  return points;
}

/**
 * The polynomials' value at `x` by Lagrange's formula; at 0 it is the secret.
 *
 * @param points as many as the secret was split to need, of different `x`, with `y` of one length
 */
export function valueAt(points: readonly Point[], x: number): Uint8Array {
  const value = new Uint8Array(points[0]?.y.length ?? 0);
  for (const point of points) {
    let weight = 1;
    for (const other of points) {
      if (other !== point) weight = multiply(weight, multiply(x ^ other.x, inverse(point.x ^ other.x)));
    }
    point.y.forEach((byte, at) => (value[at]! ^= multiply(byte, weight)));
  }
  return value;
}
