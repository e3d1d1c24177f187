import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blobIdOf } from '../../src/lib/sync';
import { namesOf, NatsPlatform, permissionsOf, provision } from '../../src/lib/sync/nats';
import { parseRecord } from '../../src/lib/ledger';
import { recordsOf } from '../contract/records';
import { startNats, type NatsCluster } from '../tools/nats-server';
import { decentralised } from './decentralised';
import { natsProgram } from './under-test';

const program = natsProgram();

describe.skipIf(program === undefined)('who may do what on the wire', () => {
  const platform = `test-${crypto.randomUUID()}`;
  const { configuration, user } = decentralised();
  const opened: NatsPlatform[] = [];
  let cluster: NatsCluster;
  beforeAll(async () => {
    cluster = await startNats({ program: program ?? '', nodes: 1, extra: configuration });
    const room = { replicas: 1 as const, maxRecordsBytes: 8 << 20, maxBlobsBytes: 8 << 20 };
    await provision({ platform, servers: cluster.urls, credentials: user() }, room);
  });
  afterAll(async () => {
    await Promise.all(opened.map((one) => one.close()));
    await cluster?.stop();
  });

  function connect(author?: string): NatsPlatform {
    const inboxPrefix = `_INBOX.${crypto.randomUUID()}`;
    const credentials = user(permissionsOf(platform, { author, inboxPrefix }));
    const one = new NatsPlatform({ platform, servers: cluster.urls, credentials, inboxPrefix });
    opened.push(one);
    return one;
  }

  it('lets a member do all that the platform is for', async () => {
    const records = await recordsOf(20, platform);
    const jws = records.map((record) => record.jws);
    const member = connect(parseRecord(jws[0]!).author);
    const heads: number[] = [];
    member.watch((head) => heads.push(head));
    const [first] = await member.append(jws.slice(0, 1));
    expect(await member.append(jws)).toHaveLength(20);
    expect((await member.read(first!.position - 1, 20)).records.map((record) => record.jws)).toEqual(jws);
    const blob = new Blob([new Uint8Array(300_000).fill(7)]);
    const id = await blobIdOf(blob);
    await member.putBlob(id, blob);
    expect((await member.getBlob(id)).size).toBe(300_000);
    expect((await member.time()).platformTime).toBeGreaterThan(1e12);
    const heard: number[] = [];
    member.receive('door', ([byte = 0]) => heard.push(byte));
    await member.time();
    await connect().send('door', Uint8Array.of(9));
    await expect.poll(() => heard).toEqual([9]);
    await expect.poll(() => heads.at(-1)).toBe(first!.position + 19);
  });

  it('lets nobody write in another’s name', async () => {
    const [own, other] = [await recordsOf(2, platform), await recordsOf(1, platform)];
    const member = connect(parseRecord(own[0]!.jws).author);
    const error: unknown = await member
      .append([own[0]!.jws, other[0]!.jws, own[1]!.jws])
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'refused', detail: { reason: 'not-permitted' } });
    expect(error).toMatchObject({ detail: { receipts: [{ id: own[0]!.id }] } });
  });

  it('lets a visitor read, and write nothing', async () => {
    const [one] = await recordsOf(1, platform);
    const visitor = connect();
    expect((await visitor.read(0, 100)).head).toBeGreaterThanOrEqual(0);
    await expect(visitor.append([one!.jws])).rejects.toMatchObject({ code: 'refused' });
  });

  it('lets no member remove or change a stream', async () => {
    const [one] = await recordsOf(1, platform);
    const inboxPrefix = `_INBOX.${crypto.randomUUID()}`;
    const { pub } = permissionsOf(platform, { author: parseRecord(one!.jws).author, inboxPrefix });
    const { records, blobs } = namesOf(platform);
    for (const verb of ['DELETE', 'PURGE', 'UPDATE', 'MSG.DELETE', 'CREATE', 'RESTORE']) {
      for (const { stream } of [records, blobs])
        expect(pub.allow).not.toContain(`$JS.API.STREAM.${verb}.${stream}`);
    }
  });

  it('does not admit one without credentials', async () => {
    const stranger = new NatsPlatform({ platform, servers: cluster.urls });
    opened.push(stranger);
    await expect(stranger.read(0, 1)).rejects.toMatchObject({
      ...{ code: 'unreachable', detail: { reason: 'not-admitted' } },
    });
  });
});
