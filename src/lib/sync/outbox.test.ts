import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { newAuthor } from '../../../tests/contract/records';
import { Chain, memoryRecordStore, type Author, type Outcome, type RecordId } from '../ledger';
import { openDatabase, outboxStorage } from '../store';
import { blobIdOf } from './blob-id';
import { memoryOutboxStorage } from './memory-outbox';
import { Outbox } from './outbox';
import type { OutboxEntry } from './outbox-entry';
import type { OutboxStorage } from './outbox-storage';
import type { Receipt } from './port';
import { write } from './testing';

const PLATFORM = 'hunan';
const NOW = Date.UTC(2026, 10, 1, 9);

let databases = 0;
const storages: [string, () => Promise<OutboxStorage>][] = [
  ['in memory', async () => memoryOutboxStorage()],
  ['in IndexedDB', async () => outboxStorage(await openDatabase(`outbox-${databases++}`), PLATFORM)],
];

describe.each(storages)('an outbox %s', (_, newStorage) => {
  let now: number;
  let storage: OutboxStorage;
  let outbox: Outbox;
  let author: Author;

  beforeEach(async () => {
    now = NOW;
    storage = await newStorage();
    outbox = new Outbox(storage, PLATFORM, { now: () => now });
    author = await newAuthor();
  });

  async function add(
    count: number,
    o: { author?: Author; files?: readonly Blob[] } = {},
  ): Promise<RecordId[]> {
    const ids: RecordId[] = [];
    while (ids.length < count) {
      now += 1000;
      ids.push((await write(outbox, { author, text: `${ids.length}`, ...o })).id);
    }
    return ids;
  }

  const receipt = (id: RecordId, position: number): Receipt => ({
    ...{ id, position },
    receivedAt: NOW + position,
    duplicate: false,
  });

  const outcome = (id: RecordId, position: number, over: Partial<Outcome> = {}): Outcome => ({
    ...{ id, position, receivedAt: NOW + position },
    verdict: 'accepted',
    ...over,
  });

  const states = async () => Object.fromEntries((await outbox.list()).map(({ id, state }) => [id, state]));
  const ids = (entries: readonly OutboxEntry[]) => entries.map(({ id }) => id);

  it('keeps what was added, in that order, whatever the clock says', async () => {
    const [first] = await add(1);
    now -= 365 * 86_400_000;
    const rest = await add(2);
    expect(ids(await outbox.unsent(0, 10))).toEqual([first, ...rest]);
    expect(ids(await outbox.list())).toEqual([first, ...rest].reverse());
    expect(await outbox.entry(first!)).toMatchObject({
      ...{ id: first, author: author.id, seq: 0, prev: null, kind: 'note', state: 'waiting' },
      label: { key: 'note', values: { text: '0' } },
    });
  });

  it('takes no record whose forerunner was given up while it was signed', async () => {
    const [first, refused] = await add(2);
    await outbox.refuse(refused!, 'too-large');
    const chain = new Chain(author, PLATFORM, await outbox.headOf(author.id));
    await outbox.discard(refused!);
    const keep = ({ jws, id }: { jws: string; id: RecordId }) =>
      outbox.add({ jws, id, label: { key: 'note' }, behind: refused });
    await expect(chain.write('note', {}, now, keep)).rejects.toMatchObject({ code: 'slot-taken' });
    expect(await outbox.headOf(author.id)).toEqual({ seq: 0, id: first });
    await outbox.lose(first!);
    const next = new Chain(author, PLATFORM, { seq: 0, id: first! });
    const behindLost = next.write('note', {}, now, ({ jws, id }) =>
      outbox.add({ jws, id, label: { key: 'note' }, behind: first }),
    );
    await expect(behindLost).rejects.toMatchObject({ code: 'slot-taken' });
  });

  it('takes a record in place of a lost one, once, and lets that one go in the same write', async () => {
    const file = new Blob(['执照']);
    const [lost] = await add(1, { files: [file] });
    const anew = async () => {
      const chain = new Chain(author, PLATFORM, undefined);
      return chain.write('note', { anew: true }, now++, ({ jws, id }) =>
        outbox.add({ jws, id, label: { key: 'note' }, insteadOf: lost }),
      );
    };
    await expect(anew()).rejects.toMatchObject({ code: 'slot-taken' }); // it has its place yet
    await outbox.lose(lost!);
    const { id } = await anew();
    expect(ids(await outbox.list())).toEqual([id]);
    expect(await outbox.blob(lost!, await blobIdOf(file))).toBeUndefined();
    const other = await newAuthor();
    const again = new Chain(other, PLATFORM, undefined).write('note', {}, now, ({ jws, id: own }) =>
      outbox.add({ jws, id: own, label: { key: 'note' }, insteadOf: lost }),
    );
    await expect(again).rejects.toMatchObject({ code: 'no-such-entry' });
    expect(ids(await outbox.list())).toEqual([id]);
  });

  it('is read page by page in both directions', async () => {
    const all = await add(5);
    const [first, second] = await outbox.unsent(0, 2);
    expect(ids([first!, second!])).toEqual(all.slice(0, 2));
    expect(ids(await outbox.unsent(second!.order, 2))).toEqual(all.slice(2, 4));
    const newest = await outbox.list({ limit: 2 });
    expect(ids(newest)).toEqual([all[4], all[3]]);
    expect(ids(await outbox.list({ limit: 2, before: newest[1]!.order }))).toEqual([all[2], all[1]]);
    await outbox.deliver([receipt(all[1]!, 1), receipt(all[3]!, 2)]);
    await outbox.markSending([all[2]!]);
    expect(ids(await outbox.unsent(0, 10))).toEqual([all[0], all[2], all[4]]);
    expect(ids(await outbox.list({ states: ['delivered', 'sending'] }))).toEqual([all[3], all[2], all[1]]);
    expect(await outbox.counts()).toMatchObject({ waiting: 2, sending: 1, delivered: 2, refused: 0 });
  });

  it('keeps a record once', async () => {
    const record = await new Chain(author, PLATFORM, undefined).write('note', {}, NOW);
    const o = { ...record, label: { key: 'note' } };
    expect(await Promise.all([outbox.add(o), outbox.add(o)])).toEqual([true, false]);
    expect(await outbox.list()).toHaveLength(1);
  });

  it('takes one of two records that tabs have written on the same one', async () => {
    const [one, two] = [new Chain(author, PLATFORM, undefined), new Chain(author, PLATFORM, undefined)];
    const label = { key: 'note' };
    const first = await one.write('note', { tab: 1 }, NOW, (record) => outbox.add({ ...record, label }));
    const second = two.write('note', { tab: 2 }, NOW, (record) => outbox.add({ ...record, label }));
    await expect(second).rejects.toMatchObject({ name: 'SyncError', code: 'slot-taken' });
    expect(ids(await outbox.list())).toEqual([first.id]);
    expect(two.head).toBeUndefined();
  });

  it('takes nothing that is no record, or another than its id says', async () => {
    const [one, two] = [0, 1].map(() => new Chain(author, PLATFORM, undefined).write('note', {}, NOW));
    const label = { key: 'note' };
    const elsewhere = await new Chain(author, 'hubei', undefined).write('note', {}, NOW);
    await expect(outbox.add({ ...elsewhere, label })).rejects.toMatchObject({ code: 'bad-record' });
    for (const [jws, id] of [
      ['text', (await one!).id],
      [(await one!).jws, (await two!).id],
      [`${(await one!).jws}=`, (await one!).id],
    ] as const) {
      await expect(outbox.add({ jws, id, label })).rejects.toMatchObject({ code: 'bad-record' });
    }
    expect(await outbox.list()).toEqual([]);
  });

  it('has the files of an entry until it has arrived, not longer', async () => {
    const file = new Blob(['营业执照']);
    const [id, other] = [...(await add(1, { files: [file] })), ...(await add(1, { files: [file] }))];
    const name = await blobIdOf(file);
    expect(await (await outbox.blob(id!, name))?.text()).toBe('营业执照');
    expect(await outbox.blob(id!, other as never)).toBeUndefined();
    await outbox.markSending([id!]);
    await outbox.refuse(id!, 'too-large');
    expect(await outbox.blob(id!, name)).toBeInstanceOf(Blob);
    await outbox.retry(id!);
    await outbox.deliver([receipt(id!, 1)]);
    expect(await outbox.blob(id!, name)).toBeUndefined();
    expect(await outbox.blob(other!, name)).toBeInstanceOf(Blob);
  });

  it('knows where an author’s chain goes on', async () => {
    const other = await newAuthor();
    expect(await outbox.headOf(author.id)).toBeUndefined();
    const own = await add(2);
    await add(1, { author: other });
    expect(await outbox.headOf(author.id)).toEqual({ seq: 1, id: own[1] });
  });

  it('says delivered by a receipt alone, and never takes that back', async () => {
    const [one, two] = await add(2);
    await outbox.markSending([one!, two!]);
    await outbox.deliver([receipt(one!, 7)]);
    for (const late of [
      () => outbox.release([one!, two!]),
      () => outbox.markSending([one!]),
      () => outbox.refuse(one!, 'refused'),
      () => outbox.deliver([receipt(one!, 9)]),
    ]) {
      await late();
    }
    expect(await outbox.markSending([one!, two!, 'x'.repeat(43) as RecordId])).toEqual(new Set([two]));
    await outbox.release([two!]);
    expect(await outbox.entry(one!)).toMatchObject({ state: 'delivered', position: 7, receivedAt: NOW + 7 });
    expect(await outbox.entry(two!)).toMatchObject({ state: 'waiting' });
  });

  describe('with a refused entry', () => {
    it('sends it again on demand', async () => {
      const [one] = await add(1);
      await expect(outbox.retry(one!)).rejects.toMatchObject({ code: 'no-such-entry' });
      await outbox.refuse(one!, 'closed');
      expect(await outbox.list({ states: ['refused'] })).toMatchObject([{ id: one, reason: 'closed' }]);
      await outbox.retry(one!);
      expect(await outbox.entry(one!)).toMatchObject({ state: 'waiting' });
      expect(await outbox.entry(one!)).not.toHaveProperty('reason');
    });

    it('gives it up with all that its author wrote behind it, and nothing else', async () => {
      const other = await newAuthor();
      const own = await add(4);
      const theirs = await add(1, { author: other });
      await outbox.deliver([receipt(own[0]!, 1)]);
      await outbox.refuse(own[1]!, 'too-large');
      expect(ids(await outbox.discard(own[1]!))).toEqual(own.slice(1));
      expect(await states()).toEqual({ [own[0]!]: 'delivered', [theirs[0]!]: 'waiting' });
      expect(await outbox.headOf(author.id)).toEqual({ seq: 0, id: own[0] });
      const [next] = await add(1);
      expect(await outbox.entry(next!)).toMatchObject({ seq: 1, prev: own[0] });
    });

    it('gives up nothing of which some may have arrived', async () => {
      const own = await add(3);
      await expect(outbox.discard(own[0]!)).rejects.toMatchObject({ code: 'no-such-entry' });
      await outbox.refuse(own[0]!, 'refused');
      await outbox.markSending([own[2]!]);
      await expect(outbox.discard(own[0]!)).rejects.toMatchObject({ code: 'no-such-entry' });
      expect(await outbox.list()).toHaveLength(3);
    });
  });

  describe('told what became of records', () => {
    it('says which count, and why the others do not', async () => {
      const [one, two, three] = await add(3);
      await outbox.deliver([receipt(one!, 1), receipt(two!, 2)]);
      await outbox.settle([
        outcome(one!, 1),
        outcome(two!, 2, { verdict: 'rejected', reason: 'not-permitted', detail: 'not-reviewed' }),
        outcome('x'.repeat(43) as RecordId, 3),
      ]);
      expect(await states()).toEqual({ [one!]: 'accepted', [two!]: 'rejected', [three!]: 'waiting' });
      expect(await outbox.entry(two!)).toMatchObject({ reason: 'not-permitted', detail: 'not-reviewed' });
    });

    it('takes a place in the order for a receipt', async () => {
      const [one, two] = await add(2, { files: [new Blob(['x'])] });
      await outbox.markSending([one!]);
      await outbox.settle([outcome(one!, 4), outcome(two!, 5, { verdict: 'rejected', reason: 'bad-body' })]);
      expect(await outbox.entry(one!)).toMatchObject({ state: 'accepted', position: 4 });
      expect(await outbox.entry(two!)).toMatchObject({ state: 'rejected', position: 5 });
      expect(await outbox.blob(one!, await blobIdOf(new Blob(['x'])))).toBeUndefined();
    });

    it('is not misled by a copy of a record at a later place', async () => {
      const [one, two] = await add(2);
      await outbox.deliver([receipt(one!, 1)]);
      const copy = { verdict: 'rejected', reason: 'duplicate' } as const;
      await outbox.settle([outcome(one!, 9, copy)]);
      await outbox.settle([outcome(two!, 2), outcome(two!, 10, copy)]);
      expect(await states()).toEqual({ [one!]: 'delivered', [two!]: 'accepted' });
    });

    it('follows a later version of the app that judges otherwise', async () => {
      const [one] = await add(1);
      await outbox.settle([outcome(one!, 1, { verdict: 'rejected', reason: 'unknown-kind' })]);
      await outbox.settle([outcome(one!, 1)]);
      expect(await outbox.entry(one!)).toMatchObject({ state: 'accepted' });
      expect(await outbox.entry(one!)).not.toHaveProperty('reason');
    });

    it('learns later what a killed tab did not tell', async () => {
      const [one, two] = await add(2);
      const records = memoryRecordStore();
      const entries = await outbox.unsent(0, 10);
      await records.add(entries.map(({ jws }, index) => ({ position: index + 1, receivedAt: NOW, jws })));
      await outbox.deliver([receipt(one!, 1), receipt(two!, 2)]);
      await records.settle([outcome(one!, 1, { verdict: 'rejected', reason: 'bad-body' })]);
      await outbox.catchUp(records);
      expect(await states()).toEqual({ [one!]: 'rejected', [two!]: 'delivered' });
    });
  });

  describe('with records that have lost their place to others of their author', () => {
    const lose = (id: RecordId, position: number, reason: 'duplicate-slot' | 'chain-gap') =>
      outbox.settle([outcome(id, position, { verdict: 'rejected', reason })]);
    let own: RecordId[];

    beforeEach(async () => {
      own = await add(3);
      await outbox.settle([outcome(own[0]!, 1)]);
      await lose(own[1]!, 3, 'duplicate-slot');
      await lose(own[2]!, 4, 'chain-gap');
    });

    it('goes on behind what counts, at the same places', async () => {
      expect(await outbox.headOf(author.id)).toEqual({ seq: 0, id: own[0] });
      const [next] = await add(1);
      expect(await outbox.entry(next!)).toMatchObject({ seq: 1, prev: own[0], state: 'waiting' });
      expect(await outbox.headOf(author.id)).toEqual({ seq: 1, id: next });
      expect(await states()).toMatchObject({ [own[1]!]: 'rejected', [own[2]!]: 'rejected' });
    });

    it('has them to be written anew, one by one', async () => {
      const { entry, body, blobs } = await outbox.lost(own[1]!);
      expect([entry.kind, body, blobs]).toEqual(['note', { text: '1', files: [] }, []]);
      await expect(outbox.lost(own[0]!)).rejects.toMatchObject({ code: 'no-such-entry' });
      expect(ids(await outbox.discard(own[1]!))).toEqual([own[1]]);
      expect(Object.keys(await states()).sort()).toEqual([own[0]!, own[2]!].sort());
    });

    it('stays so when it is told again', async () => {
      await add(1);
      await lose(own[1]!, 3, 'duplicate-slot');
      await outbox.deliver([receipt(own[1]!, 3)]);
      expect(await outbox.entry(own[1]!)).toMatchObject({ state: 'rejected', seq: undefined });
    });

    it('loses what waits behind them, with its files', async () => {
      const file = new Blob(['凭证']);
      const [waiting] = await add(1, { files: [file] });
      await outbox.lose(waiting!);
      expect(await outbox.entry(waiting!)).toMatchObject({ state: 'refused', reason: 'chain-gap' });
      await expect(outbox.retry(waiting!)).rejects.toMatchObject({ code: 'no-such-entry' });
      expect((await outbox.lost(waiting!)).blobs).toMatchObject([{ id: await blobIdOf(file) }]);
      expect(await outbox.headOf(author.id)).toEqual({ seq: 0, id: own[0] });
    });

    it('forgets them in time', async () => {
      await outbox.forget(Infinity);
      expect(await states()).toEqual({ [own[0]!]: 'accepted' });
    });
  });

  it('forgets what has arrived long ago, but not where a chain goes on', async () => {
    const own = await add(4);
    await outbox.deliver([receipt(own[0]!, 1), receipt(own[1]!, 2)]);
    await outbox.settle([outcome(own[1]!, 2, { verdict: 'rejected', reason: 'bad-body' })]);
    await outbox.forget((await outbox.entry(own[0]!))!.addedAt + 1);
    expect(Object.keys(await states()).toSorted()).toEqual(own.slice(1).toSorted());
    await outbox.forget(Infinity);
    expect(Object.keys(await states()).toSorted()).toEqual(own.slice(2).toSorted());
    await outbox.deliver([receipt(own[2]!, 3), receipt(own[3]!, 4)]);
    await outbox.forget(Infinity);
    expect(await outbox.headOf(author.id)).toEqual({ seq: 3, id: own[3] });
  });

  it('tells that something has changed, until nobody wants to know', async () => {
    const changed = vi.fn();
    const end = outbox.observe(changed);
    const [one] = await add(1);
    await expect.poll(() => changed.mock.calls.length).toBeGreaterThan(0);
    changed.mockClear();
    await outbox.markSending([one!]);
    await expect.poll(() => changed.mock.calls.length).toBeGreaterThan(0);
    end();
    changed.mockClear();
    await add(1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(changed).not.toHaveBeenCalled();
  });

  it('does not stumble over an entry that is no longer what was written', async () => {
    const [one, two] = await add(2);
    await storage.update([one!], () => ({
      entry: { id: one, order: 1, state: 'waiting', author: author.id, seq: 0 } as never,
    }));
    expect(ids(await outbox.unsent(0, 10))).toEqual([two]);
    expect(await outbox.entry(one!)).toBeUndefined();
    await outbox.deliver([receipt(one!, 1), receipt(two!, 2)]);
    expect(await outbox.entry(two!)).toMatchObject({ state: 'delivered' });
  });
});
