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

describe('digests of ranges that begin alike', () => {
  const MB = 1 << 20;
  const data = bytes(20 * MB);
  /** Counts what is read of it. */
  class CountedBlob extends Blob {
    read = 0;
    override slice(start = 0, end = this.size): Blob {
      this.read += end - start;
      return super.slice(start, end);
    }
  }
  const ranges = [
    { gapStart: 18 * MB + 7, gapEnd: 18 * MB + 900, end: 18 * MB + 5000 },
    { gapStart: 19 * MB, gapEnd: 19 * MB + 900, end: 19 * MB + 5000 },
    { gapStart: 20 * MB - 5000, gapEnd: 20 * MB - 2000, end: 20 * MB },
  ];
  const expected = (name: string, { gapStart, gapEnd, end }: (typeof ranges)[number]) =>
    createHash(name).update(data.subarray(0, gapStart)).update(data.subarray(gapEnd, end)).digest();

  it.each([
    ['in order', [0, 1, 2]],
    ['backwards', [2, 1, 0]],
    ['in any order', [1, 2, 0, 1]],
  ])('are right, and read what they share once: %s', async (_, order) => {
    const input = new CountedBlob([data]);
    let told = 0;
    const digests = new RangeDigests(input, (count) => (told += count), undefined, ranges);
    const asked = order.map(async (index) => {
      const range = ranges[index];
      if (!range) throw new RangeError();
      expect(Buffer.from(await digests.of(range, 'sha256'))).toEqual(expected('sha256', range));
    });
    await Promise.all(asked);
    expect(input.read).toBeLessThan(21 * MB);
    expect(told).toBe(ranges.reduce((sum, { gapStart, gapEnd, end }) => sum + end - gapEnd + gapStart, 0));
  });

  it('are right with several digests', async () => {
    const digests = new RangeDigests(new Blob([data]), () => undefined, undefined, ranges);
    for (const name of ['sha1', 'sha512', 'sha256'] as const) {
      for (const range of ranges.slice(0, 2)) {
        expect(Buffer.from(await digests.of(range, name))).toEqual(expected(name, range));
      }
    }
  });

  it('fail by themselves, not for those that come next', async () => {
    const digests = new RangeDigests(
      new Blob([data]),
      () => undefined,
      AbortSignal.abort(new Error('enough')),
      ranges,
    );
    for (const range of ranges) await expect(digests.of(range, 'sha256')).rejects.toThrow('enough');
  });
});
