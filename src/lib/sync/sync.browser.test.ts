import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newAuthor } from '../../../tests/contract/records';
import type { Author } from '../ledger';
import { openDatabase, outboxStorage, recordStorage, type Database } from '../store';
import { EmbeddedPlatform } from './embedded';
import { PlatformDatabase } from './embedded-database';
import { lockLeadership } from './leadership';
import { Outbox } from './outbox';
import type { SyncStatus } from './status';
import { Synchroniser } from './synchroniser';
import { broadcastChannel } from './tab-channel';
import { authorAndSeq, until, write } from './testing';

let workspace: string;
let platformId: string;
let database: Database;
let platform: EmbeddedPlatform;
let outbox: Outbox;
let authors: Author[];

beforeEach(async () => {
  workspace = `sync-${crypto.randomUUID().slice(0, 8)}`;
  platformId = `p-${workspace}`;
  database = await openDatabase(workspace);
  platform = new EmbeddedPlatform(platformId);
  outbox = new Outbox(outboxStorage(database, platformId), platformId);
  authors = [await newAuthor(), await newAuthor()];
});

afterEach(async () => {
  platform.close();
  await database.delete();
  await new PlatformDatabase(platformId).delete();
});

/** A synchroniser in a thread of its own, which can be killed as a tab can. */
function openTab(): { kill(): void; said(holds: (status: SyncStatus) => boolean): Promise<unknown> } {
  const worker = new Worker(new URL('../../../tests/contract/sync-worker.ts', import.meta.url), {
    type: 'module',
  });
  const statuses: SyncStatus[] = [];
  worker.addEventListener('message', ({ data }: MessageEvent<SyncStatus>) => statuses.push(data));
  worker.postMessage({ workspace, platform: platformId });
  return {
    kill: () => worker.terminate(),
    said: (holds) => expect.poll(() => statuses.some(holds), { timeout: 15_000, interval: 1 }).toBe(true),
  };
}

function synchroniserHere(): Synchroniser {
  return new Synchroniser({
    ...{ platform, outbox, records: recordStorage(database, platformId) },
    leadership: lockLeadership(`sync-${workspace}`),
    channel: broadcastChannel(`sync-${workspace}`),
  });
}

async function writeSome(count: number): Promise<string[]> {
  const written: string[] = [];
  for (let n = 0; n < count; n++) {
    const bytes = crypto.getRandomValues(new Uint8Array(1000 * n));
    const files = n % 3 === 0 ? [new Blob([bytes, new Uint8Array(1 << 20)])] : [];
    written.push((await write(outbox, { author: authors[n % 2]!, text: `${n}`, files })).jws);
  }
  return written;
}

async function expectAll(written: readonly string[]): Promise<void> {
  const all = (await platform.read(0, 1000)).records.map(({ jws }) => jws);
  expect(all.toSorted()).toEqual(written.toSorted());
  for (const { id } of authors) {
    const own = all.map(authorAndSeq).filter(([author]) => author === id);
    expect(own.map(([, seq]) => seq)).toEqual(own.map((_, index) => index));
  }
  const kept = await recordStorage(database, platformId).read(0, 1000);
  expect(kept.map(({ jws }) => jws)).toEqual(all);
  expect(await outbox.counts()).toMatchObject({
    delivered: written.length,
    waiting: 0,
    sending: 0,
    refused: 0,
  });
  expect(await database.outboxBlobs.count()).toBe(0);
}

describe('sync in a real browser', () => {
  it('loses nothing when tabs are killed again and again', async () => {
    const written: string[] = [];
    for (let round = 0; round < 8; round++) {
      const tab = openTab();
      await tab.said(({ phase }) => phase !== 'stopped');
      written.push(...(await writeSome(4)));
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 60));
      tab.kill();
    }
    const last = synchroniserHere();
    last.start();
    await until(last, ({ phase, unsent }) => phase === 'idle' && unsent === 0);
    await last.stop();
    await expectAll(written);
  });

  it('goes on in the next tab when the leading one is killed, without anybody starting it', async () => {
    const leading = openTab();
    await leading.said(({ phase }) => phase === 'idle');
    const here = synchroniserHere();
    here.start();
    await until(here, ({ phase }) => phase === 'idle'); // told by the other tab
    const written = await writeSome(3);
    leading.kill();
    written.push(...(await writeSome(3)));
    await expect.poll(() => outbox.counts(), { timeout: 15_000 }).toMatchObject({ delivered: 6 });
    await until(here, ({ phase, unsent }) => phase === 'idle' && unsent === 0);
    await here.stop();
    await expectAll(written);
  });

  it('is told by another tab what is to be sent', async () => {
    const leading = openTab();
    await leading.said(({ phase }) => phase === 'idle');
    const written = await writeSome(2);
    await expect.poll(() => outbox.counts(), { timeout: 15_000 }).toMatchObject({ delivered: 2 });
    await leading.said(({ unsent, phase }) => phase === 'idle' && unsent === 0);
    leading.kill();
    expect((await platform.read(0, 10)).records.map(({ jws }) => jws).toSorted()).toEqual(written.toSorted());
  });
});
