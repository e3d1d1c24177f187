import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { newAuthor } from '../../../tests/contract/records';
import { memoryRecordStore, type Author, type RecordStore } from '../ledger';
import { blobIdOf } from './blob-id';
import { embeddedUnderTest } from './embedded-testing';
import { PlatformError } from './error';
import { memoryOutboxStorage } from './memory-outbox';
import { Outbox } from './outbox';
import type { OutboxStorage } from './outbox-storage';
import type { PlatformPort } from './port';
import type { Synchroniser } from './synchroniser';
import { memoryChannels } from './tab-channel';
import { authorAndSeq, locks, manualClock, synchroniserOf, Tab, until, withCalls, write } from './testing';

const MINUTE = 60_000;
const DAY = 86_400_000;

let under: Awaited<ReturnType<typeof embeddedUnderTest>>;
let storage: OutboxStorage;
let outbox: Outbox;
let records: RecordStore;
let author: Author;
let channels: ReturnType<typeof memoryChannels>;
let time: ReturnType<typeof manualClock>;
let running: Synchroniser[];
let refuses: (jws: string) => string | undefined;

beforeEach(async () => {
  refuses = () => undefined;
  under = await embeddedUnderTest({ refuses: (jws) => refuses(jws) });
  storage = memoryOutboxStorage();
  outbox = new Outbox(storage, under.id);
  records = memoryRecordStore();
  author = await newAuthor();
  channels = memoryChannels();
  time = manualClock();
  running = [];
});

afterEach(async () => {
  await Promise.all(running.map((one) => one.stop()));
  await under.close();
});

/** A tab of the workspace, started. */
function open(o: Partial<Parameters<typeof synchroniserOf>[0]> = {}): Synchroniser {
  const { synchroniser } = synchroniserOf({
    ...{ platform: under.connect(), storage, records, clock: time.clock },
    channel: channels('workspace'),
    ...o,
  });
  running.push(synchroniser);
  synchroniser.start();
  return synchroniser;
}

const platformWith = (calls: Partial<PlatformPort>) => withCalls<PlatformPort>(under.connect(), calls);

const idle =
  (unsent = 0) =>
  (status: Synchroniser['status']) =>
    status.phase === 'idle' && status.unsent === unsent;
const onPlatform = async () => (await under.connect().read(0, 1000)).records.map(({ jws }) => jws);
const stateOf = async (id: Parameters<Outbox['entry']>[0]) => (await outbox.entry(id))?.state;

describe('a synchroniser', () => {
  it('sends what is added, fetches what others write, and tells of it', async () => {
    const kept: number[] = [];
    const synchroniser = open();
    synchroniser.onRecords((position) => kept.push(position));
    await until(synchroniser, idle());
    const own = await write(outbox, { author });
    await expect.poll(() => stateOf(own.id)).toBe('delivered');
    const other = await newAuthor();
    const theirs = await write(new Outbox(memoryOutboxStorage(), under.id), { author: other });
    await under.connect().append([theirs.jws]);
    await expect.poll(() => kept.at(-1)).toBe(2);
    expect((await records.read(0, 10)).map(({ jws }) => jws)).toEqual([own.jws, theirs.jws]);
    expect(synchroniser.status).toMatchObject({ unsent: 0, refused: 0, behind: 0 });
  });

  it('has everything at home after a week offline, once, in order', async () => {
    under.setReachable(false);
    const synchroniser = open();
    await until(synchroniser, ({ phase }) => phase === 'offline');
    const written: string[] = [];
    for (let day = 0; day < 7; day++) {
      for (let n = 0; n < 40; n++) written.push((await write(outbox, { author, text: `${day}.${n}` })).jws);
      const tries = new Set<number | undefined>();
      for (let hour = 0; hour < 24; hour++) {
        time.pass(60 * MINUTE);
        await until(
          synchroniser,
          ({ phase, nextTryAt }) => phase === 'offline' && nextTryAt! > time.clock.now(),
        );
        tries.add(synchroniser.status.nextTryAt);
      }
      expect(tries.size).toBe(24);
    }
    await expect.poll(() => synchroniser.status).toMatchObject({ phase: 'offline', unsent: 280 });
    const waitsMs = synchroniser.status.nextTryAt! - time.clock.now();
    expect(waitsMs).toBeLessThanOrEqual(5 * MINUTE);
    const other = await newAuthor();
    const theirs = await write(new Outbox(memoryOutboxStorage(), under.id), { author: other });
    under.setReachable(true);
    await under.connect().append([theirs.jws]);
    synchroniser.retryNow();
    await until(synchroniser, idle());
    expect(await onPlatform()).toEqual([theirs.jws, ...written]);
    expect((await records.read(0, 1000)).map(({ jws }) => jws)).toEqual([theirs.jws, ...written]);
    expect(await outbox.counts()).toMatchObject({ delivered: 280, waiting: 0, sending: 0 });
  });

  it('does not mind a clock that is set back by years', async () => {
    const synchroniser = open();
    await until(synchroniser, idle());
    const before = await write(outbox, { author });
    await expect.poll(() => stateOf(before.id)).toBe('delivered');
    under.setReachable(false);
    time.set(time.clock.now() - 3 * 365 * DAY);
    const after = await write(outbox, { author });
    await until(synchroniser, ({ phase }) => phase === 'offline');
    under.setReachable(true);
    time.pass(5 * MINUTE);
    await until(synchroniser, idle());
    expect(await onPlatform()).toEqual([before.jws, after.jws]);
  });

  it('asks by itself where no hint came', async () => {
    const synchroniser = open({ platform: platformWith({ watch: () => () => undefined }) });
    await until(synchroniser, idle());
    const theirs = await write(new Outbox(memoryOutboxStorage(), under.id), { author });
    await under.connect().append([theirs.jws]);
    time.pass(MINUTE);
    await expect.poll(() => records.head()).toBe(1);
  });

  it('does not ask the platform when only its own outbox has changed and there is nothing to send', async () => {
    const read = vi.fn<PlatformPort['read']>(async () => ({ records: [], head: 0 }));
    const synchroniser = open({ platform: platformWith({ read }) });
    await until(synchroniser, idle());
    const asked = read.mock.calls.length;
    refuses = () => 'closed';
    const { id } = await write(outbox, { author });
    await until(synchroniser, ({ phase, refused }) => phase === 'idle' && refused === 1);
    expect(await stateOf(id)).toBe('refused');
    expect(read.mock.calls.length).toBe(asked);
  });

  it('goes on when a listener throws', async () => {
    const reported = vi.fn();
    vi.stubGlobal('reportError', reported);
    const synchroniser = open();
    synchroniser.observe(() => {
      throw new RangeError('not mine');
    });
    await until(synchroniser, idle());
    expect(reported).toHaveBeenCalled();
    vi.unstubAllGlobals();
  });
});

describe('a record that the platform does not take', () => {
  it('holds back what its author wrote behind it, and nobody else', async () => {
    const other = await newAuthor();
    const one = await write(outbox, { author, text: 'one' });
    const bad = await write(outbox, { author, text: 'bad' });
    const theirs = await write(outbox, { author: other });
    const behind = await write(outbox, { author, text: 'behind' });
    refuses = (jws) => (jws === bad.jws ? 'closed' : undefined);
    const synchroniser = open();
    await until(synchroniser, idle(1));
    expect(await onPlatform()).toEqual([one.jws, theirs.jws]);
    expect(await outbox.entry(bad.id)).toMatchObject({ state: 'refused', reason: 'closed' });
    expect(await stateOf(behind.id)).toBe('waiting');
    expect(synchroniser.status).toMatchObject({ unsent: 1, refused: 1 });

    refuses = () => undefined;
    await outbox.retry(bad.id);
    await until(synchroniser, ({ unsent, refused, phase }) => phase === 'idle' && unsent + refused === 0);
    expect((await onPlatform()).slice(2)).toEqual([bad.jws, behind.jws]);
  });

  it('is given up, and the chain goes on without a gap', async () => {
    await write(outbox, { author, text: 'one' });
    const bad = await write(outbox, { author, text: 'bad' });
    await write(outbox, { author, text: 'behind' });
    refuses = (jws) => (jws === bad.jws ? 'closed' : undefined);
    const synchroniser = open();
    await until(synchroniser, idle(1));
    await outbox.discard(bad.id);
    await write(outbox, { author, text: 'anew' });
    await expect.poll(async () => (await onPlatform()).map((jws) => authorAndSeq(jws)[1])).toEqual([0, 1]);
    await until(synchroniser, idle());
  });

  it('is not sent by another tab that had read it before it was given up', async () => {
    const { id } = await write(outbox, { author });
    let reads = 0;
    const entries: OutboxStorage['entries'] = async (o) => {
      const found = await storage.entries(o);
      // Two reads release what was being sent, the third is to send it: then the other tab, without a lock, comes first.
      if (o.states.includes('waiting') && ++reads === 3) {
        expect(found).toHaveLength(1);
        await outbox.refuse(id, 'closed');
        await outbox.discard(id);
      }
      return found;
    };
    await until(open({ storage: { ...storage, entries } }), idle());
    expect(reads).toBeGreaterThanOrEqual(3);
    expect(await onPlatform()).toEqual([]);
  });

  it('is not guessed at where the platform does not say which it is', async () => {
    const { id } = await write(outbox, { author });
    await write(outbox, { author });
    const append = () => Promise.reject(new PlatformError('refused', { reason: 'closed' }));
    const synchroniser = open({ platform: platformWith({ append }) });
    await until(synchroniser, ({ problem }) => problem === 'bad-answer');
    expect(await stateOf(id)).toBe('waiting');
  });

  it('is not sent as long as the one before it is nowhere to be found', async () => {
    const stranger = new Outbox(memoryOutboxStorage(), under.id);
    const first = await write(stranger, { author });
    const second = await write(stranger, { author });
    await outbox.add({ ...second, label: { key: 'note' } });
    const synchroniser = open();
    await until(synchroniser, idle(1));
    expect(await onPlatform()).toEqual([]);
    await outbox.add({ ...first, label: { key: 'note' } });
    await expect.poll(onPlatform).toEqual([first.jws, second.jws]);
  });
});

describe('files', () => {
  const large = () => new Blob([crypto.getRandomValues(new Uint8Array(65536)), new Uint8Array(2 << 20)]);

  it('are on the platform before the record that names them', async () => {
    const blob = large();
    const id = await blobIdOf(blob);
    const { jws } = await write(outbox, { author, files: [blob] });
    const append = vi.fn(async (records: readonly string[]) => {
      if (records.includes(jws)) expect(await under.platform.hasBlob(id)).toBe(true);
      return under.platform.append(records);
    });
    const synchroniser = open({ platform: platformWith({ append }) });
    await until(synchroniser, idle());
    expect(append).toHaveBeenCalled();
    expect(await onPlatform()).toEqual([jws]);
  });

  it('do not hold up what was written before', async () => {
    const first = await write(outbox, { author });
    await write(outbox, { author, files: [large()] });
    const putBlob = () => Promise.reject(new PlatformError('unreachable'));
    const synchroniser = open({ platform: platformWith({ putBlob }) });
    await until(synchroniser, ({ phase }) => phase === 'offline');
    expect(await onPlatform()).toEqual([first.jws]);
  });

  it('go on where they were when sync was stopped, and their progress is shown', async () => {
    const blob = large();
    await write(outbox, { author, files: [blob] });
    const first = open();
    await until(first, ({ upload }) => upload !== undefined && upload.doneBytes > 0);
    await first.stop();
    expect(first.status.phase).toBe('stopped');
    expect(await onPlatform()).toEqual([]);
    const second = open();
    const { upload } = await until(second, (status) => status.upload !== undefined);
    expect(upload).toMatchObject({ totalBytes: blob.size });
    expect(upload!.doneBytes).toBeGreaterThan(0);
    expect(await until(second, idle())).not.toHaveProperty('upload.id');
  });

  it.each(['file-damaged', 'file-missing'])('are noticed on this device: %s', async (reason) => {
    const blob = large();
    const { id } = await write(outbox, { author, files: [blob] });
    const damaged = reason === 'file-damaged' ? new Blob([blob, 'x']) : undefined;
    const synchroniser = open({ storage: { ...storage, blob: async () => damaged } });
    await until(synchroniser, ({ refused, phase }) => phase === 'idle' && refused === 1);
    expect(await outbox.entry(id)).toMatchObject({ state: 'refused', reason });
    expect(await onPlatform()).toEqual([]);
  });

  it('that the platform damages on the way are no fault of the record', async () => {
    const { id } = await write(outbox, { author, files: [large()] });
    const putBlob = () => Promise.reject(new PlatformError('damaged-blob'));
    const synchroniser = open({ platform: platformWith({ putBlob }) });
    await until(synchroniser, ({ problem }) => problem === 'bad-answer');
    expect(await stateOf(id)).toBe('waiting');
  });
});

describe('no room', () => {
  it('on this device is said; nothing is lost, and it goes on by itself', async () => {
    const theirs = await write(new Outbox(memoryOutboxStorage(), under.id), { author });
    await under.platform.append([theirs.jws]);
    let full = true;
    const add: RecordStore['add'] = async (added) => {
      if (full) throw new DOMException('no room', 'QuotaExceededError');
      return records.add(added);
    };
    const synchroniser = open({ records: withCalls(records, { add }) });
    const { nextTryAt } = await until(synchroniser, ({ problem }) => problem === 'storage-full');
    expect(nextTryAt).toBeGreaterThan(time.clock.now());
    full = false;
    time.pass(5 * MINUTE);
    await until(synchroniser, idle());
    expect(synchroniser.status.problem).toBeUndefined();
    expect(await records.head()).toBe(1);
  });

  it('on the platform is said, and the record waits', async () => {
    const { id } = await write(outbox, { author });
    const append = () => Promise.reject(new PlatformError('storage-full', { receipts: [] }));
    const synchroniser = open({ platform: platformWith({ append }) });
    expect(await until(synchroniser, ({ problem }) => problem === 'platform-full')).toMatchObject({
      unsent: 1,
    });
    expect(await stateOf(id)).toBe('waiting');
  });
});

describe('a platform that cannot be trusted', () => {
  it('and has lost its records is noticed, and nothing of ours is overwritten', async () => {
    const { jws } = await write(outbox, { author });
    const first = open();
    await until(first, idle());
    await first.stop();
    const other = await embeddedUnderTest();
    const strangers = await write(new Outbox(memoryOutboxStorage(), under.id), { author: await newAuthor() });
    for (const present of [[], [strangers.jws]]) {
      await other.platform.append(present);
      const synchroniser = open({
        platform: platformWith({ read: (after, limit) => other.platform.read(after, limit) }),
      });
      await until(synchroniser, ({ problem }) => problem === 'history-changed');
      await synchroniser.stop();
    }
    expect((await records.read(0, 10)).map((one) => one.jws)).toEqual([jws]);
    await other.close();
  });

  it.each<[string, Partial<PlatformPort>]>([
    [
      'leaves out a position',
      { read: async () => ({ records: [{ position: 2, receivedAt: 1, jws: 'x' }], head: 2 }) },
    ],
    ['says that there is more and gives nothing', { read: async () => ({ records: [], head: 5 }) }],
    ['gives too few receipts', { append: async () => [] }],
    [
      'gives the receipt of another record',
      {
        append: async (jws) =>
          jws.map(() => ({ id: 'x' as never, position: 1, receivedAt: 1, duplicate: false })),
      },
    ],
  ])('and %s is noticed', async (_, calls) => {
    const { id } = await write(outbox, { author });
    const synchroniser = open({ platform: platformWith(calls) });
    await until(synchroniser, ({ problem }) => problem === 'bad-answer');
    expect(await stateOf(id)).toBe('waiting');
    expect(await records.head()).toBe(0);
  });
});

describe('several tabs', () => {
  it('show the same, one of them does the work, and the next takes over when it is killed', async () => {
    const lock = locks();
    const [one, two] = [new Tab(), new Tab()];
    const leading = open({ tab: one, leadership: lock(one), platform: under.connect() });
    await until(leading, idle());
    const following = open({ tab: two, leadership: lock(two) });
    await until(following, idle());
    const kept: number[] = [];
    following.onRecords((position) => kept.push(position));

    under.setReachable(false);
    const { id } = await write(outbox, { author });
    await until(following, ({ phase, unsent }) => phase === 'offline' && unsent === 1);
    under.setReachable(true);
    following.retryNow();
    await expect.poll(() => stateOf(id)).toBe('delivered');
    await expect.poll(() => kept).toContain(1);

    one.kill();
    const next = await write(outbox, { author });
    await expect.poll(() => stateOf(next.id)).toBe('delivered');
    running = [following];
  });

  it('do not believe what is no message of ours', async () => {
    const channel = channels('workspace');
    const lock = locks();
    const [one, two] = [new Tab(), new Tab()];
    await until(open({ tab: one, leadership: lock(one) }), idle());
    const following = open({ tab: two, leadership: lock(two) });
    const status = await until(following, idle());
    for (const message of [
      undefined,
      'retry',
      { type: 'status', status: { phase: 'done' } },
      { type: 'records' },
    ]) {
      channel.post(message);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(following.status).toEqual(status);
  });

  it('release what a killed one was sending', async () => {
    const tab = new Tab();
    const append = () => {
      tab.kill();
      return new Promise<never>(() => undefined);
    };
    const { id } = await write(outbox, { author });
    const { synchroniser } = synchroniserOf({
      ...{ tab, platform: platformWith({ append }), storage, records, channel: channels('workspace') },
    });
    synchroniser.start();
    await expect.poll(() => tab.dead).toBe(true);
    expect(await stateOf(id)).toBe('sending');
    under.setReachable(false);
    await until(open(), ({ phase }) => phase === 'offline');
    expect(await stateOf(id)).toBe('waiting');
  });
});
