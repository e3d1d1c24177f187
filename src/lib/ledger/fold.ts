import { utf8 } from '../keys';
import { AuthorChains } from './author-chains';
import { makeCheckpoint, parseCheckpoint, type Checkpoint } from './checkpoint';
import { LedgerError } from './error';
import { judge, type Fault } from './judge';
import { KeptState } from './kept-state';
import type { Ledger } from './kinds';
import { Pauses } from './pause';
import { thumbprint } from './public-key';
import { hashOf } from './record';
import { SignatureRun, type CheckedRecord } from './signature-run';
import type { AuthorId, ChainHead, OrderedRecord, Outcome } from './types';

/** Signatures that are checked at once, while those before are applied. */
const BATCH = 128;

export interface ApplyOptions {
  /** Obeyed between batches: what was applied by then stays applied, and `position` says how far that is. */
  signal?: AbortSignal;
  /** Records that are done, of those given that were not seen before. */
  onProgress?(done: number, all: number): void;
  /** A kind's rule has thrown: a bug to be reported. Its record is rejected as `reducer-failed`. */
  onFault?: Fault;
}

/**
 * The state that a platform's records add up to, in the platform's order. The same records in the same order give the
 * same state and outcomes on every device, in whatever portions they arrive and whatever checkpoints lie between.
 */
export class Fold<S> {
  readonly #ledger: Ledger<S>;
  readonly #platform: string;
  readonly #chains = new AuthorChains();
  readonly #state: KeptState<S>;
  readonly #signatures: SignatureRun;
  #position = 0;
  /** The JWS at `#position`, or its hash where it came with a checkpoint. */
  #last: { jws: string } | { hash: string } = { hash: '' };
  #busy = false;

  /** From the first record on; `Fold.restore` goes on from a checkpoint. */
  constructor(ledger: Ledger<S>, platform: string, from?: Checkpoint) {
    this.#ledger = ledger;
    this.#platform = platform;
    this.#signatures = new SignatureRun(platform, (author) => this.#chains.jwk(author));
    this.#state = new KeptState(ledger, from && { encoded: from.state });
    if (!from) return;
    for (const chain of from.authors) {
      if (!this.#chains.restore(thumbprint(chain.jwk), chain)) {
        throw new LedgerError('storage-damaged', { what: 'checkpoint' });
      }
    }
    this.#position = from.position;
    this.#last = { hash: from.last };
  }

  /**
   * Goes on from a checkpoint.
   *
   * @param stored what was read back from wherever it lay
   * @returns undefined where it cannot be used: it is damaged, or of other rules or another platform
   */
  static restore<S>(ledger: Ledger<S>, platform: string, stored: unknown): Fold<S> | undefined {
    const from = parseCheckpoint(ledger, platform, stored);
    if (!from) return undefined;
    try {
      return new Fold(ledger, platform, from);
    } catch {
      return undefined; // the ledger's `decode` does not take it
    }
  }

  /** To be read only. A new object after the first record behind a checkpoint, and where a reducer's failure was undone. */
  get state(): S {
    return this.#state.current;
  }

  /** Of the last record that was applied; 0 before the first. */
  get position(): number {
    return this.#position;
  }

  /** SHA-256, base64url, of the JWS at `position`; empty before the first. */
  get last(): string {
    return 'hash' in this.#last ? this.#last.hash : hashOf(utf8(this.#last.jws));
  }

  /** The last record of an author that has a place in their chain: where they go on writing. */
  headOf(author: AuthorId): ChainHead | undefined {
    return this.#chains.head(author);
  }

  /**
   * Applies records.
   *
   * @param records in the order of their positions; those seen before are skipped
   * @returns outcomes of those that were not seen before
   * @throws LedgerError `position-gap`, with nothing applied; `busy` where another call has not ended yet; the
   *   signal's reason
   */
  async apply(records: readonly OrderedRecord[], opts: ApplyOptions = {}): Promise<Outcome[]> {
    if (this.#busy) throw new LedgerError('busy');
    const fresh = this.#fresh(records);
    this.#busy = true;
    try {
      return await this.#applyFresh(fresh, opts);
    } finally {
      this.#busy = false;
    }
  }

  /**
   * @returns the state as it is now, never to be changed
   * @throws LedgerError `bad-state` where the state is no data; `busy` while records are applied
   */
  checkpoint(): Checkpoint {
    if (this.#busy) throw new LedgerError('busy');
    const encoded = this.#state.encoded();
    const checkpoint = makeCheckpoint({
      ledger: this.#ledger.version,
      platform: this.#platform,
      position: this.#position,
      last: this.last,
      authors: this.#chains.store(),
      state: encoded,
    });
    return { ...checkpoint, state: this.#state.keep(encoded) };
  }

  async #applyFresh(fresh: readonly OrderedRecord[], opts: ApplyOptions): Promise<Outcome[]> {
    const { signal, onProgress, onFault } = opts;
    const bench = {
      platform: this.#platform,
      ledger: this.#ledger,
      chains: this.#chains,
      state: this.#state,
    };
    const outcomes: Outcome[] = [];
    const pauses = new Pauses();
    let ahead = this.#check(fresh, 0);
    for (let start = 0; start < fresh.length; start += BATCH) {
      const batch = await ahead;
      signal?.throwIfAborted();
      ahead = this.#check(fresh, start + BATCH);
      const faults: Parameters<Fault>[] = [];
      for (const checked of batch) {
        outcomes.push(judge(bench, checked, (...fault) => faults.push(fault)));
        this.#position = checked.ordered.position;
        this.#last = checked.ordered;
      }
      // Only now, when they may throw: record, chain and position belong together.
      for (const fault of faults) onFault?.(...fault);
      onProgress?.(outcomes.length, fresh.length);
      await pauses.take();
    }
    return outcomes;
  }

  #check(fresh: readonly OrderedRecord[], start: number): Promise<CheckedRecord[]> {
    const checked = this.#signatures.check(fresh.slice(start, start + BATCH));
    checked.catch(() => undefined); // thrown where it is waited for, if it still is
    return checked;
  }

  #fresh(records: readonly OrderedRecord[]): OrderedRecord[] {
    const fresh: OrderedRecord[] = [];
    let seen = this.#position;
    for (const record of records) {
      if (record.position <= seen) continue;
      if (record.position !== seen + 1) {
        throw new LedgerError('position-gap', { expected: seen + 1, position: record.position });
      }
      seen = record.position;
      fresh.push(record);
    }
    return fresh;
  }
}
