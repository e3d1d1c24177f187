import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryRecordStore } from '../../src/lib/ledger';
import { blobIdOf } from '../../src/lib/sync';
import { systemClock } from '../../src/lib/sync/clock';
import { memoryOutboxStorage } from '../../src/lib/sync/memory-outbox';
import { memoryChannels } from '../../src/lib/sync/tab-channel';
import { synchroniserOf, write } from '../../src/lib/sync/testing';
import { newAuthor } from '../contract/records';
import { startNats, type NatsCluster } from '../tools/nats-server';
import { natsProgram, natsUnderTest } from './under-test';

const program = natsProgram();

describe.skipIf(program === undefined)('two devices that know each other over NATS only', () => {
  let cluster: NatsCluster;
  beforeAll(async () => {
    cluster = await startNats({ program: program ?? '', nodes: 1 });
  });
  afterAll(() => cluster?.stop());

  it('come to the same order, with its times, also after the server was gone for a while', async () => {
    const under = await natsUnderTest(cluster);
    const devices = await Promise.all(
      [0, 1].map(async () => {
        const records = memoryRecordStore();
        const kept = async (position: number) => (await records.read(position - 1, 1))[0]?.receivedAt;
        const platform = await under.connect({ kept });
        const channel = memoryChannels()('workspace');
        const storage = memoryOutboxStorage();
        const author = await newAuthor();
        return {
          author,
          records,
          ...synchroniserOf({ platform, storage, records, channel, clock: systemClock }),
        };
      }),
    );
    const file = new Blob([crypto.getRandomValues(new Uint8Array(60_000)), new Uint8Array(400_000)]);
    for (const { synchroniser } of devices) synchroniser.start();
    for (let at = 0; at < 30; at++) {
      for (const { outbox, author } of devices) {
        await write(outbox, { author, text: `${at}`, files: at === 7 ? [file] : [] });
      }
      if (at === 10) await cluster.nodes[0]!.kill();
      if (at === 20) await cluster.nodes[0]!.start();
    }
    const heads = () => Promise.all(devices.map(({ records }) => records.head()));
    await expect.poll(heads, { timeout: 30_000, interval: 100 }).toEqual([60, 60]);
    const [here, there] = await Promise.all(devices.map(({ records }) => records.read(0, 100)));
    expect(there).toEqual(here);
    expect(await blobIdOf(await under.platform.getBlob(await blobIdOf(file)))).toBe(await blobIdOf(file));
    await Promise.all(devices.map(({ synchroniser }) => synchroniser.stop()));
    await under.close();
  });
});
