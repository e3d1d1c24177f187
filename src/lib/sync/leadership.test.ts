import { afterEach, describe, expect, it, vi } from 'vitest';
import { lockLeadership } from './leadership';

const never = new AbortController().signal;

afterEach(() => vi.unstubAllGlobals());

/** A browser's lock manager that does as it is told. */
function browserWith(request?: (work: () => Promise<void>, signal: AbortSignal) => Promise<void>): void {
  const locks = request && {
    request: (_: string, { signal }: { signal: AbortSignal }, work: () => Promise<void>) =>
      request(work, signal),
  };
  vi.stubGlobal('navigator', { locks });
}

describe('leading by a lock', () => {
  it('does the work once, under the lock', async () => {
    const work = vi.fn(async () => undefined);
    browserWith((locked) => locked());
    await lockLeadership('sync')(never, work);
    expect(work).toHaveBeenCalledTimes(1);
  });

  it.each<[string, Parameters<typeof browserWith>[0]]>([
    ['has no locks', undefined],
    ['gives this page none', () => Promise.reject(new DOMException('no', 'SecurityError'))],
  ])('leads without one where the browser %s', async (_, request) => {
    const work = vi.fn(async () => undefined);
    browserWith(request);
    await lockLeadership('sync')(never, work);
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('does nothing when it is stopped while it waits', async () => {
    const work = vi.fn(async () => undefined);
    const stop = new AbortController();
    browserWith(
      (_, signal) =>
        new Promise((__, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    );
    const waits = lockLeadership('sync')(stop.signal, work);
    stop.abort();
    await waits;
    expect(work).not.toHaveBeenCalled();
  });

  it('says what went wrong in the work, and does not begin it anew', async () => {
    const work = vi.fn(() => Promise.reject(new RangeError('mine')));
    browserWith((locked) => locked());
    await expect(lockLeadership('sync')(never, work)).rejects.toThrow(RangeError);
    expect(work).toHaveBeenCalledTimes(1);
  });
});
