import { utf8 } from '../keys';
import { Fold, type ApplyOptions } from './fold';
import type { Ledger } from './kinds';
import { hashOf } from './record';
import type { RecordStore } from './record-store';
import type { AuthorId, ChainHead, Outcome } from './types';

/** Records that are read and settled at once. */
const PAGE = 1000;
const CHECKPOINT_EVERY = 1000;

export interface ReaderOptions {
  /** A checkpoint is written after so many records; default 1,000. */
  checkpointEvery?: number;
  /** Told of outcomes when they have been written down. */
  onOutcomes?(outcomes: readonly Outcome[]): void;
  onFault?: ApplyOptions['onFault'];
}

/** While it is caught up: when to stop, and how far it is. */
export interface CatchUpOptions {
  signal?: AbortSignal;
  /** Records that are folded, of those that are to be. */
  onProgress?(done: number, all: number): void;
}

/**
 * The state of the records in a store. Opening it folds what came after the last checkpoint; `catchUp` what has been
 * added since, by this tab or another one. Tabs fold each for itself; as all come to the same outcomes, it does not
 * matter whose are written last.
 */
export class LedgerReader<S> {
  readonly #store: RecordStore;
  readonly #options: ReaderOptions;
  readonly #fold: Fold<S>;
  /** Position of the last checkpoint that was read or written. */
  #saved: number;
  /** Folded, but not written down, because the store failed. */
  #unsettled: Outcome[] = [];
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(store: RecordStore, fold: Fold<S>, options: ReaderOptions) {
    this.#store = store;
    this.#fold = fold;
    this.#options = options;
    this.#saved = fold.position;
  }

  /**
   * Opens the state of a platform and catches up.
   *
   * @throws LedgerError `storage-damaged`, `position-gap` where the store has lost records; what the store throws; the
   *   signal's reason
   */
  static async open<S>(
    ledger: Ledger<S>,
    platform: string,
    store: RecordStore,
    opts: ReaderOptions & CatchUpOptions = {},
  ): Promise<LedgerReader<S>> {
    const fold = (await restored(ledger, platform, store)) ?? new Fold(ledger, platform);
    const reader = new LedgerReader(store, fold, opts);
    await reader.catchUp(opts);
    return reader;
  }

  /** As `Fold.state`: to be read only, and anew after each `catchUp`. */
  get state(): S {
    return this.#fold.state;
  }

  get position(): number {
    return this.#fold.position;
  }

  /** As `Fold.headOf`. */
  headOf(author: AuthorId): ChainHead | undefined {
    return this.#fold.headOf(author);
  }

  /**
   * Folds what is new in the store. Calls that overlap follow each other.
   *
   * @returns how many records were new
   * @throws as `open`; what was folded by then stays folded
   */
  catchUp(opts: CatchUpOptions = {}): Promise<number> {
    const run = this.#queue.then(() => this.#catchUp(opts));
    this.#queue = run.catch(() => undefined);
    return run;
  }

  async #catchUp({ signal, onProgress }: CatchUpOptions): Promise<number> {
    const { onFault } = this.#options;
    const start = this.#fold.position;
    const all = (await this.#store.head()) - start;
    await this.#settle([]);
    for (;;) {
      signal?.throwIfAborted();
      const page = await this.#store.read(this.#fold.position, PAGE);
      if (page.length > 0) await this.#settle(await this.#fold.apply(page, { onFault }));
      const done = this.#fold.position - start;
      if (page.length > 0) onProgress?.(done, Math.max(done, all));
      const caughtUp = page.length < PAGE;
      await this.#saveIfDue(caughtUp);
      if (caughtUp) return done;
    }
  }

  async #settle(outcomes: readonly Outcome[]): Promise<void> {
    this.#unsettled.push(...outcomes);
    if (this.#unsettled.length === 0) return;
    await this.#store.settle(this.#unsettled);
    const settled = this.#unsettled;
    this.#unsettled = [];
    this.#options.onOutcomes?.(settled);
  }

  /**
   * A checkpoint holds the whole state: on a long way they are written at growing distances, or else a first start
   * would do little else. None is written before the outcomes that lead to it are.
   */
  async #saveIfDue(caughtUp: boolean): Promise<void> {
    const { position } = this.#fold;
    const since = position - this.#saved;
    const every = this.#options.checkpointEvery ?? CHECKPOINT_EVERY;
    if (since === 0 || since < every || (!caughtUp && since < position / 4)) return;
    const checkpoint = this.#fold.checkpoint();
    this.#saved = position;
    // One that was not kept, for want of room, costs time at the next start; nothing is lost.
    await this.#store.keepCheckpoint(checkpoint).catch(() => undefined);
  }
}

/** A checkpoint counts only where the records that led to it are the ones in the store. */
async function restored<S>(
  ledger: Ledger<S>,
  platform: string,
  store: RecordStore,
): Promise<Fold<S> | undefined> {
  const fold = Fold.restore(ledger, platform, await store.checkpoint());
  if (!fold || fold.position === 0) return undefined;
  const [record] = await store.read(fold.position - 1, 1);
  const sameOrder = record?.position === fold.position && hashOf(utf8(record.jws)) === fold.last;
  return sameOrder ? fold : undefined;
}
