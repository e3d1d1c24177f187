import * as v from 'valibot';
import type { RecordStore } from '../ledger';
import { backOffMs } from './back-off';
import { systemClock, type Clock } from './clock';
import type { Leadership } from './leadership';
import type { Outbox } from './outbox';
import type { PlatformPort } from './port';
import { checkHistory, pull } from './pull';
import { push } from './push';
import { problemOf, reasonOf, tabMessage, type SyncStatus } from './status';
import type { TabChannel } from './tab-channel';
import { Wake, type WakeReason } from './wake';

/** Hints of new records may get lost: so often the platform is asked without one. */
const ASK_AGAIN_MS = 60_000;

export interface SynchroniserOptions {
  platform: PlatformPort;
  outbox: Outbox;
  records: RecordStore;
  leadership: Leadership;
  /** Between the tabs of this workspace. */
  channel: TabChannel;
  clock?: Clock;
}

/**
 * Carries a workspace's records to its platform and back, in one tab at a time. It keeps nothing in memory that
 * matters: it can be killed anywhere, and the next one goes on from what is stored.
 */
export class Synchroniser {
  readonly #o: SynchroniserOptions & { clock: Clock };
  readonly #wake: Wake;
  readonly #statusListeners = new Set<(status: SyncStatus) => void>();
  readonly #recordListeners = new Set<(kept: number) => void>();
  #status: SyncStatus = { phase: 'stopped', unsent: 0, refused: 0, behind: 0 };
  #leads = false;
  #stop: AbortController | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(o: SynchroniserOptions) {
    this.#o = { ...o, clock: o.clock ?? systemClock };
    this.#wake = new Wake(this.#o.clock);
  }

  get status(): SyncStatus {
    return this.#status;
  }

  /** Told of every new status, this tab's or the leading one's. @returns ends it */
  observe(listener: (status: SyncStatus) => void): () => void {
    this.#statusListeners.add(listener);
    return () => this.#statusListeners.delete(listener);
  }

  /**
   * Told when this or another tab has kept new records: the position of the last. A hint, as all between tabs.
   *
   * @returns ends it
   */
  onRecords(listener: (kept: number) => void): () => void {
    this.#recordListeners.add(listener);
    return () => this.#recordListeners.delete(listener);
  }

  /** Begins, or waits until the tab that does it now is gone. */
  start(): void {
    if (this.#stop !== undefined) return;
    const stop = (this.#stop = new AbortController());
    const end = this.#o.channel.listen((message) => this.#hear(message));
    this.#o.channel.post({ type: 'who-leads' });
    this.#running = this.#o.leadership(stop.signal, () => this.#lead(stop.signal)).finally(end);
  }

  /** Ends it; a file on its way is broken off, to go on later. @returns when nothing is being done any more */
  async stop(): Promise<void> {
    this.#stop?.abort();
    await this.#running;
    this.#stop = undefined;
  }

  /** Does not wait any longer: the device is online again, or somebody wants to know. */
  retryNow(): void {
    if (this.#leads) this.#wake.call('retry');
    else this.#o.channel.post({ type: 'retry' });
  }

  async #lead(signal: AbortSignal): Promise<void> {
    const { platform, outbox, clock } = this.#o;
    this.#leads = true;
    const ends = [
      platform.watch(() => this.#wake.call('pull')),
      // Nothing is said to be synced that nobody could know of.
      platform.onLost?.(() => this.#wake.call('retry')) ?? (() => undefined),
      outbox.observe(() => {
        this.#wake.call('push');
        void this.#counts().then((counts) => this.#say(counts));
      }),
    ];
    let failures = 0;
    let wanted = new Set<WakeReason>(['retry']);
    try {
      while (!signal.aborted) {
        try {
          await this.#round(wanted, signal);
          failures = 0;
          this.#say({ phase: 'idle', ...(await this.#counts()) });
          wanted = await this.#wake.sleep(ASK_AGAIN_MS, ['pull', 'push', 'retry'], signal);
          if (wanted.size === 0) wanted.add('pull');
        } catch (error) {
          if (signal.aborted) break;
          const problem = problemOf(error);
          const delayMs = backOffMs(++failures, clock.random());
          const nextTryAt = clock.now() + delayMs;
          const told = { problem, reason: reasonOf(error), nextTryAt, ...(await this.#counts()) };
          this.#say({ phase: problem ? 'error' : 'offline', ...told });
          // Not for what is added meanwhile: it would fail as well. A platform that says something is there.
          const reasons: WakeReason[] = problem ? ['retry'] : ['retry', 'pull'];
          await this.#wake.sleep(delayMs, reasons, signal);
          wanted = new Set(['retry']);
        }
      }
    } finally {
      ends.forEach((end) => end());
      this.#say({ phase: 'stopped' });
      this.#leads = false;
    }
  }

  async #round(wanted: ReadonlySet<WakeReason>, signal: AbortSignal): Promise<void> {
    const { platform, outbox, records } = this.#o;
    if (wanted.has('retry')) {
      this.#say({ phase: 'syncing' });
      await this.#releaseAll();
      await outbox.catchUp(records);
      await checkHistory(platform, records);
    }
    if (wanted.has('retry') || wanted.has('pull')) await this.#pull(signal);
    const delivered = await push({
      ...{ platform, outbox, records, signal },
      onUpload: (id, progress) => this.#say({ phase: 'syncing', upload: progress && { id, ...progress } }),
    });
    if (delivered > 0) await this.#pull(signal);
  }

  #pull(signal: AbortSignal): Promise<void> {
    const { platform, records } = this.#o;
    const onPage = (kept: number, head: number) => {
      this.#say({ phase: 'syncing', behind: head - kept });
      this.#o.channel.post({ type: 'records', kept });
      tell(this.#recordListeners, kept);
    };
    return pull({ platform, records, signal, onPage });
  }

  /** What a tab that is gone was sending, nobody is sending. */
  async #releaseAll(): Promise<void> {
    const { outbox } = this.#o;
    for (let after = 0; ;) {
      const page = await outbox.unsent(after, 500);
      const last = page.at(-1);
      if (last === undefined) return;
      await outbox.release(page.filter(({ state }) => state === 'sending').map(({ id }) => id));
      after = last.order;
    }
  }

  /** Nothing where the storage does not answer: its failure shows elsewhere. */
  async #counts(): Promise<Partial<SyncStatus>> {
    const counts = await this.#o.outbox.counts().catch(() => undefined);
    return counts ? { unsent: counts.waiting + counts.sending, refused: counts.refused } : {};
  }

  /** What this tab knows as the leading one. */
  #say(change: Partial<SyncStatus>): void {
    if (!this.#leads) return;
    const settled = change.phase !== undefined && {
      problem: undefined,
      reason: undefined,
      nextTryAt: undefined,
      upload: undefined,
    };
    const status = { ...this.#status, ...settled, ...change };
    if (JSON.stringify(status) === JSON.stringify(this.#status)) return;
    this.#o.channel.post({ type: 'status', status });
    this.#show(status);
  }

  #show(status: SyncStatus): void {
    this.#status = status;
    tell(this.#statusListeners, status);
  }

  #hear(message: unknown): void {
    const heard = v.safeParse(tabMessage, message);
    if (!heard.success) return;
    const { output } = heard;
    if (output.type === 'records') tell(this.#recordListeners, output.kept);
    if (this.#leads) {
      if (output.type === 'retry') this.#wake.call('retry');
      if (output.type === 'who-leads') this.#o.channel.post({ type: 'status', status: this.#status });
    } else if (output.type === 'status') {
      this.#show(output.status);
    }
  }
}

/** A listener that throws is no reason to stop. */
function tell<T>(listeners: ReadonlySet<(value: T) => void>, value: T): void {
  for (const listener of listeners) {
    try {
      listener(value);
    } catch (error) {
      globalThis.reportError?.(error); // Node has none
    }
  }
}
