import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Checkpoint } from './checkpoint';
import { Fold } from './fold';
import { memoryRecordStore } from './memory-record-store';
import { LedgerReader } from './reader';
import type { RecordStore } from './record-store';
import { newChain, ordered, PLATFORM, testLedger } from './testing';
import type { OrderedRecord, Outcome } from './types';

const ledger = testLedger();

let records: OrderedRecord[];
beforeAll(async () => {
  const a = await newChain();
  const jws = [await a.write('account.opened', { name: '甲' })];
  for (let n = 1; n < 60; n++)
    jws.push(n % 10 === 9 ? 'junk' : await a.write('note.written', { text: String(n) }));
  records = ordered(jws);
});

let store: RecordStore;
beforeEach(() => {
  store = memoryRecordStore();
});

const open = (on = store, version = '1', every = 20) =>
  LedgerReader.open(testLedger(version), PLATFORM, on, { checkpointEvery: every });

async function expectTruth(reader: LedgerReader<unknown>, upTo = 60): Promise<void> {
  const fold = new Fold(ledger, PLATFORM);
  const outcomes = await fold.apply(records.slice(0, upTo));
  expect(reader.state).toEqual(fold.state);
  expect(reader.position).toBe(upTo);
  expect((await store.read(0, 100)).map(({ outcome }) => outcome)).toEqual(outcomes);
}

/** A store that counts what is read, and fails where it is told to. */
function watched(fails: { settle?: boolean; keepCheckpoint?: boolean } = {}) {
  const reads: number[] = [];
  const refuse = () => Promise.reject(new Error('full'));
  const on: RecordStore = {
    add: (given) => store.add(given),
    head: () => store.head(),
    settle: (outcomes) => (fails.settle ? refuse() : store.settle(outcomes)),
    read: async (after, limit) => {
      const page = await store.read(after, limit);
      reads.push(...page.map(({ position }) => position));
      return page;
    },
    find: (query) => store.find(query),
    byId: (id) => store.byId(id),
    count: () => store.count(),
    checkpoint: () => store.checkpoint(),
    keepCheckpoint: (checkpoint) => (fails.keepCheckpoint ? refuse() : store.keepCheckpoint(checkpoint)),
  };
  return { on, reads, fails };
}

describe('a reader', () => {
  it('opens an empty store', async () => {
    const reader = await open();
    expect(reader.position).toBe(0);
    expect(reader.state).toEqual(ledger.initial());
    expect(await store.checkpoint()).toBeUndefined();
  });

  it('folds what is there, writes down what became of it, and what is added later', async () => {
    await store.add(records.slice(0, 30));
    const told: number[] = [];
    const progress: number[] = [];
    const reader = await LedgerReader.open(ledger, PLATFORM, store, {
      onOutcomes: (outcomes: readonly Outcome[]) => told.push(...outcomes.map(({ position }) => position)),
      onProgress: (done, all) => progress.push(done / all),
    });
    await expectTruth(reader, 30);
    await store.add(records.slice(30));
    expect(await reader.catchUp()).toBe(30);
    expect(await reader.catchUp()).toBe(0);
    await expectTruth(reader);
    expect(told).toEqual(records.map(({ position }) => position));
    expect(progress).toEqual([1]);
    expect(await store.count()).toEqual({ all: 60, rejected: 6 });
  });

  it('reads only what came after the checkpoint when it is opened again', async () => {
    await store.add(records.slice(0, 45));
    await open();
    await store.add(records.slice(45));
    const { on, reads } = watched();
    await expectTruth(await open(on));
    expect(reads.sort((a, b) => a - b)).toEqual(records.slice(44).map(({ position }) => position));
  });

  it('checks no signature twice, whatever the checkpoints', async () => {
    await store.add(records);
    await open();
    const signed = (await store.read(0, 100)).map(({ verified }) => verified);
    expect(signed).toEqual(records.map(({ jws }) => jws !== 'junk'));
  });

  it('takes nobody’s word for a signature', async () => {
    await store.add(records.map((record) => ({ ...record, verified: true })));
    expect((await store.read(0, 100)).every(({ verified }) => !verified)).toBe(true);
  });

  it('folds everything again by new rules', async () => {
    await store.add(records);
    await open();
    const { on, reads } = watched();
    await expectTruth(await open(on, '2'));
    expect(reads.filter((position) => position === 1)).toHaveLength(1);
    expect(await store.checkpoint()).toMatchObject({ ledger: '2', position: 60 });
  });

  it.each<[string, (checkpoint: Checkpoint) => unknown]>([
    ['damaged', ({ position, ...rest }) => ({ ...rest, position: position - 1 })],
    ['no checkpoint', () => 'x'],
  ])('folds everything again where the checkpoint is %s', async (_, damage) => {
    await store.add(records);
    await open();
    const damaged = damage((await store.checkpoint()) as Checkpoint);
    const { on } = watched();
    await expectTruth(await open({ ...on, checkpoint: async () => damaged }));
  });

  it('does not go on from a checkpoint of other records', async () => {
    await store.add(records);
    await open();
    const checkpoint = await store.checkpoint();
    store = memoryRecordStore();
    const a = await newChain();
    await store.add(ordered([await a.write('account.opened', { name: '乙' })]));
    const fewer = await open({ ...watched().on, checkpoint: async () => checkpoint });
    expect([...fewer.state.accounts.values()].map(({ name }) => name)).toEqual(['乙']);
    expect(fewer.position).toBe(1);
    for (let n = 1; n < 60; n++) await store.add(ordered([await a.write('note.written', { text: '又' })], n));
    const others = await open({ ...watched().on, checkpoint: async () => checkpoint });
    expect(others.state.notes.every(({ by }) => by === '乙')).toBe(true);
  });

  it('loses no outcome to a store that fails for a while', async () => {
    const { on, fails } = watched();
    const reader = await open(on);
    await store.add(records);
    fails.settle = true;
    await expect(reader.catchUp()).rejects.toThrow('full');
    await expect(reader.catchUp()).rejects.toThrow('full');
    expect(await store.checkpoint()).toBeUndefined(); // none before its outcomes
    fails.settle = false;
    await reader.catchUp();
    await expectTruth(reader);
  });

  it('does without checkpoints where there is no room for them', async () => {
    await store.add(records);
    const { on } = watched({ keepCheckpoint: true });
    await expectTruth(await open(on));
    await expectTruth(await open(on));
  });

  it('stops when asked to', async () => {
    await store.add(records);
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(LedgerReader.open(ledger, PLATFORM, store, { signal })).rejects.toThrow('enough');
    await expectTruth(await open());
  });

  it('has calls follow each other', async () => {
    const reader = await open();
    await store.add(records);
    expect(await Promise.all([reader.catchUp(), reader.catchUp()])).toEqual([60, 0]);
  });

  it('comes to the same in two tabs that work at once', async () => {
    const tabs = [await open(), await open()];
    for (let at = 0; at < 60; at += 7) {
      await store.add(records.slice(at, at + 7));
      await Promise.all(tabs.map((tab) => tab.catchUp()));
    }
    for (const tab of tabs) await expectTruth(tab);
    await expectTruth(await open());
  });

  it('never puts an older checkpoint in place of a newer one', async () => {
    await store.add(records.slice(0, 20));
    const late = new Fold(ledger, PLATFORM);
    await late.apply(records.slice(0, 10));
    await open();
    await store.keepCheckpoint(late.checkpoint());
    expect(await store.checkpoint()).toMatchObject({ position: 20 });
  });
});
