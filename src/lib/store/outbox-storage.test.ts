import 'fake-indexeddb/auto';
import type { DBCore, DBCoreMutateRequest } from 'dexie';
import { beforeEach, describe, expect, it } from 'vitest';
import { newAuthor } from '../../../tests/contract/records';
import { Chain, type Author } from '../ledger';
import { blobIdOf, Outbox } from '../sync';
import { openDatabase, type Database } from './database';
import { outboxStorage } from './outbox-storage';

const PLATFORM = 'hunan';
const label = { key: 'note' };

let workspaces = 0;
let workspace: string;
let database: Database;
let outbox: Outbox;
let author: Author;

beforeEach(async () => {
  workspace = `outbox-storage-${workspaces++}`;
  database = await openDatabase(workspace);
  outbox = new Outbox(outboxStorage(database, PLATFORM), PLATFORM);
  author = await newAuthor();
});

/** The disk is full at the `nth` write from now on, counted from 0. */
async function fillDisk(nth: number): Promise<void> {
  let writes = 0;
  const full = () => writes++ === nth && new DOMException('no room', 'QuotaExceededError');
  database.close();
  database.use({
    stack: 'dbcore',
    name: 'full disk',
    create: (core: DBCore): DBCore => ({
      ...core,
      table: (name) => {
        const table = core.table(name);
        const mutate = (request: DBCoreMutateRequest) => {
          const error = full();
          return error ? Promise.reject(error) : table.mutate(request);
        };
        return { ...table, mutate };
      },
    }),
  });
  await database.open();
}

async function record() {
  return new Chain(author, PLATFORM, await outbox.headOf(author.id)).write('note', {}, Date.now());
}

const size = async () => [await database.outbox.count(), await database.outboxBlobs.count()];

describe('the outbox in IndexedDB', () => {
  it('is written together with what else its caller writes, or not at all', async () => {
    const written = await record();
    const blob = new Blob(['凭证']);
    const blobs = [{ id: await blobIdOf(blob), blob }];
    const both = (fail: boolean) =>
      database.transaction('rw', database.settings, database.outbox, database.outboxBlobs, async () => {
        await database.settings.put({ name: 'draft', value: 'sent' });
        await outbox.add({ ...written, label, blobs });
        if (fail) throw new RangeError('the caller changed its mind');
      });
    await expect(both(true)).rejects.toThrow(RangeError);
    expect([await size(), await database.settings.count()]).toEqual([[0, 0], 0]);
    await both(false);
    expect([await size(), await database.settings.count()]).toEqual([[1, 1], 1]);
  });

  it.each([0, 1])('keeps nothing where the disk is full at write %i, and says so', async (nth) => {
    const [first, second] = [await record(), new Blob(['凭证'])];
    await outbox.add({ ...first, label });
    const next = await record();
    await fillDisk(nth);
    const blobs = [{ id: await blobIdOf(second), blob: second }];
    await expect(outbox.add({ ...next, label, blobs })).rejects.toMatchObject({
      name: 'SyncError',
      code: 'storage-full',
    });
    expect(await size()).toEqual([1, 0]);
    expect(await outbox.add({ ...next, label, blobs })).toBe(true);
    expect(await size()).toEqual([2, 1]);
  });

  it.each([0, 1])('keeps entry and file where the disk is full at write %i of a receipt', async (nth) => {
    const blob = new Blob(['凭证']);
    const written = await record();
    await outbox.add({ ...written, label, blobs: [{ id: await blobIdOf(blob), blob }] });
    await fillDisk(nth);
    const receipts = [{ id: written.id, position: 1, receivedAt: 1, duplicate: false }];
    await expect(outbox.deliver(receipts)).rejects.toMatchObject({ code: 'storage-full' });
    expect(await outbox.entry(written.id)).toMatchObject({ state: 'waiting' });
    expect(await size()).toEqual([1, 1]);
    await outbox.deliver(receipts);
    expect(await size()).toEqual([1, 0]);
  });

  it('is one a platform: the author’s chains on others are others', async () => {
    const elsewhere = new Outbox(outboxStorage(database, 'hubei'), 'hubei');
    const chain = new Chain(author, 'hubei', undefined);
    await outbox.add({ ...(await record()), label });
    const other = await chain.write('note', {}, Date.now(), (written) =>
      elsewhere.add({ ...written, label }),
    );
    expect(await elsewhere.headOf(author.id)).toEqual({ seq: 0, id: other.id });
    expect((await elsewhere.list()).map(({ id }) => id)).toEqual([other.id]);
    expect(await outbox.counts()).toMatchObject({ waiting: 1 });
    expect(await outbox.unsent(0, 10)).toHaveLength(1);
  });

  it('says that it cannot be written where the database was closed', async () => {
    const written = await record();
    database.close({ disableAutoOpen: true });
    await expect(outbox.add({ ...written, label })).rejects.toMatchObject({ code: 'storage-unavailable' });
  });

  it('is one for all tabs: same order, one record a place, everybody hears of changes', async () => {
    const tab = await openDatabase(workspace);
    const other = new Outbox(outboxStorage(tab, PLATFORM), PLATFORM);
    let heard = 0;
    other.observe(() => heard++);
    const own = await record();
    const [here, there] = [0, 1].map((n) =>
      new Chain(author, PLATFORM, { seq: own.seq, id: own.id }).write('note', { tab: n }, Date.now()),
    );
    await outbox.add({ ...own, label });
    await other.add({ ...(await there!), label });
    await expect(outbox.add({ ...(await here!), label })).rejects.toMatchObject({ code: 'slot-taken' });
    expect((await outbox.unsent(0, 10)).map(({ id }) => id)).toEqual([own.id, (await there!).id]);
    await expect.poll(() => heard).toBeGreaterThan(0);
    tab.close();
  });
});
