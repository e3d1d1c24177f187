import type { RecordStore } from '../ledger';
import { SyncError } from './error';
import type { PlatformPort } from './port';
import { storing } from './storing';

const PAGE = 500;

/**
 * Reads what is new on the platform, page by page; each is kept before the next is asked for.
 *
 * @param o.onPage told after each page: the last position that is kept, and the platform's last
 * @throws PlatformError; SyncError `history-changed` where the platform has less than it once had, `bad-answer`;
 *   `storage-full`, and what was kept before stays
 */
export async function pull(o: {
  platform: PlatformPort;
  records: RecordStore;
  signal: AbortSignal;
  onPage(kept: number, head: number): void;
}): Promise<void> {
  let kept = await storing(o.records.head());
  for (;;) {
    o.signal.throwIfAborted();
    const { records, head } = await o.platform.read(kept, PAGE);
    if (head < kept) throw new SyncError('history-changed', { position: kept, head });
    if (records.some(({ position }, index) => position !== kept + 1 + index)) {
      throw new SyncError('bad-answer', { what: 'positions' });
    }
    if (records.length === 0 && head > kept) throw new SyncError('bad-answer', { what: 'nothing read' });
    o.signal.throwIfAborted();
    // Member by member: what the platform says of itself beside these is nothing that we know.
    const page = records.map(({ position, receivedAt, jws }) => ({ position, receivedAt, jws }));
    if (page.length > 0) await storing(o.records.add(page));
    kept += page.length;
    o.onPage(kept, Math.max(head, kept));
    if (kept >= head) return;
  }
}

/**
 * Looks whether the platform still has the last record that this device knows, in its place. One that was emptied
 * and has filled again would else go on unnoticed.
 *
 * @throws SyncError `history-changed`; PlatformError
 */
export async function checkHistory(platform: PlatformPort, kept: RecordStore): Promise<void> {
  const head = await storing(kept.head());
  if (head === 0) return;
  const [ours] = await storing(kept.read(head - 1, 1));
  const [theirs] = (await platform.read(head - 1, 1)).records;
  const same = ours?.position === head && theirs?.position === head && ours.jws === theirs.jws;
  if (!same) throw new SyncError('history-changed', { position: head });
}
