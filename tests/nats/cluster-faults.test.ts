import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { blobIdOf } from '../../src/lib/sync';
import { recordsOf } from '../contract/records';
import { startNats, type NatsCluster, type NatsNode } from '../tools/nats-server';
import { natsProgram, natsUnderTest } from './under-test';
import { expectWhole, pause, untilDone, write } from './writers';

const program = natsProgram();
type Under = Awaited<ReturnType<typeof natsUnderTest>>;

async function leaderOf(under: Under, cluster: NatsCluster): Promise<NatsNode> {
  const schema = v.object({ cluster: v.object({ leader: v.string() }) });
  const info = await untilDone(() =>
    under.admin.call(`STREAM.INFO.${under.names.records.stream}`, {}, schema),
  );
  const leader = cluster.nodes.find(({ name }) => name === info.cluster.leader);
  if (!leader) throw new Error('nobody leads');
  return leader;
}

describe.skipIf(program === undefined)('a cluster of three', () => {
  let cluster: NatsCluster;
  let under: Under;
  beforeEach(async () => {
    cluster = await startNats({ program: program ?? '', nodes: 3 });
    under = await natsUnderTest(cluster);
  });
  afterEach(async () => {
    await Promise.all(cluster.nodes.map((node) => node.start()));
    await under.close().catch(() => undefined);
    await cluster.stop();
  });

  async function writers(count: number, batch: number) {
    const platforms = [under.platform, await under.another(), await under.another()];
    const records = await Promise.all(platforms.map(() => recordsOf(count, under.id)));
    return platforms.map((platform, index) => write(platform, records[index] ?? [], batch));
  }

  it('whose leader is killed again and again loses nothing that has a receipt, and doubles nothing', async () => {
    const authors = await writers(400, 10);
    const done = Promise.all(authors.map((author) => author.done));
    let working = true;
    void done.finally(() => (working = false));
    let kills = 0;
    while (working && kills < 3) {
      await pause(300);
      const leader = await leaderOf(under, cluster);
      await leader.kill();
      kills++;
      await pause(3_000);
      await leader.start();
      await pause(2_000);
    }
    await done;
    expect(kills).toBeGreaterThan(0);
    await expectWhole(await under.another(), authors);
  });

  it('that is killed as a whole goes on where it was', async () => {
    const authors = await writers(300, 10);
    const done = Promise.all(authors.map((author) => author.done));
    await pause(150);
    await Promise.all(cluster.nodes.map((node) => node.kill()));
    await pause(500);
    await Promise.all(cluster.nodes.map((node) => node.start()));
    await done;
    await expectWhole(await under.another(), authors);
    // What was told once is told the same again.
    const [{ receipts, records } = authors[0]!] = authors;
    const again = await untilDone(() => under.platform.append(records.map(({ jws }) => jws)));
    expect(again.every(({ duplicate }) => duplicate)).toBe(true);
    expect(again.map(({ id, position, receivedAt }) => [id, { position, receivedAt }])).toEqual([
      ...receipts,
    ]);
  });

  it('is reached again within three seconds when the node that one is connected to dies', async () => {
    const leader = await leaderOf(under, cluster);
    const index = cluster.nodes.findIndex((node) => node !== leader);
    // Over the wire to one that does not lead; the others are joined when it is dead.
    under.wires.forEach((wire, at) => wire.setWhole(at === index));
    const platform = await under.connect();
    const heads: number[] = [];
    platform.watch((head) => heads.push(head));
    const [one, two] = await recordsOf(2, under.id);
    await platform.append([one!.jws]);
    under.wires.forEach((wire) => wire.setWhole(true));
    await cluster.nodes[index]!.kill();
    const began = performance.now();
    await platform.append([two!.jws]);
    expect(performance.now() - began).toBeLessThan(3_000);
    await expect.poll(() => heads.at(-1), { timeout: 3_000 }).toBe(2);
  });

  it('from which a client is cut off without being told answers over another line', async () => {
    const index = under.wires.length - 1;
    under.wires.forEach((wire, at) => wire.setWhole(at === index));
    const platform = await under.connect();
    await platform.read(0, 1);
    under.wires.forEach((wire) => wire.setWhole(true));
    under.wires[index]!.setSilent(true);
    const [one] = await recordsOf(1, under.id);
    expect(await untilDone(() => platform.append([one!.jws]))).toMatchObject([{ position: 1 }]);
  });

  it('keeps files while one of it is down, and goes on with what was under way', async () => {
    const blob = new Blob([crypto.getRandomValues(new Uint8Array(60_000)), new Uint8Array(5 << 20)]);
    const id = await blobIdOf(blob);
    let killed: Promise<void> | undefined;
    const onProgress = ({ doneBytes }: { doneBytes: number }) => {
      if (doneBytes > 1 << 20) killed ??= cluster.nodes[0]!.kill();
    };
    await untilDone(() => under.platform.putBlob(id, blob, { onProgress }));
    await killed;
    const got = await untilDone(async () => (await under.another()).getBlob(id));
    expect(await blobIdOf(got)).toBe(id);
  });
});
