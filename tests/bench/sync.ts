/** Figures of sync over NATS, against the bare client on the same server in the same run. */
import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { headers, nuid, wsconnect, type NatsConnection } from '@nats-io/nats-core';
import * as v from 'valibot';
import { WebSocket as NodeWebSocket } from 'ws';
import { blobIdOf } from '../../src/lib/sync';
import { namesOf, NatsPlatform, provision, type NatsConfig } from '../../src/lib/sync/nats';
import { recordsOf } from '../contract/records';
import { layWire } from '../nats/wire';
import { findNatsServer, startNats, type NatsCluster } from '../tools/nats-server';
import { buildApp, ROOT } from '../tools/setup.js';
import type { Figure } from './figure';
import { median, milliseconds, round } from './measure';

globalThis.WebSocket ??= NodeWebSocket as unknown as typeof WebSocket;

const ROUNDS = 3;
const RECORDS = 3_000;
const BATCH = 200;
const RELAYS = 500;
const RAW_AT_ONCE = 512;
const BLOB_BYTES = 100_000_000;
const RAW_PIECE = 128 << 10;
const ROOM = { maxRecordsBytes: 64 << 20, maxBlobsBytes: 300 << 20 };
const RAW = 'raw';

const leading = v.object({ cluster: v.object({ leader: v.string() }) });

class NoServer extends Error {
  constructor() {
    super('skipped: no nats-server here');
  }
}

async function withServers<T>(nodes: 1 | 3, work: (cluster: NatsCluster) => Promise<T>): Promise<T> {
  const program = findNatsServer();
  if (program === undefined) throw new NoServer();
  const cluster = await startNats({ program, nodes });
  try {
    return await work(cluster);
  } finally {
    await cluster.stop();
  }
}

async function platformOn(cluster: NatsCluster): Promise<NatsConfig> {
  const config = { platform: `bench-${nuid.next()}`, servers: cluster.urls };
  await provision(config, { replicas: cluster.nodes.length === 3 ? 3 : 1, ...ROOM });
  return config;
}

/** The bare client with a stream of its own, as simple as one makes it. */
async function rawOn(cluster: NatsCluster): Promise<NatsConnection> {
  const connection = await wsconnect({ servers: cluster.urls });
  const config = { name: RAW, subjects: [`${RAW}.>`], storage: 'file', retention: 'limits', num_replicas: 1 };
  await connection.request(`$JS.API.STREAM.DELETE.${RAW}`, '{}');
  await connection.request(`$JS.API.STREAM.CREATE.${RAW}`, JSON.stringify(config));
  return connection;
}

/** Publishes with acknowledgement, many at once. */
async function publishRaw(connection: NatsConnection, all: readonly Uint8Array[], atOnce = RAW_AT_ONCE) {
  for (let at = 0; at < all.length; at += atOnce) {
    await Promise.all(
      all.slice(at, at + atOnce).map((data, index) => {
        const head = headers();
        head.set('Nats-Msg-Id', `${at + index}`);
        return connection.request(`${RAW}.${at + index}`, data, { headers: head, timeout: 60_000 });
      }),
    );
  }
}

/** Reads all of the raw stream over one consumer. */
async function pullRaw(connection: NatsConnection, count: number): Promise<void> {
  const inbox = `_INBOX.${nuid.next()}`;
  const name = nuid.next();
  const config = { name, deliver_policy: 'all', ack_policy: 'none', mem_storage: true };
  const ask = JSON.stringify({ stream_name: RAW, config: { ...config, inactive_threshold: 60e9 } });
  await connection.request(`$JS.API.CONSUMER.CREATE.${RAW}.${name}`, ask);
  let come = 0;
  await new Promise<void>((resolve) => {
    connection.subscribe(inbox, { max: count, callback: () => void (++come === count && resolve()) });
    connection.publish(`$JS.API.CONSUMER.MSG.NEXT.${RAW}.${name}`, JSON.stringify({ batch: count }), {
      reply: inbox,
    });
  });
}

/** @returns records a second of ours by those of the bare client */
async function ratio(
  ours: () => Promise<unknown>,
  raw: () => Promise<unknown>,
  rounds = ROUNDS,
): Promise<number> {
  const shares: number[] = [];
  for (let at = 0; at < rounds; at++) {
    // In turns, for whoever comes second finds everything warm.
    const times = new Map<() => Promise<unknown>, number>();
    for (const work of at % 2 ? [ours, raw] : [raw, ours]) times.set(work, await milliseconds(work));
    shares.push((times.get(raw) ?? NaN) / (times.get(ours) ?? NaN));
  }
  return round(median(shares), 2);
}

function share(name: string, value: number): Figure {
  return { name, value, unit: 'x', against: 'the bare NATS client in the same run', target: '>= 0.8' };
}

async function relayTimes(): Promise<number[]> {
  return withServers(1, async (cluster) => {
    const config = await platformOn(cluster);
    const [one, other] = [new NatsPlatform(config), new NatsPlatform(config)];
    await Promise.all([one.connect(), other.connect()]);
    const message = randomBytes(500);
    let heard: () => void = () => undefined;
    const ends = [
      other.receive('there', (said) => {
        // Heard before it is known to be sent, the last one's sender may be closed by then.
        other.send('back', said).catch(() => undefined);
      }),
      one.receive('back', () => heard()),
    ];
    await Promise.all([one.time(), other.time()]); // what is listened for is known
    const times: number[] = [];
    for (let at = 0; at < RELAYS; at++) {
      times.push(
        await milliseconds(async () => {
          const back = new Promise<void>((resolve) => (heard = resolve));
          await one.send('there', message);
          await back;
        }),
      );
    }
    ends.forEach((end) => end());
    await Promise.all([one.close(), other.close()]);
    return times.sort((a, b) => a - b);
  });
}

let relayed: Promise<number[]> | undefined;

async function relay(name: string, at: number, target: string): Promise<Figure> {
  const times = await (relayed ??= relayTimes());
  const value = round(times[Math.floor(times.length * at)] ?? NaN, 2);
  return { name, value, unit: 'ms', against: 'absolute', target };
}

const measured: Record<string, () => Promise<Figure>> = {
  'sync.push-vs-raw': () =>
    withServers(1, async (cluster) => {
      const raw = await rawOn(cluster);
      const sent: Uint8Array[] = [];
      const platforms = await Promise.all(Array.from({ length: ROUNDS }, () => platformOn(cluster)));
      const ours = async () => {
        const platform = new NatsPlatform(platforms.pop()!);
        await platform.connect();
        for (let at = 0; at < given.length; at += BATCH) await platform.append(given.slice(at, at + BATCH));
        await platform.close();
      };
      const given = (await recordsOf(RECORDS, 'bench')).map(({ jws }) => jws);
      for (const jws of given) sent.push(new TextEncoder().encode(jws));
      const bare = async () => {
        await raw.request(`$JS.API.STREAM.PURGE.${RAW}`, '{}');
        await publishRaw(await fresh(cluster), sent);
      };
      const value = await ratio(ours, bare);
      await raw.close();
      return share('sync.push-vs-raw', value);
    }),

  'sync.pull-vs-raw': () =>
    withServers(1, async (cluster) => {
      const raw = await rawOn(cluster);
      const given = (await recordsOf(RECORDS, 'bench')).map(({ jws }) => jws);
      const config = await platformOn(cluster);
      const writer = new NatsPlatform(config);
      for (let at = 0; at < given.length; at += BATCH) await writer.append(given.slice(at, at + BATCH));
      await writer.close();
      await publishRaw(
        raw,
        given.map((jws) => new TextEncoder().encode(jws)),
      );
      const ours = async () => {
        const platform = new NatsPlatform(config);
        for (let after = 0; after < RECORDS;) after += (await platform.read(after, 500)).records.length;
        await platform.close();
      };
      const value = await ratio(ours, async () => pullRaw(await fresh(cluster), RECORDS));
      await raw.close();
      return share('sync.pull-vs-raw', value);
    }),

  'sync.relay-rtt-p50': () => relay('sync.relay-rtt-p50', 0.5, '<= 5'),
  'sync.relay-rtt-p99': () => relay('sync.relay-rtt-p99', 0.99, '<= 25'),

  'sync.blob-vs-raw': () =>
    withServers(1, async (cluster) => {
      const bytes = randomBytes(BLOB_BYTES);
      const blob = new Blob([bytes]);
      const id = await blobIdOf(blob);
      const pieces = Array.from({ length: Math.ceil(BLOB_BYTES / RAW_PIECE) }, (_, index) =>
        bytes.subarray(index * RAW_PIECE, (index + 1) * RAW_PIECE),
      );
      const ours = async () => {
        const platform = new NatsPlatform(await platformOn(cluster));
        await platform.putBlob(id, blob);
        await platform.getBlob(id);
        await platform.close();
      };
      const value = await ratio(
        ours,
        async () => {
          const raw = await rawOn(cluster);
          await publishRaw(raw, pieces, 16);
          await pullRaw(raw, pieces.length);
          await raw.close();
        },
        2,
      );
      return share('sync.blob-vs-raw', value);
    }),

  'sync.reconnect': () =>
    withServers(3, async (cluster) => {
      const config = await platformOn(cluster);
      const records = (await recordsOf(ROUNDS * 2, config.platform)).map(({ jws }) => jws);
      const wires = await Promise.all(cluster.urls.map(layWire));
      const platform = new NatsPlatform({ ...config, servers: wires.map(({ url }) => url) });
      const times: number[] = [];
      for (let at = 0; at < ROUNDS; at++) {
        // Connected to one that does not lead: how long servers take to choose a leader is not ours.
        const leader = await leaderOf(config);
        const index = cluster.nodes.findIndex(({ name }) => name !== leader);
        wires.forEach((wire, other) => wire.setWhole(other === index));
        await untilDone(() => platform.append([records[at * 2]!]));
        wires.forEach((wire) => wire.setWhole(true));
        await cluster.nodes[index]!.kill();
        times.push(await milliseconds(() => untilDone(() => platform.append([records[at * 2 + 1]!]))));
        await cluster.nodes[index]!.start();
        await untilDone(() => platform.read(0, 1));
      }
      await platform.close();
      await Promise.all(wires.map((wire) => wire.close()));
      const value = round(median(times) / 1_000, 2);
      return { name: 'sync.reconnect', value, unit: 's', against: 'absolute', target: '<= 3' };
    }),
};

async function leaderOf({ platform, servers }: NatsConfig): Promise<string> {
  const connection = await wsconnect({ servers });
  try {
    const answer = await connection.request(`$JS.API.STREAM.INFO.${namesOf(platform).records.stream}`, '{}', {
      timeout: 20_000,
    });
    return v.parse(leading, answer.json()).cluster.leader;
  } finally {
    await connection.close();
  }
}

async function untilDone<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'unreachable') throw error;
    }
  }
}

const opened: NatsConnection[] = [];

/** As ours, which pays for its connection too. */
async function fresh(cluster: NatsCluster): Promise<NatsConnection> {
  await Promise.all(opened.splice(0).map((one) => one.close()));
  const connection = await wsconnect({ servers: cluster.urls });
  opened.push(connection);
  return connection;
}

/** The chunks that nothing but a platform on servers loads: they hold the client's handshake. */
async function natsScripts(): Promise<{ lazy: string[]; eager: string[] }> {
  const folder = path.join(ROOT, 'build/_app/immutable');
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.js'));
  const lazy: string[] = [];
  const eager: string[] = [];
  for (const name of files) {
    const text = await readFile(path.join(folder, name), 'utf8');
    if (!text.includes('Nats-Expected-Last-Sequence') && !text.includes('no_responders')) continue;
    (name.startsWith('entry/') || name.startsWith('nodes/') ? eager : lazy).push(path.join(folder, name));
  }
  return { lazy, eager };
}

async function natsJs(): Promise<Figure> {
  await buildApp();
  const { lazy, eager } = await natsScripts();
  if (eager.length > 0) throw new Error('the NATS client is in a page, not loaded on demand');
  let bytes = 0;
  for (const file of lazy) bytes += gzipSync(await readFile(file), { level: 9 }).length;
  const value = round(bytes / 1024, 1);
  return { name: 'app.nats-js', value, unit: 'KB gzip', against: 'absolute, lazy', target: '<= 60' };
}

function skippable([name, measure]: [string, () => Promise<Figure>]): [
  string,
  () => Promise<Figure | undefined>,
] {
  return [
    name,
    () =>
      measure().catch((error: unknown) => {
        if (!(error instanceof NoServer)) throw error;
        console.error(`${name}: ${error.message}`);
        return undefined;
      }),
  ];
}

export const figures: Record<string, () => Promise<Figure | undefined>> = {
  ...Object.fromEntries(Object.entries(measured).map(skippable)),
  'app.nats-js': natsJs,
};
