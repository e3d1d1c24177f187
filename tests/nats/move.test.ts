import 'fake-indexeddb/auto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blobIdOf, EmbeddedPlatform } from '../../src/lib/sync';
import { checkCopy, copyFiles, copyRecords, NatsPlatform, provision } from '../../src/lib/sync/nats';
import { recordsOf } from '../contract/records';
import { startNats, type NatsCluster } from '../tools/nats-server';
import { natsProgram } from './under-test';

const program = natsProgram();
const ROOM = { replicas: 1 as const, maxRecordsBytes: 64 << 20, maxBlobsBytes: 64 << 20 };
const DAY_MS = 86_400_000;

describe.skipIf(program === undefined)('a platform that is moved to servers', () => {
  let cluster: NatsCluster;
  beforeAll(async () => {
    cluster = await startNats({ program: program ?? '', nodes: 1 });
  });
  afterAll(() => cluster?.stop());

  /** A platform in this browser with records of a year ago, one every hour. */
  async function embedded(count: number) {
    const id = `move-${crypto.randomUUID()}`;
    let now = Date.now() - 365 * DAY_MS;
    const source = new EmbeddedPlatform(id, { now: () => now });
    for (const { jws } of await recordsOf(count, id)) {
      now += 3_600_000;
      await source.append([jws]);
    }
    // Nobody's: it counts for nothing, and has its place.
    await source.append(['e30.e30.AAAA']);
    const file = new Blob([crypto.getRandomValues(new Uint8Array(60_000)), new Uint8Array(300_000)]);
    await source.putBlob(await blobIdOf(file), file);
    return { id, source, file, to: { platform: id, servers: cluster.urls }, count: count + 1 };
  }

  it('has every record in its place with the time that it had, and every file', async () => {
    const { source, file, to, count } = await embedded(150);
    await provision(to, { ...ROOM, moved: count });
    await copyFiles(source, to);
    await copyRecords(source, to);
    expect(await checkCopy(source, to)).toMatchObject({ records: count, files: 1 });
    const there = new NatsPlatform(to);
    expect((await there.read(100, 5)).records).toEqual((await source.read(100, 5)).records);
    expect((await there.getBlob(await blobIdOf(file))).size).toBe(file.size);
    // What is written from then on has the servers' time, and what was moved is known again, with its own.
    const [old] = (await source.read(7, 1)).records;
    expect(await there.append([old!.jws])).toMatchObject([
      { position: 8, receivedAt: old!.receivedAt, duplicate: true },
    ]);
    const [next] = await recordsOf(1, to.platform);
    const [receipt] = await there.append([next!.jws]);
    expect(receipt!.position).toBe(count + 1);
    expect(Math.abs(receipt!.receivedAt - Date.now())).toBeLessThan(60_000);
    await there.close();
  });

  it('goes on where it was broken off, also with what was written meanwhile', async () => {
    const { id, source, to, count } = await embedded(200);
    await provision(to, { ...ROOM, moved: count });
    const stop = new AbortController();
    const onProgress = ({ done }: { done: number }) => {
      if (done > 60) stop.abort();
    };
    await expect(copyRecords(source, to, { signal: stop.signal, onProgress })).rejects.toThrow();
    await expect(checkCopy(source, to)).rejects.toMatchObject({ detail: { reason: 'other-history' } });
    const [late] = await recordsOf(1, id);
    await source.append([late!.jws]);
    await provision(to, { ...ROOM, moved: count + 1 });
    await copyRecords(source, to);
    expect(await checkCopy(source, to)).toMatchObject({ records: count + 1 });
  });

  it('does not go to where another history is', async () => {
    const { id, source, to, count } = await embedded(10);
    await provision(to, { ...ROOM, moved: count });
    const stranger = new NatsPlatform(to);
    await stranger.append((await recordsOf(3, id)).map(({ jws }) => jws));
    await copyRecords(source, to);
    await expect(checkCopy(source, to)).rejects.toMatchObject({ detail: { reason: 'other-history' } });
    await stranger.close();
  });

  it('lets nobody give a record of today a time of their own', async () => {
    const { source, to, count } = await embedded(3);
    await provision(to, { ...ROOM, moved: count });
    await copyRecords(source, to);
    const { StreamApi } = await import('../../src/lib/sync/nats/api');
    const { Line } = await import('../../src/lib/sync/nats/line');
    const { namesOf } = await import('../../src/lib/sync/nats');
    const api = new StreamApi(new Line(to));
    const [forged] = await recordsOf(1, to.platform);
    const data = new TextEncoder().encode(forged!.jws);
    await api.publish(namesOf(to.platform).records.of('somebody', forged!.id), data, { saidAt: 1 });
    const there = new NatsPlatform(to);
    const { records } = await there.read(count, 1);
    expect(Math.abs(records[0]!.receivedAt - Date.now())).toBeLessThan(60_000);
    await there.close();
    await api.line.close();
  });
});
