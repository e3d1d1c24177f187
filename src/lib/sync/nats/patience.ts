import { PlatformError } from '../error';

/** Servers of a cluster choose a new leader in 4 to 9 s after one has died (nats-server, raft.go: election timeouts). */
const ELECTION_MS = 10_000;
const FIRST_AGAIN_MS = 50;
const LAST_AGAIN_MS = 400;

/** Why an answer failed to come although some server is there. */
export type Hitch =
  /** nobody leads the stream now */
  | 'no-leader'
  /** the line was lost while the answer was under way */
  | 'line-lost'
  /** nothing came for too long */
  | 'silent';

const HITCHES: ReadonlySet<unknown> = new Set<Hitch>(['no-leader', 'line-lost', 'silent']);

export function hitch(reason: Hitch, cause?: unknown): PlatformError {
  return new PlatformError('unreachable', { reason }, cause);
}

/**
 * Asks again for as long as servers may be choosing a leader. Where there is no server at all, it gives up at once.
 *
 * @param work is begun again from its beginning: it must do the same once
 */
export async function patiently<T>(work: () => Promise<T>, o: { signal?: AbortSignal } = {}): Promise<T> {
  const until = performance.now() + ELECTION_MS;
  for (let delayMs = FIRST_AGAIN_MS; ; delayMs = Math.min(delayMs * 2, LAST_AGAIN_MS)) {
    try {
      return await work();
    } catch (error) {
      const again = error instanceof PlatformError && HITCHES.has(error.detail.reason);
      if (!again || o.signal?.aborted || performance.now() + delayMs > until) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, delayMs));
  }
}

/**
 * Waits for all, as long as they keep coming.
 *
 * @param idleMs when none has come for so long, those that are missing count as failed
 */
export function settledWhileMoving<T>(
  work: readonly Promise<T>[],
  idleMs: number,
): Promise<PromiseSettledResult<T>[]> {
  return new Promise((resolve) => {
    const results = new Array<PromiseSettledResult<T> | undefined>(work.length).fill(undefined);
    let left = work.length;
    let movedAt = performance.now();
    const end = () => {
      clearTimeout(timer);
      const missing = (): PromiseSettledResult<T> => ({ status: 'rejected', reason: hitch('silent') });
      resolve(results.map((result) => result ?? missing()));
    };
    const look = () => {
      const leftMs = movedAt + idleMs - performance.now();
      if (leftMs <= 0) end();
      else timer = setTimeout(look, leftMs);
    };
    let timer = setTimeout(look, idleMs);
    const settle = (index: number, result: PromiseSettledResult<T>) => {
      results[index] = result;
      movedAt = performance.now();
      if (--left === 0) end();
    };
    work.forEach((one, index) => {
      one.then(
        (value) => settle(index, { status: 'fulfilled', value }),
        (reason: unknown) => settle(index, { status: 'rejected', reason }),
      );
    });
    if (left === 0) end();
  });
}
