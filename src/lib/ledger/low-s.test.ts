import { p256 } from '@noble/curves/nist.js';
import { describe, expect, test } from 'vitest';
import { isLowS, withLowS } from './low-s';

const secret = Uint8Array.from({ length: 32 }, (_, at) => at + 1);
const publicKey = p256.getPublicKey(secret);
const message = new TextEncoder().encode('record');
const low = p256.sign(message, secret, { lowS: true });

/** The other signature of the same key over the same message. */
function mirrored(signature: Uint8Array): Uint8Array {
  const { r, s } = p256.Signature.fromBytes(signature);
  return new p256.Signature(r, p256.Point.Fn.ORDER - s).toBytes();
}

describe('the smaller s of a signature', () => {
  const high = mirrored(low);

  test('is one of two that hold', () => {
    for (const signature of [low, high]) {
      expect(p256.verify(signature, message, publicKey, { lowS: false })).toBe(true);
    }
  });

  test('is told from the larger', () => {
    expect(isLowS(low)).toBe(true);
    expect(isLowS(high)).toBe(false);
  });

  test('is made of either', () => {
    expect(withLowS(high)).toEqual(low);
    expect(withLowS(low)).toEqual(low);
  });
});
