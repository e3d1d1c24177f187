import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newAuthor } from '../../../tests/contract/records';
import { memoryRecordStore, type Author, type RecordStore } from '../ledger';
import { embeddedUnderTest } from './embedded-testing';
import { memoryOutboxStorage } from './memory-outbox';
import { Outbox } from './outbox';
import type { Leadership } from './leadership';
import type { OutboxStorage } from './outbox-storage';
import type { PlatformPort } from './port';
import { memoryChannels } from './tab-channel';
import {
  authorAndSeq,
  everybodyLeads,
  locks,
  synchroniserOf,
  Tab,
  until,
  write,
  type Fault,
} from './testing';

const FAULTS: readonly Fault[] = [
  'killed-before',
  'killed-after',
  'torn-down',
  'lost-before',
  'lost-after',
  'quota',
];

interface World {
  under: Awaited<ReturnType<typeof embeddedUnderTest>>;
  storage: OutboxStorage;
  records: RecordStore;
  channels: ReturnType<typeof memoryChannels>;
}

async function newWorld(): Promise<World> {
  const under = await embeddedUnderTest();
  return { under, storage: memoryOutboxStorage(), records: memoryRecordStore(), channels: memoryChannels() };
}

/** Runs a tab until all is done, or it is killed. @returns the tab */
async function runTab(
  world: World,
  plan: ReadonlyMap<number, Fault>,
  leadership: (tab: Tab) => Leadership = () => everybodyLeads,
): Promise<Tab> {
  const tab = new Tab(plan);
  const { synchroniser } = synchroniserOf({
    ...{ tab, storage: world.storage, records: world.records },
    platform: world.under.connect(),
    channel: world.channels('workspace'),
    leadership: leadership(tab),
  });
  const killed = new Promise<void>((resolve) => tab.onKilled(resolve));
  synchroniser.start();
  const done = until(synchroniser, ({ phase, unsent }) => phase === 'idle' && unsent === 0);
  await Promise.race([done, killed]);
  await Promise.race([synchroniser.stop(), killed]);
  return tab;
}

/** What may never be otherwise, whatever has happened up to now. */
async function expectHonest({ storage, under, records }: World): Promise<void> {
  const outbox = new Outbox(storage, under.id);
  const platform = await everything(under.platform);
  const kept = await records.read(0, 1000);
  expect(kept.map(({ jws }) => jws)).toEqual(platform.slice(0, kept.length).map(({ jws }) => jws));
  for (const entry of await outbox.list({ limit: 1000 })) {
    const position = platform.find(({ jws }) => jws === entry.jws)?.position;
    if (entry.state === 'delivered') expect(entry.position).toBe(position);
    if (position === undefined) {
      for (const id of entry.blobs) expect(await outbox.blob(entry.id, id)).toBeInstanceOf(Blob);
    } else {
      for (const id of entry.blobs) expect(await under.platform.hasBlob(id)).toBe(true);
    }
  }
}

/** All arrived, once, each author's in order, and everybody knows it. */
async function expectAllDone(world: World, written: readonly string[]): Promise<void> {
  await expectHonest(world);
  const platform = (await everything(world.under.platform)).map(({ jws }) => jws);
  expect(platform.toSorted()).toEqual(written.toSorted());
  const chains = new Map<string, number>();
  for (const [author, seq] of platform.map(authorAndSeq)) {
    expect(seq).toBe(chains.get(author) ?? 0);
    chains.set(author, seq + 1);
  }
  expect((await world.records.read(0, 1000)).map(({ jws }) => jws)).toEqual(platform);
  expect(await world.storage.counts()).toMatchObject({
    waiting: 0,
    sending: 0,
    refused: 0,
    delivered: written.length,
  });
  for (const entry of await new Outbox(world.storage, world.under.id).list({ limit: 1000 })) {
    for (const id of entry.blobs) expect(await world.storage.blob(entry.id, id)).toBeUndefined();
  }
}

async function everything(platform: PlatformPort) {
  return (await platform.read(0, 1000)).records;
}

const planOf = (maxCall: number) =>
  fc
    .array(fc.tuple(fc.nat(maxCall), fc.constantFrom(...FAULTS)), { maxLength: 4 })
    .map((faults) => new Map<number, Fault>(faults));

const recordsToWrite = fc.array(
  fc.record({ author: fc.nat(1), files: fc.nat({ max: 2 }), sameFile: fc.boolean() }),
  { minLength: 1, maxLength: 6 },
);

async function writeAll(
  world: World,
  authors: readonly Author[],
  plans: readonly { author: number; files: number; sameFile: boolean }[],
): Promise<string[]> {
  const outbox = new Outbox(world.storage, world.under.id);
  const written: string[] = [];
  for (const [index, { author, files, sameFile }] of plans.entries()) {
    const blobs = Array.from(
      { length: files },
      (_, n) => new Blob([sameFile ? `same ${n}` : `file ${index} ${n}`]),
    );
    written.push((await write(outbox, { author: authors[author]!, files: blobs })).jws);
  }
  return written;
}

describe('sync', () => {
  it('loses nothing and sends nothing twice, wherever tabs are killed and whatever fails', async () => {
    const authors = [await newAuthor(), await newAuthor()];
    await fc.assert(
      fc.asyncProperty(recordsToWrite, fc.array(planOf(40), { maxLength: 4 }), async (plans, tabs) => {
        const world = await newWorld();
        try {
          const written = await writeAll(world, authors, plans);
          for (const plan of tabs) {
            await runTab(world, plan);
            await expectHonest(world);
          }
          await runTab(world, new Map());
          await expectAllDone(world, written);
        } finally {
          await world.under.close();
        }
      }),
      { numRuns: 60 },
    );
  });

  it.each(['killed-before', 'killed-after', 'torn-down'] as const)(
    'goes on after it was %s at any call at all',
    async (fault) => {
      const authors = [await newAuthor(), await newAuthor()];
      const plans = [
        { author: 0, files: 1, sameFile: false },
        { author: 1, files: 0, sameFile: false },
        { author: 0, files: 2, sameFile: false },
      ];
      for (let call = 0, reached = true; reached; call++) {
        expect(call).toBeLessThan(200);
        const world = await newWorld();
        const written = await writeAll(world, authors, plans);
        reached = (await runTab(world, new Map([[call, fault]]))).dead;
        await expectHonest(world);
        await runTab(world, new Map());
        await expectAllDone(world, written);
        await world.under.close();
      }
    },
  );

  it('goes on in another tab when the leading one is killed', async () => {
    const authors = [await newAuthor(), await newAuthor()];
    await fc.assert(
      fc.asyncProperty(
        recordsToWrite,
        fc.array(planOf(25), { minLength: 2, maxLength: 3 }),
        async (plans, tabs) => {
          const world = await newWorld();
          try {
            const written = await writeAll(world, authors, plans);
            const lock = locks();
            await Promise.all([...tabs, new Map()].map((plan) => runTab(world, plan, lock)));
            await runTab(world, new Map());
            await expectAllDone(world, written);
          } finally {
            await world.under.close();
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('is right although several tabs take themselves for the leader', async () => {
    const authors = [await newAuthor(), await newAuthor()];
    await fc.assert(
      fc.asyncProperty(
        recordsToWrite,
        fc.array(planOf(40), { minLength: 2, maxLength: 3 }),
        async (plans, tabs) => {
          const world = await newWorld();
          try {
            const written = await writeAll(world, authors, plans);
            await Promise.all(tabs.map((plan) => runTab(world, plan)));
            await expectHonest(world);
            await runTab(world, new Map());
            await expectAllDone(world, written);
          } finally {
            await world.under.close();
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});
