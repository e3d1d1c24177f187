import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { blobIdOf } from '../../src/lib/sync';
import { encodePieceList } from '../../src/lib/sync/nats/piece-list';
import { largestRecord, recordsOf } from '../contract/records';
import { startNats, type NatsCluster } from '../tools/nats-server';
import { natsProgram, natsUnderTest } from './under-test';
import { expectWhole, pause, readAll, write } from './writers';

const program = natsProgram();

describe.skipIf(program === undefined)('one server', () => {
  let cluster: NatsCluster;
  beforeEach(async () => {
    cluster = await startNats({ program: program ?? '', nodes: 1 });
  });
  afterEach(() => cluster.stop());

  it('that is killed while it is written to loses nothing that has a receipt', async () => {
    const under = await natsUnderTest(cluster);
    const authors = [write(under.platform, await recordsOf(1_000, under.id), 50)];
    for (let kill = 0; kill < 3; kill++) {
      await pause(60);
      await cluster.nodes[0]!.kill();
      await cluster.nodes[0]!.start();
    }
    await authors[0]!.done;
    await expectWhole(await under.another(), authors);
    await under.close();
  });

  it('that is full takes those before and none behind, and says so', async () => {
    const under = await natsUnderTest(cluster, { maxRecordsBytes: 40_000 });
    const records = await recordsOf(60, under.id);
    const jws = records.map((record) => record.jws);
    const error: unknown = await under.platform.append(jws).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'storage-full' });
    const { receipts } = (error as { detail: { receipts: { position: number }[] } }).detail;
    expect(receipts.length).toBeGreaterThan(10);
    expect((await under.platform.read(0, 100)).records.map((record) => record.jws)).toEqual(
      jws.slice(0, receipts.length),
    );
    await under.close();
  });

  it('that is full keeps no part of a file as the whole', async () => {
    const under = await natsUnderTest(cluster, { maxBlobsBytes: 1 << 20 });
    const blob = new Blob([crypto.getRandomValues(new Uint8Array(60_000)), new Uint8Array(2 << 20)]);
    const id = await blobIdOf(blob);
    await expect(under.platform.putBlob(id, blob)).rejects.toMatchObject({ code: 'storage-full' });
    expect(await under.platform.hasBlob(id)).toBe(false);
    await under.close();
  });

  it('knows a record again long after it has forgotten what it watches for repetitions', async () => {
    const under = await natsUnderTest(cluster);
    const { stream } = under.names.records;
    const { config } = await under.admin.call(
      `STREAM.INFO.${stream}`,
      {},
      v.object({ config: v.looseObject({}) }),
    );
    await under.admin.call(
      `STREAM.UPDATE.${stream}`,
      { ...config, duplicate_window: 200e6 },
      v.looseObject({}),
    );
    const records = await recordsOf(20, under.id);
    const jws = records.map((record) => record.jws);
    const first = await under.platform.append(jws.slice(0, 10));
    await pause(1_000);
    const again = await (await under.another()).append(jws);
    expect(again.slice(0, 10)).toEqual(first.map((receipt) => ({ ...receipt, duplicate: true })));
    expect(again.slice(10).map(({ position }) => position)).toEqual(jws.slice(10).map((_, at) => at + 11));
    await under.close();
  });

  it('is written to and read from over a slow line', async () => {
    const under = await natsUnderTest(cluster);
    under.wires.forEach((wire) => wire.setSpeed(150_000));
    const slow = await under.another();
    const records = await recordsOf(200, under.id);
    const jws = records.map((record) => record.jws);
    const large = await largestRecord(under.id);
    const began = performance.now();
    const receipts = await slow.append([...jws, large]);
    expect(receipts.map(({ position }) => position)).toEqual(receipts.map((_, at) => at + 1));
    expect((await readAll(slow)).map((record) => record.jws)).toEqual([...jws, large]);
    const blob = new Blob([crypto.getRandomValues(new Uint8Array(60_000)), new Uint8Array(500_000)]);
    const id = await blobIdOf(blob);
    await slow.putBlob(id, blob);
    expect(await blobIdOf(await slow.getBlob(id))).toBe(id);
    expect(performance.now() - began).toBeGreaterThan(6_000); // it was slow indeed
    await under.close();
  });

  it('keeps a file although a wrong list of its pieces was put in its place before', async () => {
    const under = await natsUnderTest(cluster);
    const blob = new Blob([crypto.getRandomValues(new Uint8Array(60_000)), new Uint8Array(500_000)]);
    const id = await blobIdOf(blob);
    const wrong = encodePieceList({ bytes: 3, hashes: [new Uint8Array(32)] });
    await under.admin.publish(under.names.blobs.list(id), new Uint8Array(5));
    expect(await under.platform.hasBlob(id)).toBe(false);
    await under.admin.publish(under.names.blobs.list(id), wrong);
    await expect(under.platform.getBlob(id)).rejects.toMatchObject({ code: 'damaged-blob' });
    await under.platform.putBlob(id, blob);
    expect(await blobIdOf(await (await under.another()).getBlob(id))).toBe(id);
    await under.close();
  });

  it('lets nobody write over a record, or put a second one in its place', async () => {
    const under = await natsUnderTest(cluster);
    const [one] = await recordsOf(1, under.id);
    await under.platform.append([one!.jws]);
    const kept = await under.admin.message(under.names.records.stream, { seq: 1 });
    await under.admin.ask(kept!.subject, 'something else');
    const remove = under.admin.call(
      `STREAM.MSG.DELETE.${under.names.records.stream}`,
      { seq: 1 },
      v.looseObject({}),
    );
    await expect(remove).rejects.toMatchObject({ name: 'PlatformError' });
    expect(await under.platform.read(0, 10)).toMatchObject({ records: [{ jws: one!.jws }], head: 1 });
    await under.close();
  });

  it('is caught up with by one who was away for a long time, while others write', async () => {
    const under = await natsUnderTest(cluster);
    const away = await under.another();
    const records = await recordsOf(1_500, under.id);
    const jws = records.map((record) => record.jws);
    await under.platform.append(jws.slice(0, 10));
    await away.read(0, 5);
    await under.platform.append(jws.slice(10, 1_200));
    const rest = under.platform.append(jws.slice(1_200));
    const { position } = (await away.read(0, 5)).records.at(-1)!;
    expect(position).toBe(5);
    await rest;
    expect((await readAll(away)).map((record) => record.jws)).toEqual(jws);
    await under.close();
  });
});
