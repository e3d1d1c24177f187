import { describe, expect, it } from 'vitest';
import {
  blobIdOf,
  MAX_MESSAGE_BYTES,
  MAX_RECORD_BYTES,
  type BlobId,
  type PlatformPort,
} from '../../src/lib/sync';
import { blobContract } from './blobs';
import { largestRecord, recordsOf } from './records';

/** A platform under test, and what only its maker can do to it. */
export interface PlatformUnderTest {
  readonly platform: PlatformPort;
  /** A second connection to the same platform, as another device has it. */
  another(): Promise<PlatformPort>;
  /** Cuts all connections, or joins them again. */
  setReachable(reachable: boolean): void | Promise<void>;
  /** Changes a byte of a file that the platform keeps; left out where nobody can. */
  damageBlob?(id: BlobId): Promise<void>;
  close(): void | Promise<void>;
}

/** What a hint, a message or an answer may take at the slowest. */
const SOON = { timeout: 5_000, interval: 10 };

/**
 * What any platform must do. Every test makes its own platform, empty, and as many connections as it needs; nothing
 * is assumed of where they run.
 *
 * @param name shown with the tests
 * @param make a new, empty platform
 */
export function platformContract(name: string, make: () => Promise<PlatformUnderTest>): void {
  async function using(test: (under: PlatformUnderTest) => Promise<void>): Promise<void> {
    const under = await make();
    try {
      await test(under);
    } finally {
      await under.setReachable(true);
      await under.close();
    }
  }

  describe(`records of ${name}`, () => {
    it('get places 1, 2, 3 … in the order in which they were given', () =>
      using(async ({ platform }) => {
        const records = await recordsOf(5, platform.id);
        const first = await platform.append(records.slice(0, 2).map(({ jws }) => jws));
        const second = await platform.append(records.slice(2).map(({ jws }) => jws));
        expect([...first, ...second].map(({ id, position }) => ({ id, position }))).toEqual(
          records.map(({ id }, index) => ({ id, position: index + 1 })),
        );
        const { records: read, head } = await platform.read(0, 100);
        expect(read.map(({ jws }) => jws)).toEqual(records.map(({ jws }) => jws));
        expect(read.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5]);
        expect(head).toBe(5);
      }));

    it('are there for everyone, the same', () =>
      using(async ({ platform, another }) => {
        const [record] = await recordsOf(1, platform.id);
        const [receipt] = await platform.append([record!.jws]);
        expect(await (await another()).read(0, 10)).toEqual({
          records: [{ position: 1, receivedAt: receipt!.receivedAt, jws: record!.jws }],
          head: 1,
        });
      }));

    it('that were given before keep their first receipt, also from another connection', () =>
      using(async ({ platform, another }) => {
        const records = await recordsOf(3, platform.id);
        const jws = records.map((record) => record.jws);
        const first = await platform.append(jws.slice(0, 2));
        expect(first.map(({ duplicate }) => duplicate)).toEqual([false, false]);
        const again = await (await another()).append(jws);
        expect(again.slice(0, 2)).toEqual(first.map((receipt) => ({ ...receipt, duplicate: true })));
        expect(again[2]).toMatchObject({ id: records[2]!.id, position: 3, duplicate: false });
        expect((await platform.read(0, 10)).head).toBe(3);
      }));

    it('that are given twice in one call are one', () =>
      using(async ({ platform }) => {
        const [one, two] = await recordsOf(2, platform.id);
        const receipts = await platform.append([one!.jws, one!.jws, two!.jws]);
        expect(receipts.map(({ position, duplicate }) => [position, duplicate])).toEqual([
          [1, false],
          [1, true],
          [2, false],
        ]);
      }));

    it('of several writers at once all get in, each once, each writer in order', () =>
      using(async ({ platform, another }) => {
        const writers = [platform, await another(), await another()];
        const records = await Promise.all(writers.map(() => recordsOf(8, platform.id)));
        const given = records.map((own, writer) =>
          (async () => {
            for (let at = 0; at < own.length; at += 2) {
              const jws = own.slice(at, at + 2).map((record) => record.jws);
              await Promise.all([writers[writer]!.append(jws), writers[(writer + 1) % 3]!.append(jws)]);
            }
          })(),
        );
        await Promise.all(given);
        const { records: read, head } = await platform.read(0, 100);
        expect(head).toBe(24);
        expect(read.map(({ position }) => position)).toEqual(Array.from({ length: 24 }, (_, at) => at + 1));
        for (const own of records) {
          const jws = new Set(own.map((record) => record.jws));
          expect(read.filter((record) => jws.has(record.jws)).map((record) => record.jws)).toEqual([...jws]);
        }
      }));

    it('come with times that never go back', () =>
      using(async ({ platform }) => {
        for (const { jws } of await recordsOf(5, platform.id)) await platform.append([jws]);
        const times = (await platform.read(0, 10)).records.map(({ receivedAt }) => receivedAt);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        expect(Math.min(...times)).toBeGreaterThan(1e12);
      }));

    it('that are too large are refused; those before are in, those behind are not', () =>
      using(async ({ platform }) => {
        const [one, two, three] = await recordsOf(3, platform.id);
        const large = `${two!.jws}${'A'.repeat(MAX_RECORD_BYTES)}`;
        const refused = await platform.append([one!.jws, large, three!.jws]).catch((error: unknown) => error);
        expect(refused).toMatchObject({ name: 'PlatformError', code: 'too-large' });
        expect(refused).toMatchObject({ detail: { receipts: [{ id: one!.id, position: 1 }] } });
        expect(await platform.read(0, 10)).toMatchObject({ records: [{ jws: one!.jws }], head: 1 });
        expect(await platform.append([three!.jws])).toMatchObject([{ position: 2 }]);
      }));

    it('of the largest size are taken', () =>
      using(async ({ platform }) => {
        const jws = await largestRecord(platform.id);
        expect(jws.length).toBeGreaterThan(MAX_RECORD_BYTES - 4);
        expect(await platform.append([jws])).toMatchObject([{ position: 1 }]);
        expect((await platform.read(0, 1)).records[0]?.jws).toBe(jws);
      }));

    it.each(['', 'text', 'a.b', 'a.b.c.d', 'a.b.ç', 'a.b.c\n'])('are not %j', (text) =>
      using(async ({ platform }) => {
        await expect(platform.append([text])).rejects.toMatchObject({
          code: 'refused',
          detail: { receipts: [] },
        });
        expect(await platform.read(0, 10)).toEqual({ records: [], head: 0 });
      }),
    );

    it('are read page by page from any place, also behind the end', () =>
      using(async ({ platform }) => {
        const records = await recordsOf(7, platform.id);
        await platform.append(records.map(({ jws }) => jws));
        const read: string[] = [];
        for (let after = 0; after < 7;) {
          const page = await platform.read(after, 3);
          expect(page.records.length).toBeGreaterThan(0);
          expect(page.records.length).toBeLessThanOrEqual(3);
          expect(page.head).toBe(7);
          read.push(...page.records.map(({ jws }) => jws));
          after = page.records.at(-1)!.position;
        }
        expect(read).toEqual(records.map(({ jws }) => jws));
        expect(await platform.read(7, 3)).toEqual({ records: [], head: 7 });
        expect(await platform.read(70, 3)).toEqual({ records: [], head: 7 });
      }));

    it('that are none change nothing', () =>
      using(async ({ platform }) => expect(await platform.append([])).toEqual([])));

    it('are announced to whoever watches, until they no longer do', () =>
      using(async ({ platform, another }) => {
        const heads: number[] = [];
        const own: number[] = [];
        const end = (await another()).watch((head) => heads.push(head));
        platform.watch((head) => own.push(head));
        const [one, two] = await recordsOf(2, platform.id);
        await platform.append([one!.jws]);
        await expect.poll(() => [heads.at(-1), own.at(-1)], SOON).toEqual([1, 1]);
        end();
        await platform.append([two!.jws]);
        await expect.poll(() => own.at(-1), SOON).toBe(2);
        expect(heads.at(-1)).toBe(1);
      }));
  });

  blobContract(name, using);

  describe(`the relay of ${name}`, () => {
    it('passes messages to all who listen on the channel, and to nobody else', () =>
      using(async ({ platform, another }) => {
        const heard: Record<string, number[][]> = { here: [], there: [], elsewhere: [], sender: [] };
        const [here, there] = [await another(), await another()];
        const into = (name: string) => (message: Uint8Array) => void heard[name]!.push([...message]);
        here.receive('door', into('here'));
        const end = there.receive('door', into('there'));
        there.receive('window', into('elsewhere'));
        platform.receive('door', into('sender'));
        await platform.send('door', Uint8Array.of(1, 2, 255));
        await expect.poll(() => [heard.here, heard.there], SOON).toEqual([[[1, 2, 255]], [[1, 2, 255]]]);
        end();
        await platform.send('door', Uint8Array.of(3));
        await expect.poll(() => heard.here, SOON).toEqual([[1, 2, 255], [3]]);
        expect(heard).toMatchObject({ there: [[1, 2, 255]], elsewhere: [], sender: [] });
      }));

    it('takes messages of the largest size, and none above', () =>
      using(async ({ platform, another }) => {
        const sizes: number[] = [];
        (await another()).receive('door', (message) => sizes.push(message.length));
        await expect(platform.send('door', new Uint8Array(MAX_MESSAGE_BYTES + 1))).rejects.toMatchObject({
          code: 'too-large',
        });
        await platform.send('door', new Uint8Array(MAX_MESSAGE_BYTES));
        await expect.poll(() => sizes, SOON).toEqual([MAX_MESSAGE_BYTES]);
      }));
  });

  describe(`the clock of ${name}`, () => {
    it('is told, and is the one of the receipts', () =>
      using(async ({ platform }) => {
        const before = await platform.time();
        const [receipt] = await platform.append([(await recordsOf(1, platform.id))[0]!.jws]);
        const after = await platform.time();
        expect(before.roundTripMs).toBeGreaterThanOrEqual(0);
        expect(receipt!.receivedAt).toBeGreaterThanOrEqual(before.platformTime - before.roundTripMs);
        expect(receipt!.receivedAt).toBeLessThanOrEqual(after.platformTime + after.roundTripMs);
      }));
  });

  describe(`${name} that cannot be reached`, () => {
    it('says so, whatever it is asked, and is as before when it is back', () =>
      using(async ({ platform, setReachable }) => {
        const [one, two] = await recordsOf(2, platform.id);
        await platform.append([one!.jws]);
        const blob = new Blob(['招标文件']);
        const id = await blobIdOf(blob);
        await setReachable(false);
        const asked = [
          platform.append([two!.jws]),
          platform.read(0, 1),
          platform.putBlob(id, blob),
          platform.getBlob(id),
          platform.hasBlob(id),
          platform.send('door', Uint8Array.of(1)),
          platform.time(),
        ];
        for (const answer of await Promise.allSettled(asked)) {
          expect(answer).toMatchObject({ reason: { name: 'PlatformError', code: 'unreachable' } });
        }
        await setReachable(true);
        // What was asked may have been done or not; asking again does it once.
        expect(await platform.append([one!.jws, two!.jws])).toMatchObject([{ position: 1 }, { position: 2 }]);
        expect((await platform.read(0, 10)).head).toBe(2);
      }));
  });
}
