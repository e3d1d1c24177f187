/** Authors at work while things break, and what must hold when they are done. */
import { expect } from 'vitest';
import type { PlatformPort } from '../../src/lib/sync';
import type { recordsOf } from '../contract/records';

type Records = Awaited<ReturnType<typeof recordsOf>>;

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Does it until it is done, as the outbox does: what cannot be reached is asked again. */
export async function untilDone<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'unreachable') throw error;
      await pause(100);
    }
  }
}

/** Everything, from the beginning. */
export async function readAll(platform: PlatformPort) {
  const all = [];
  for (;;) {
    const { records, head } = await untilDone(() => platform.read(all.length, 500));
    all.push(...records);
    if (all.length >= head) return all;
  }
}

/** An author at work; what has a receipt is noted. */
export function write(platform: PlatformPort, records: Records, batch: number) {
  const receipts = new Map<string, { position: number; receivedAt: number }>();
  const done = (async () => {
    for (let at = 0; at < records.length; at += batch) {
      const jws = records.slice(at, at + batch).map((record) => record.jws);
      for (const { id, position, receivedAt } of await untilDone(() => platform.append(jws))) {
        receipts.set(id, { position, receivedAt });
      }
    }
  })();
  return { receipts, records, done };
}

/** Nothing with a receipt lost or moved, nothing doubled, each author in order, no gap, time not going back. */
export async function expectWhole(platform: PlatformPort, authors: readonly ReturnType<typeof write>[]) {
  const all = await readAll(platform);
  expect(all.map(({ position }) => position)).toEqual(all.map((_, index) => index + 1));
  const places = new Map(all.map((record) => [record.jws, record]));
  expect(places.size).toBe(all.length);
  for (const { receipts, records } of authors) {
    const read = records.map(({ jws }) => places.get(jws));
    expect(
      read.map((record) => record && { position: record.position, receivedAt: record.receivedAt }),
    ).toEqual(records.map(({ id }) => receipts.get(id)));
    const positions = read.map((record) => record?.position ?? 0);
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
  }
  const times = all.map(({ receivedAt }) => receivedAt);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(all.length).toBe(authors.reduce((sum, { records }) => sum + records.length, 0));
}
