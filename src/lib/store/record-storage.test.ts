import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import * as v from 'valibot';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { generateSigningKey, signBytes } from '../keys';
import {
  authorOf,
  Chain,
  defineLedger,
  Fold,
  LedgerReader,
  memoryRecordStore,
  type AuthorId,
  type OrderedRecord,
  type RecordId,
  type RecordStore,
} from '../ledger';
import { openDatabase, type Database } from './database';
import { platformsWithRecords, recordStorage } from './record-storage';

const PLATFORM = '湖南省';
const ledger = defineLedger<object>({ version: '1', initial: () => ({}), kinds: [] });
const EVERYTHING = { limit: 100 };

let records: OrderedRecord[];
let authors: AuthorId[];
let ids: RecordId[];
beforeAll(async () => {
  const chains = await Promise.all(
    [1, 2].map(async () => {
      const { privateKey, publicKey } = await generateSigningKey('p256');
      const spki = new Uint8Array(await crypto.subtle.exportKey('spki', publicKey));
      return new Chain(await authorOf(spki, (data) => signBytes(privateKey, data)), PLATFORM, undefined);
    }),
  );
  authors = chains.map(({ author }) => author.id);
  const written = [];
  for (let n = 0; n < 8; n++) written.push(await chains[n % 2]!.write('unheard.of', n, n));
  ids = written.map(({ id }) => id);
  const jws = [...written.map((one) => one.jws), 'junk', written[0]!.jws];
  records = jws.map((one, index) => ({ position: index + 1, receivedAt: 1000 + index, jws: one }));
});

let workspaces = 0;
let database: Database;
beforeEach(async () => {
  database = await openDatabase(`records-${workspaces++}`);
});

const positions = (found: readonly { position: number }[]) => found.map(({ position }) => position);

describe.each<[string, () => RecordStore]>([
  ['in IndexedDB', () => recordStorage(database, PLATFORM)],
  ['in memory', () => memoryRecordStore()],
])('records %s', (_, make) => {
  let store: RecordStore;
  beforeEach(() => {
    store = make();
  });

  it('are read in the platform’s order, in portions', async () => {
    expect(await store.head()).toBe(0);
    expect(await store.read(0, 10)).toEqual([]);
    await store.add(records);
    expect(await store.head()).toBe(10);
    expect(await store.read(0, 100)).toMatchObject(records);
    expect(positions(await store.read(3, 4))).toEqual([4, 5, 6, 7]);
    expect(await store.read(10, 5)).toEqual([]);
    await store.add([]);
  });

  it('that come again change nothing', async () => {
    await store.add(records.slice(0, 5));
    await store.settle(await new Fold(ledger, PLATFORM).apply(records.slice(0, 5)));
    const before = await store.read(0, 100);
    await store.add(records.slice(0, 5));
    expect(await store.read(0, 100)).toEqual(before);
    await store.add([...records.slice(3, 7), ...records.slice(5, 7)]);
    expect(await store.head()).toBe(7);
  });

  it('that leave a gap, or change the order, are not taken, not even in part', async () => {
    await store.add(records.slice(0, 3));
    const [fourth, sixth] = [records[3]!, records[5]!];
    await expect(store.add([fourth, sixth])).rejects.toMatchObject({
      code: 'position-gap',
      detail: { expected: 5 },
    });
    await expect(store.add([{ ...fourth, position: 0 }])).rejects.toMatchObject({ code: 'position-gap' });
    await expect(store.add([fourth, { ...fourth, jws: 'x' }])).rejects.toMatchObject({
      code: 'order-changed',
    });
    await expect(store.add([{ ...fourth, position: 3 }, fourth])).rejects.toMatchObject({
      code: 'order-changed',
      detail: { position: 3 },
    });
    await expect(store.add([{ ...records[0]!, receivedAt: 1 }])).rejects.toMatchObject({
      code: 'order-changed',
    });
    expect(await store.read(0, 100)).toMatchObject(records.slice(0, 3));
    expect(await store.head()).toBe(3);
  });

  it('are checked by nobody but this device', async () => {
    await store.add(records.map((record) => ({ ...record, verified: true })));
    expect((await store.read(0, 100)).some(({ verified }) => verified)).toBe(false);
    await store.settle(await new Fold(ledger, PLATFORM).apply(records));
    expect((await store.read(0, 100)).map(({ verified }) => verified)).toEqual(
      records.map(({ jws }) => jws !== 'junk'),
    );
  });

  it('are found with what became of them, last first', async () => {
    await store.add(records);
    expect(await store.find(EVERYTHING)).toEqual([]);
    const outcomes = await new Fold(ledger, PLATFORM).apply(records);
    await store.settle(outcomes);
    const found = await store.find(EVERYTHING);
    expect(positions(found)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(found.map(({ outcome }) => outcome)).toEqual(outcomes.toReversed());
    expect(positions(await store.find({ before: 5, limit: 2 }))).toEqual([4, 3]);
  });

  it('are found by author, by verdict and by both', async () => {
    const known = defineLedger<object>({
      version: '1',
      initial: () => ({}),
      kinds: [{ kind: 'unheard.of', schema: SMALL, authority: () => undefined, reduce: () => undefined }],
    });
    await store.add(records);
    await store.settle(await new Fold(known, PLATFORM).apply(records));
    expect(positions(await store.find({ rejected: true, limit: 9 }))).toEqual([10, 9, 8, 7, 6, 5]);
    expect(positions(await store.find({ author: authors[1], limit: 9 }))).toEqual([8, 6, 4, 2]);
    expect(positions(await store.find({ author: authors[1], rejected: true, limit: 9 }))).toEqual([8, 6]);
    expect(positions(await store.find({ author: authors[0], rejected: true, before: 10, limit: 1 }))).toEqual(
      [7],
    );
    expect(await store.count()).toEqual({ all: 10, rejected: 6 });
  });

  it('are found by name where they stood first', async () => {
    await store.add(records);
    await store.settle(await new Fold(ledger, PLATFORM).apply(records));
    expect(await store.byId(ids[0]!)).toMatchObject({ position: 1, outcome: { reason: 'unknown-kind' } });
    expect(await store.byId('A'.repeat(43) as RecordId)).toBeUndefined();
  });

  it('can be judged again', async () => {
    await store.add(records);
    const outcomes = await new Fold(ledger, PLATFORM).apply(records);
    await store.settle(outcomes);
    await store.settle([{ position: 1, receivedAt: 1000, id: ids[0]!, verdict: 'accepted' }]);
    const [first] = await store.read(0, 1);
    expect(first?.outcome).toEqual({ position: 1, receivedAt: 1000, id: ids[0]!, verdict: 'accepted' });
    expect(await store.count()).toEqual({ all: 10, rejected: 9 });
    await store.settle([{ position: 77, receivedAt: 1, verdict: 'accepted' }]);
    expect(await store.count()).toEqual({ all: 10, rejected: 9 });
  });

  it('keep the newest checkpoint', async () => {
    const [early, late] = [new Fold(ledger, PLATFORM), new Fold(ledger, PLATFORM)];
    await early.apply(records.slice(0, 2));
    await late.apply(records);
    expect(await store.checkpoint()).toBeUndefined();
    await store.keepCheckpoint(late.checkpoint());
    await store.keepCheckpoint(early.checkpoint());
    expect(await store.checkpoint()).toEqual(late.checkpoint());
    await store.keepCheckpoint({ ...early.checkpoint(), ledger: '2' });
    expect(await store.checkpoint()).toMatchObject({ ledger: '2', position: 2 });
  });
});

const SMALL = v.pipe(v.number(), v.maxValue(3));

describe('records in IndexedDB', () => {
  it('are apart for each platform', async () => {
    const [one, other] = [recordStorage(database, PLATFORM), recordStorage(database, '广东省')];
    await one.add(records);
    await other.add(records.slice(4, 6).map((record, index) => ({ ...record, position: index + 1 })));
    await one.settle(await new Fold(ledger, PLATFORM).apply(records));
    expect(await other.head()).toBe(2);
    expect(await other.find(EVERYTHING)).toEqual([]);
    expect(await other.byId(ids[0]!)).toBeUndefined();
    expect(await other.count()).toEqual({ all: 2, rejected: 0 });
    expect(positions(await one.read(0, 100))).toHaveLength(10);
  });

  it('are written again only where they are judged otherwise', async () => {
    const store = recordStorage(database, PLATFORM);
    await store.add(records);
    const outcomes = await new Fold(ledger, PLATFORM).apply(records);
    await store.settle(outcomes);
    const written: number[] = [];
    database.records.hook('updating', (_, key) => void written.push(key[1]));
    const [first, ...rest] = outcomes;
    await store.settle([{ ...first!, detail: 'other' }, ...rest]);
    expect(written).toEqual([1]);
    expect((await store.read(0, 1))[0]?.outcome?.detail).toBe('other');
  });

  it('are added once by tabs that add at once', async () => {
    const tab = recordStorage(await openDatabase(database.name.replace('suiyin-', '')), PLATFORM);
    const store = recordStorage(database, PLATFORM);
    await Promise.all([store.add(records), tab.add(records), store.add(records.slice(0, 4))]);
    expect(await store.read(0, 100)).toEqual(await tab.read(0, 100));
    const readers = await Promise.all([store, tab].map((one) => LedgerReader.open(ledger, PLATFORM, one)));
    expect(readers.map(({ position }) => position)).toEqual([10, 10]);
    expect(await store.count()).toEqual({ all: 10, rejected: 10 });
  });

  it('that are no longer what was written are told apart from records', async () => {
    const store = recordStorage(database, PLATFORM);
    await store.add(records);
    await database.records.update([PLATFORM, 2], { jws: 5 as never });
    await expect(store.read(0, 100)).rejects.toMatchObject({ code: 'storage-damaged' });
    await expect(LedgerReader.open(ledger, PLATFORM, store)).rejects.toMatchObject({
      code: 'storage-damaged',
    });
    await database.records.delete([PLATFORM, 2]);
    await expect(LedgerReader.open(ledger, PLATFORM, store)).rejects.toMatchObject({ code: 'position-gap' });
  });

  it('tell which platforms they are of', async () => {
    expect(await platformsWithRecords(database)).toEqual([]);
    for (const platform of ['甲', 'b', 'b2']) {
      await recordStorage(database, platform).add(records);
    }
    expect(await platformsWithRecords(database)).toEqual(['b', 'b2', '甲']);
  });

  it('find a database of the version before', async () => {
    const name = `older-${workspaces++}`;
    const older = new Dexie(`suiyin-${name}`);
    older.version(1).stores({ vaults: 'vaultId', settings: 'name' });
    await older.table('settings').put({ name: 'current-identity', value: 'a' });
    older.close();
    const upgraded = await openDatabase(name);
    expect(await upgraded.settings.get('current-identity')).toEqual({ name: 'current-identity', value: 'a' });
    await recordStorage(upgraded, PLATFORM).add(records);
    expect(await recordStorage(upgraded, PLATFORM).head()).toBe(10);
  });
});
