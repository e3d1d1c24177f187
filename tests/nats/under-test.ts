/** Platforms on a real nats-server for tests. */
import { headers } from '@nats-io/nats-core';
import * as v from 'valibot';
import { WebSocket as NodeWebSocket } from 'ws';
import { NatsPlatform, namesOf, provision, type NatsConfig, type NatsOptions } from '../../src/lib/sync/nats';
import { StreamApi } from '../../src/lib/sync/nats/api';
import { Line } from '../../src/lib/sync/nats/line';
import { withCalls } from '../../src/lib/sync/testing';
import { findNatsServer, type NatsCluster } from '../tools/nats-server';
import { layWire } from './wire';

// Browsers have one, and so has Node from 22 on: the adapter takes what is there.
globalThis.WebSocket ??= NodeWebSocket as unknown as typeof WebSocket;

/** The program, or undefined where there is none; then it says so, once. */
export function natsProgram(): string | undefined {
  const program = findNatsServer();
  if (program === undefined) console.warn('skipped: no nats-server here');
  return program;
}

const ROOM = { maxRecordsBytes: 64 << 20, maxBlobsBytes: 256 << 20 };

/** A new platform on running servers, with as many connections as a test wants, each over a wire that can be cut. */
export async function natsUnderTest(cluster: NatsCluster, room: Partial<typeof ROOM> = {}) {
  const id = `test-${crypto.randomUUID()}`;
  const direct: NatsConfig = { platform: id, servers: cluster.urls };
  const replicas = cluster.nodes.length === 3 ? 3 : 1;
  await provision(direct, { replicas, ...ROOM, ...room });
  /** Until all servers of a cluster know what one of them was told. */
  const known = (ms: number) => new Promise((resolve) => setTimeout(resolve, replicas > 1 ? ms : 0));
  const wires = await Promise.all(cluster.urls.map(layWire));
  const opened: NatsPlatform[] = [];
  const connect = async (o: NatsOptions = {}) => {
    const platform = new NatsPlatform({ platform: id, servers: wires.map(({ url }) => url) }, o);
    opened.push(platform);
    await platform.connect();
    // A test listens and sends at once, over different lines: first let what is listened for be known everywhere.
    return withCalls(platform, {
      async send(channel, message) {
        await Promise.all(opened.map((one) => one.time().catch(() => undefined)));
        await known(50);
        await platform.send(channel, message);
      },
    });
  };
  const admin = new StreamApi(new Line(direct));
  const names = namesOf(id);
  return {
    id,
    names,
    admin,
    wires,
    platform: await connect(),
    connect,
    another: () => connect(),
    setReachable: (reachable: boolean) => wires.forEach((wire) => wire.setWhole(reachable)),
    /** Takes the second piece of a file away and puts another one in its place. */
    async damageBlob(blob: string) {
      const { stream, piecesOf, piece } = names.blobs;
      const of = blob as Parameters<typeof piece>[0];
      const pieces = await admin.subjects(stream, piecesOf(of));
      const subject = pieces.find((one) => one.startsWith(piece(of, 1, '')));
      const kept = subject && (await admin.message(stream, { last_by_subj: subject }));
      if (!kept) throw new Error('nothing to damage');
      await admin.call(`STREAM.MSG.DELETE.${stream}`, { seq: kept.position }, v.looseObject({}));
      const data = kept.data.map((byte, at) => (at === 7 ? byte ^ 1 : byte));
      await admin.ask(kept.subject, data, { headers: headers() });
      await known(500);
    },
    async close() {
      await Promise.all(opened.map((platform) => platform.close()));
      await Promise.all(wires.map((wire) => wire.close()));
      for (const { stream } of [names.records, names.blobs, names.clock]) {
        await admin.call(`STREAM.DELETE.${stream}`, {}, v.looseObject({})).catch(() => undefined);
      }
      await admin.line.close();
    },
  };
}
