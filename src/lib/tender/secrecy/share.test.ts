import { expect, it } from 'vitest';
import { readShare, writeShare } from './share';

const share = { k: 2, index: 3, nonce: new Uint8Array(16).fill(4), value: new Uint8Array(32).fill(5) };

it('reads the share that was written', () => {
  expect(readShare(writeShare(share))).toEqual(share);
});

it.each([0, 1, 2])('reads no share whose byte %d is 0', (at) => {
  const bytes = writeShare(share);
  bytes[at] = 0;
  expect(readShare(bytes)).toBeUndefined();
});

it('reads no share that is cut off or goes on', () => {
  const bytes = writeShare(share);
  expect(readShare(bytes.slice(0, -1))).toBeUndefined();
  expect(readShare(Uint8Array.of(...bytes, 0))).toBeUndefined();
});
