import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { digestOfBlob } from './blob-digest';

const bytes = Uint8Array.from({ length: 17 << 20 }, (_, i) => (i * 31 + (i >> 8)) & 255);

test.each([
  ['md5', 5_000],
  ['sha256', 0],
  ['sha512', 5_000],
  ['sha256', 16 << 20],
  ['sha256', (16 << 20) + 1],
  ['sha384', bytes.length],
] as const)('%s of a Blob of %i bytes is that of its bytes, and all are told of', async (name, size) => {
  const part = bytes.subarray(0, size);
  let told = 0;
  const blob = new Blob([part.subarray(0, size >> 1), part.subarray(size >> 1)]);
  const digest = await digestOfBlob(name, blob, { onBytes: (count) => (told += count) });
  expect(Buffer.from(digest)).toEqual(createHash(name).update(part).digest());
  expect(told).toBe(size);
});
