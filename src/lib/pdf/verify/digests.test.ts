import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { RangeDigests } from './digests';

function bytes(size: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(size);
  for (let i = 0; i < size; i++) all[i] = (i * 31 + (i >> 8)) & 255;
  return all;
}

describe('digests of signed parts', () => {
  it.each([
    ['small', 5_000, 'sha256' as const],
    ['small', 5_000, 'md5' as const],
    ['streamed', 20_000_000, 'sha256' as const],
  ])('leave out the gap: %s, %i bytes, %s', async (_, size, name) => {
    const data = bytes(size);
    const range = { gapStart: 1_000, gapEnd: 2_000, end: size - 10 };
    const digest = await new RangeDigests(new Blob([data]), () => undefined, undefined).of(range, name);
    const hash = createHash(name)
      .update(data.subarray(0, 1_000))
      .update(data.subarray(2_000, size - 10));
    expect(Buffer.from(digest)).toEqual(hash.digest());
  });

  it('are made once for all who ask', async () => {
    let hashed = 0;
    const digests = new RangeDigests(new Blob([bytes(3_000)]), (count) => (hashed += count), undefined);
    const range = { gapStart: 100, gapEnd: 200, end: 3_000 };
    await Promise.all([digests.of(range, 'sha256'), digests.of({ ...range }, 'sha256')]);
    expect(hashed).toBe(2_900);
  });

  it('stop when nobody wants them any more', async () => {
    const controller = new AbortController();
    const digests = new RangeDigests(
      new Blob([bytes(20_000_000)]),
      () => controller.abort(new Error('enough')),
      controller.signal,
    );
    await expect(digests.of({ gapStart: 0, gapEnd: 0, end: 20_000_000 }, 'sha256')).rejects.toThrow('enough');
  });
});
