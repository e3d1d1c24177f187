import { describe, expect, it } from 'vitest';
import { blobIdOf } from '../../src/lib/sync';
import type { PlatformUnderTest } from './platform';

/** What any platform must do with files: a part of `platformContract`. */
export function blobContract(
  name: string,
  using: (test: (under: PlatformUnderTest) => Promise<void>) => Promise<void>,
): void {
  /** Enough for several pieces of any sensible size, the last one short; never twice the same. */
  function file(bytes = 3 * (1 << 20) + 12345): Blob {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for (let left = bytes; left > 0; left -= 65536) {
      parts.push(crypto.getRandomValues(new Uint8Array(Math.min(left, 65536))));
    }
    return new Blob(parts);
  }

  /** Reads back what was put, byte by byte. */
  async function expectSame(got: Blob, blob: Blob): Promise<void> {
    expect(got.size).toBe(blob.size);
    expect(await blobIdOf(got)).toBe(await blobIdOf(blob));
  }

  /** Breaks a transfer off when some of it, and not all, is over. */
  function abortMidway() {
    const controller = new AbortController();
    const seen: number[] = [];
    return {
      seen,
      signal: controller.signal,
      onProgress({ doneBytes, totalBytes }: { doneBytes: number; totalBytes: number }) {
        seen.push(doneBytes);
        if (doneBytes > 0 && doneBytes < totalBytes) controller.abort();
      },
    };
  }

  describe(`files of ${name}`, () => {
    it.each([0, 1, 1 << 20, (1 << 20) + 1, 3 * (1 << 20) + 12345])(
      'of %i bytes come back as they were',
      (size) =>
        using(async ({ platform, another }) => {
          const blob = file(size);
          const id = await blobIdOf(blob);
          expect(await platform.hasBlob(id)).toBe(false);
          await platform.putBlob(id, blob);
          expect(await platform.hasBlob(id)).toBe(true);
          await expectSame(await (await another()).getBlob(id), blob);
        }),
    );

    it('tell how far they are, to the end', () =>
      using(async ({ platform }) => {
        const blob = file();
        const id = await blobIdOf(blob);
        for (const transfer of ['put', 'get'] as const) {
          const seen: number[] = [];
          const onProgress = (progress: { doneBytes: number; totalBytes: number }) => {
            expect(progress.totalBytes).toBe(blob.size);
            seen.push(progress.doneBytes);
          };
          if (transfer === 'put') await platform.putBlob(id, blob, { onProgress });
          else await platform.getBlob(id, { onProgress });
          expect(seen).toEqual(seen.toSorted((a, b) => a - b));
          expect(seen.at(-1)).toBe(blob.size);
        }
      }));

    it('are not read where they have more bytes than whoever asks wants', () =>
      using(async ({ platform, another }) => {
        const blob = file();
        const id = await blobIdOf(blob);
        await platform.putBlob(id, blob);
        const seen: number[] = [];
        const o = { onProgress: ({ doneBytes }: { doneBytes: number }) => void seen.push(doneBytes) };
        for (const reader of [platform, await another()]) {
          const maxBytes = blob.size - 1;
          await expect(reader.getBlob(id, { ...o, maxBytes })).rejects.toMatchObject({
            ...{ code: 'too-large', detail: { limit: maxBytes, size: blob.size } },
          });
          expect(seen.filter((doneBytes) => doneBytes > 0)).toEqual([]);
          await expectSame(await reader.getBlob(id, { maxBytes: blob.size }), blob);
        }
      }));

    it('that are not there are not there', () =>
      using(async ({ platform }) => {
        const id = await blobIdOf(file(3));
        await expect(platform.getBlob(id)).rejects.toMatchObject({ code: 'not-found' });
      }));

    it('go on where the upload was broken off, also from another connection', () =>
      using(async ({ platform, another }) => {
        const blob = file();
        const id = await blobIdOf(blob);
        const broken = abortMidway();
        await expect(platform.putBlob(id, blob, broken)).rejects.toMatchObject({ code: 'aborted' });
        expect(await platform.hasBlob(id)).toBe(false);
        await expect(platform.getBlob(id)).rejects.toMatchObject({ code: 'not-found' });
        const seen: number[] = [];
        const other = await another();
        await other.putBlob(id, blob, { onProgress: ({ doneBytes }) => seen.push(doneBytes) });
        expect(seen[0]).toBeGreaterThan(0);
        await expectSame(await platform.getBlob(id), blob);
      }));

    it('go on where the download was broken off', () =>
      using(async ({ platform }) => {
        const blob = file();
        const id = await blobIdOf(blob);
        await platform.putBlob(id, blob);
        const error: unknown = await platform.getBlob(id, abortMidway()).catch((reason: unknown) => reason);
        expect(error).toMatchObject({ code: 'aborted' });
        const { have } = (error as { detail: { have: Blob } }).detail;
        expect(have.size).toBeGreaterThan(0);
        expect(have.size).toBeLessThan(blob.size);
        const seen: number[] = [];
        const whole = await platform.getBlob(id, {
          have,
          onProgress: ({ doneBytes }) => seen.push(doneBytes),
        });
        expect(seen[0]).toBe(have.size);
        await expectSame(whole, blob);
      }));

    it('come right although what was had of them is wrong', () =>
      using(async ({ platform }) => {
        const blob = file();
        const id = await blobIdOf(blob);
        await platform.putBlob(id, blob);
        for (const have of [file(1000), file(blob.size), file(blob.size + 1), new Blob([])]) {
          await expectSame(await platform.getBlob(id, { have }), blob);
        }
        await expectSame(await platform.getBlob(id, { have: blob.slice(0, 1_234_567) }), blob);
      }));

    it('that an aborted signal comes with are not begun', () =>
      using(async ({ platform }) => {
        const blob = file(10);
        const id = await blobIdOf(blob);
        const signal = AbortSignal.abort();
        await expect(platform.putBlob(id, blob, { signal })).rejects.toMatchObject({ code: 'aborted' });
        expect(await platform.hasBlob(id)).toBe(false);
        await platform.putBlob(id, blob);
        await expect(platform.getBlob(id, { signal })).rejects.toMatchObject({ code: 'aborted' });
      }));

    it('that are not what their id names are not kept', () =>
      using(async ({ platform }) => {
        const [blob, other] = [file(), file()];
        const id = await blobIdOf(blob);
        await expect(platform.putBlob(id, other)).rejects.toMatchObject({ code: 'damaged-blob' });
        expect(await platform.hasBlob(id)).toBe(false);
        await platform.putBlob(id, blob);
        await expectSame(await platform.getBlob(id), blob);
      }));

    it.each(['shorter', 'longer', 'of the same length'])(
      'come right although an upload of others, %s, was broken off under their id',
      (which) =>
        using(async ({ platform, another }) => {
          const blob = file();
          const id = await blobIdOf(blob);
          const sizes: Record<string, number> = {
            shorter: blob.size - 1_500_000,
            longer: blob.size + 2_000_000,
          };
          const wrong = file(sizes[which] ?? blob.size);
          await expect(platform.putBlob(id, wrong, abortMidway())).rejects.toMatchObject({ code: 'aborted' });
          await (await another()).putBlob(id, blob);
          await expectSame(await platform.getBlob(id), blob);
        }),
    );

    it('that several upload at once are there once', () =>
      using(async ({ platform, another }) => {
        const blob = file();
        const id = await blobIdOf(blob);
        const others = [await another(), await another()];
        await Promise.all([platform, ...others].map((one) => one.putBlob(id, blob)));
        await expectSame(await platform.getBlob(id), blob);
      }));

    it('come right while another upload puts wrong bytes under their id', () =>
      using(async ({ platform, another }) => {
        const [blob, wrong] = [file(), file()];
        const id = await blobIdOf(blob);
        const other = await another();
        const [right, bad] = await Promise.allSettled([platform.putBlob(id, blob), other.putBlob(id, wrong)]);
        if (right.status === 'rejected') {
          // Allowed to fail, never to pass for done.
          expect(await platform.hasBlob(id)).toBe(false);
          await platform.putBlob(id, blob);
        }
        if (bad.status === 'rejected') expect(bad.reason).toMatchObject({ name: 'PlatformError' });
        await expectSame(await platform.getBlob(id), blob);
      }));

    it('that the platform has damaged are noticed, and can be put again', () =>
      using(async ({ platform, damageBlob }) => {
        if (damageBlob === undefined) return;
        const blob = file();
        const id = await blobIdOf(blob);
        await platform.putBlob(id, blob);
        await damageBlob(id);
        await expect(platform.getBlob(id)).rejects.toMatchObject({ code: 'damaged-blob' });
        expect(await platform.hasBlob(id)).toBe(false);
        await platform.putBlob(id, blob);
        await expectSame(await platform.getBlob(id), blob);
      }));
  });
}
