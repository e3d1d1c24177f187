/** Time, tabs and faults to test sync with. */
import { Chain, parseRecord, type Author, type RecordStore } from '../ledger';
import { blobIdOf } from './blob-id';
import type { Clock } from './clock';
import { PlatformError } from './error';
import type { Leadership } from './leadership';
import { Outbox } from './outbox';
import type { OutboxStorage } from './outbox-storage';
import type { PlatformPort } from './port';
import { Synchroniser } from './synchroniser';
import type { SyncStatus } from './status';
import type { TabChannel } from './tab-channel';

/** What happens at a call into the world outside. */
export type Fault =
  /** the tab is gone before the call has any effect; nothing is ever answered again */
  | 'killed-before'
  /** the tab is gone when the call has had its effect, before it hears of it */
  | 'killed-after'
  /** as `killed-before`, but calls reject, as they do in a page that is being torn down */
  | 'torn-down'
  /** the platform does not get the call */
  | 'lost-before'
  /** the platform does what is asked, its answer is lost */
  | 'lost-after'
  /** the disk of this device is full */
  | 'quota';

type Listener = (...args: unknown[]) => unknown;

/** A tab: everything that it reaches goes through here, is counted, and fails where the plan says so. */
export class Tab {
  calls = 0;
  dead = false;
  #rejects = false;
  readonly #killed: (() => void)[] = [];

  /** @param plan faults by the number of the call, from 0 */
  constructor(readonly plan: ReadonlyMap<number, Fault> = new Map()) {}

  onKilled(work: () => void): void {
    if (this.dead) work();
    else this.#killed.push(work);
  }

  kill(rejects = false): void {
    if (this.dead) return;
    this.dead = true;
    this.#rejects = rejects;
    for (const work of this.#killed) work();
  }

  platform(platform: PlatformPort): PlatformPort {
    return this.#through(
      platform,
      ['append', 'read', 'putBlob', 'getBlob', 'hasBlob', 'send', 'time'],
      'platform',
    );
  }

  outbox(storage: OutboxStorage): OutboxStorage {
    return this.#through(
      storage,
      ['add', 'entry', 'entries', 'lastOf', 'update', 'removeOf', 'blob', 'counts'],
      'disk',
    );
  }

  records(store: RecordStore): RecordStore {
    return this.#through(store, ['add', 'head', 'read', 'byId', 'settle'], 'disk');
  }

  /** Time passes at once, until the tab is gone. */
  clock(): Clock {
    return {
      now: Date.now,
      random: () => 0.5,
      after: (_, work) => {
        const timer = setTimeout(() => !this.dead && work(), 0);
        return () => clearTimeout(timer);
      },
    };
  }

  #through<T extends object>(target: T, methods: readonly (keyof T)[], what: 'platform' | 'disk'): T {
    return new Proxy(target, {
      get: (_, name) => {
        const value = target[name as keyof T];
        if (typeof value !== 'function') return value;
        const call = (...args: unknown[]): unknown => value.apply(target, args);
        if (methods.includes(name as keyof T))
          return (...args: unknown[]) => this.#call(() => call(...args), what);
        // watch, receive: what a dead tab would be told, nobody hears
        return (...args: unknown[]) =>
          call(...args.map((arg) => (typeof arg === 'function' ? this.#alive(arg as Listener) : arg)));
      },
    });
  }

  #alive(listener: Listener): Listener {
    return (...args: unknown[]) => (this.dead ? undefined : listener(...args));
  }

  async #call(work: () => unknown, what: 'platform' | 'disk'): Promise<unknown> {
    if (this.dead) return this.#silence();
    const fault = this.plan.get(this.calls++);
    if (fault === 'killed-before' || fault === 'torn-down') {
      this.kill(fault === 'torn-down');
      return this.#silence();
    }
    if (what === 'platform' && fault === 'lost-before') throw new PlatformError('unreachable');
    if (what === 'disk' && fault === 'quota') throw new DOMException('no room', 'QuotaExceededError');
    const answer = await Promise.resolve()
      .then(work)
      .then(
        (value) => () => value,
        (error: unknown) => () => {
          throw error;
        },
      );
    if (fault === 'killed-after') this.kill();
    if (this.dead) return this.#silence();
    if (what === 'platform' && fault === 'lost-after') throw new PlatformError('unreachable');
    return answer();
  }

  #silence(): Promise<never> {
    return this.#rejects ? Promise.reject(new Error('torn down')) : new Promise(() => undefined);
  }
}

/** A lock between tabs as the browser's: the next one gets it when the work is over or the tab is gone. */
export function locks() {
  let last: Promise<void> = Promise.resolve();
  return (tab: Tab): Leadership =>
    (signal, work) => {
      const turn = last.then(async () => {
        if (signal.aborted || tab.dead) return;
        await Promise.race([work(), new Promise<void>((resolve) => tab.onKilled(resolve))]);
      });
      last = turn.catch(() => undefined);
      return turn;
    };
}

/** All tabs lead at once. */
export const everybodyLeads: Leadership = (_, work) => work();

/** Writes records with files into an outbox, each author's chain going on from what is stored. */
export async function write(outbox: Outbox, o: { author: Author; text?: string; files?: readonly Blob[] }) {
  const { author } = o;
  const chain = new Chain(author, outbox.platform, await outbox.headOf(author.id));
  const blobs = await Promise.all((o.files ?? []).map(async (blob) => ({ id: await blobIdOf(blob), blob })));
  const body = { text: o.text ?? '', files: blobs.map(({ id }) => id) };
  const label = { key: 'note', values: { text: o.text ?? '' } };
  return chain.write('note', body, Date.now(), ({ jws, id }) => outbox.add({ jws, id, blobs, label }));
}

/** Everything that one tab syncs by. */
export function synchroniserOf(o: {
  tab?: Tab;
  platform: PlatformPort;
  storage: OutboxStorage;
  records: RecordStore;
  channel: TabChannel;
  leadership?: Leadership;
  clock?: Clock;
}) {
  const tab = o.tab ?? new Tab();
  const outbox = new Outbox(tab.outbox(o.storage), o.platform.id);
  const synchroniser = new Synchroniser({
    platform: tab.platform(o.platform),
    outbox,
    records: tab.records(o.records),
    leadership: o.leadership ?? everybodyLeads,
    channel: o.channel,
    clock: o.clock ?? tab.clock(),
  });
  return { tab, outbox, synchroniser };
}

/** Waits for a status; the present one counts. */
export function until(
  synchroniser: Synchroniser,
  holds: (status: SyncStatus) => boolean,
): Promise<SyncStatus> {
  return new Promise((resolve) => {
    const look = (status: SyncStatus) => {
      if (!holds(status)) return;
      end();
      resolve(status);
    };
    const end = synchroniser.observe(look);
    look(synchroniser.status);
  });
}

/** A clock that a test moves. */
export function manualClock(start = Date.UTC(2026, 10, 1, 9)) {
  let now = start;
  let timers: { at: number; work: () => void }[] = [];
  let elapsed = 0;
  const clock: Clock = {
    now: () => now,
    random: () => 0.5,
    after(delayMs, work) {
      const timer = { at: elapsed + delayMs, work };
      timers.push(timer);
      return () => void (timers = timers.filter((one) => one !== timer));
    },
  };
  return {
    clock,
    /** Time passes, and with it the clock. */
    pass(ms: number) {
      now += ms;
      elapsed += ms;
      const due = timers.filter(({ at }) => at <= elapsed);
      timers = timers.filter(({ at }) => at > elapsed);
      for (const { work } of due) work();
    },
    /** Somebody sets the clock; no time passes. */
    set(value: number) {
      now = value;
    },
  };
}

export function authorAndSeq(jws: string): [string, number] {
  const { author, seq } = parseRecord(jws);
  return [author, seq];
}

/** An object with some of its calls replaced. */
export function withCalls<T extends object>(target: T, calls: Partial<T>): T {
  return new Proxy(target, {
    get(_, name) {
      const own: unknown = calls[name as keyof T] ?? target[name as keyof T];
      return typeof own === 'function' ? own.bind(target) : own;
    },
  });
}
