import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { describe, expect, it } from 'vitest';
import { platformContract } from '../../../tests/contract/platform';
import { recordsOf } from '../../../tests/contract/records';
import { blobIdOf } from './blob-id';
import { EmbeddedPlatform } from './embedded';
import { CHUNK_BYTES } from './embedded-database';
import { databaseWhere, embeddedUnderTest } from './embedded-testing';

platformContract('the embedded platform', () => embeddedUnderTest());

const full = () => new DOMException('no room', 'QuotaExceededError');
const jwsOf = (records: readonly { jws: string }[]) => records.map(({ jws }) => jws);

/** Three pieces, none like another. */
function file(): Blob {
  return new Blob([0, 1, 2].map((n) => new Uint8Array(n < 2 ? CHUNK_BYTES : 1000).fill(n + 1)));
}

describe('the embedded platform', () => {
  it.each(['', '湖南', 'a b', '../x', 'a.b', 'x'.repeat(61)])('has no name %j', (id) => {
    expect(() => new EmbeddedPlatform(id)).toThrow(RangeError);
  });

  it('is called by what a platform is called: the base64url of a hash', () => {
    const id = 's2Exb0NdGM2eslb02jTEKB-67DUHcZuo38IQ1F1T_eY';
    const platform = new EmbeddedPlatform(id);
    expect(platform.id).toBe(id);
    platform.close();
  });

  it('gives times that do not go back although its clock does', async () => {
    let now = Date.UTC(2026, 10, 1);
    const under = await embeddedUnderTest({ now: () => now });
    const [one, two, three] = await recordsOf(3, under.id);
    const [first] = await under.platform.append([one!.jws]);
    now -= 86_400_000;
    const [second] = await under.connect().append([two!.jws]);
    expect(second!.receivedAt).toBe(first!.receivedAt);
    now += 2 * 86_400_000;
    const [third] = await under.platform.append([three!.jws]);
    expect(third!.receivedAt).toBe(now);
    await under.close();
  });

  it('takes no file above its limit', async () => {
    const under = await embeddedUnderTest({ maxBlobBytes: 1000 });
    const [most, more] = [new Blob([new Uint8Array(1000)]), new Blob([new Uint8Array(1001)])];
    const id = await blobIdOf(more);
    await expect(under.platform.putBlob(id, more)).rejects.toMatchObject({
      ...{ code: 'too-large', detail: { limit: 1000, size: 1001 } },
    });
    expect(await under.platform.hasBlob(id)).toBe(false);
    await under.platform.putBlob(await blobIdOf(most), most);
    await under.close();
  });

  it('has a reason for what it refuses, and takes what is before', async () => {
    const refused: string[] = [];
    const under = await embeddedUnderTest({
      refuses: (jws) => (refused.includes(jws) ? 'closed' : undefined),
    });
    const records = jwsOf(await recordsOf(3, under.id));
    refused.push(records[1]!);
    const receipts = [{ position: 1 }];
    await expect(under.platform.append(records)).rejects.toMatchObject({
      ...{ code: 'refused', detail: { reason: 'closed', receipts } },
    });
    expect((await under.platform.read(0, 10)).records.map(({ jws }) => jws)).toEqual(records.slice(0, 1));
    await under.close();
  });

  it.each([0, 1, 2])(
    'that is full at write %i of three keeps nothing of the call, and takes it later',
    async (at) => {
      const under = await embeddedUnderTest();
      const records = jwsOf(await recordsOf(4, under.id));
      await under.platform.append(records.slice(0, 1));
      const platform = under.connect({
        database: databaseWhere(under.id, (write) => (write === at ? full() : undefined)),
      });
      await expect(platform.append(records)).rejects.toMatchObject({ code: 'storage-full' });
      expect(await platform.read(0, 10)).toMatchObject({ head: 1 });
      expect((await platform.append(records)).map(({ position }) => position)).toEqual([1, 2, 3, 4]);
      await under.close();
    },
  );

  it('keeps what came of a file when it was full or its tab was killed, at any write', async () => {
    const blob = file();
    const id = await blobIdOf(blob);
    for (const error of [full(), new Error('killed')]) {
      for (let at = 0, failed = true; failed; at++) {
        expect(at).toBeLessThan(20);
        const under = await embeddedUnderTest();
        // A killed tab writes nothing from there on; a full disk may have room for less.
        const happens = (write: number) => (write >= at ? error : undefined);
        const platform = under.connect({ database: databaseWhere(under.id, happens) });
        failed = await platform.putBlob(id, blob).then(
          () => false,
          (reason: unknown) => {
            const code = error instanceof DOMException ? 'storage-full' : 'unreachable';
            expect(reason).toMatchObject({ code });
            return true;
          },
        );
        expect(await under.platform.hasBlob(id)).toBe(!failed);
        const seen: number[] = [];
        await under.platform.putBlob(id, blob, { onProgress: ({ doneBytes }) => seen.push(doneBytes) });
        // The first write is the upload's entry, the next three are the pieces.
        if (failed) expect(seen[0]).toBe(Math.min(Math.max(0, at - 1) * CHUNK_BYTES, blob.size));
        expect(await blobIdOf(await under.platform.getBlob(id))).toBe(id);
        await under.close();
      }
    }
  });

  it('does not let a wrong upload overwrite pieces of a right one', async () => {
    const under = await embeddedUnderTest();
    const blob = file();
    const id = await blobIdOf(blob);
    let isAsked = () => {};
    let open = () => {};
    const asked = new Promise<void>((resolve) => (isAsked = resolve));
    const gate = new Promise<void>((resolve) => (open = resolve));
    // Has looked which pieces are there, none, and reads its first one until the right one is written.
    class Slow extends Blob {
      override slice(from: number, to: number): Blob {
        const part = super.slice(from, to);
        if (from > 0) return part;
        isAsked();
        return Object.assign(part, { arrayBuffer: () => gate.then(() => new ArrayBuffer(CHUNK_BYTES)) });
      }
    }
    const wrong = under.connect().putBlob(id, new Slow([new Uint8Array(blob.size)]));
    await asked;
    await under.platform.putBlob(id, blob, { onProgress: ({ doneBytes }) => doneBytes > 0 && open() });
    await Promise.allSettled([wrong]);
    expect(await blobIdOf(await under.platform.getBlob(id))).toBe(id);
    await under.close();
  });

  it.each(['putBlob', 'getBlob'] as const)(
    'breaks %s off where the line is cut, and goes on from there',
    async (which) => {
      const under = await embeddedUnderTest();
      const blob = file();
      const id = await blobIdOf(blob);
      if (which === 'getBlob') await under.platform.putBlob(id, blob);
      const onProgress = ({ doneBytes }: { doneBytes: number }) => {
        if (doneBytes > 0) under.setReachable(false);
      };
      const transfer = (o: { onProgress?: typeof onProgress; have?: Blob } = {}) =>
        which === 'putBlob' ? under.platform.putBlob(id, blob, o) : under.platform.getBlob(id, o);
      const error: unknown = await transfer({ onProgress }).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: 'unreachable' });
      const { have } = (error as { detail: { have?: Blob } }).detail;
      if (which === 'getBlob') expect(have!.size).toBeGreaterThan(0);
      under.setReachable(true);
      await transfer({ have });
      expect(await blobIdOf(await under.platform.getBlob(id))).toBe(id);
      await under.close();
    },
  );

  it('does not give an answer that was lost, but has done what was asked', async () => {
    const under = await embeddedUnderTest();
    const [record] = await recordsOf(1, under.id);
    let calls = 0;
    const losing = under.connect({ reachable: () => calls++ === 0 });
    await expect(losing.append([record!.jws])).rejects.toMatchObject({ code: 'unreachable' });
    expect(await under.platform.append([record!.jws])).toMatchObject([{ position: 1, duplicate: true }]);
    await under.close();
  });

  it('lets go of a database that a later version of the app is about to change', async () => {
    const under = await embeddedUnderTest();
    const [record] = await recordsOf(1, under.id);
    await under.platform.read(0, 1);
    const later = new Dexie(`suiyin.platform.${under.id}`);
    later.version(99).stores({ drawers: 'id' });
    await later.open();
    await expect(under.platform.append([record!.jws])).rejects.toMatchObject({ code: 'unreachable' });
    later.close();
    await under.close();
  });

  it('hears nothing that is no message of its own', async () => {
    const under = await embeddedUnderTest();
    const heard: unknown[] = [];
    under.platform.watch((head) => heard.push(head));
    under.platform.receive('door', (message) => heard.push(message));
    const channel = under.openChannel(`suiyin-platform-${under.id}`);
    const large = new Uint8Array(65537);
    for (const message of [
      ...[undefined, 'head', { type: 'head' }, { type: 'head', head: -1 }, { type: 'head', head: 'x' }],
      ...[
        { type: 'relay', channel: 'door', message: [1] },
        { type: 'relay', channel: 'door', message: large },
      ],
    ]) {
      channel.post(message);
    }
    channel.post({ type: 'head', head: 3 });
    await expect.poll(() => heard).toEqual([3]);
    await under.close();
  });
});
