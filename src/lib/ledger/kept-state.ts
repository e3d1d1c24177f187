import { asItIs, type Ledger, type RecordContext, type RecordKind } from './kinds';

interface Step<S> {
  kind: RecordKind<S, unknown>;
  record: RecordContext<unknown>;
}

/**
 * The state of a fold, and the way back from a reducer that threw half way: the last snapshot, with every record
 * since applied to it again. Reducers are written not to throw, so the way back may be long; the way ahead costs
 * nothing but the records' bodies, which most states keep anyway.
 */
export class KeptState<S> {
  readonly #ledger: Ledger<S>;
  #current: S;
  /** `#current` is what the snapshot holds: it is copied before the first change, which may never come. */
  #shared = false;
  /** Nobody changes it; undefined: the initial state. */
  #snapshot: { encoded: unknown } | undefined;
  #steps: Step<S>[] = [];

  /** @param encoded of a checkpoint; may throw what the ledger's `decode` does */
  constructor(ledger: Ledger<S>, snapshot?: { encoded: unknown }) {
    this.#ledger = ledger;
    this.#snapshot = snapshot;
    this.#shared = snapshot !== undefined && ledger.decode === asItIs;
    this.#current = this.#shared ? (snapshot?.encoded as S) : this.#open();
  }

  get current(): S {
    return this.#current;
  }

  /** @returns the reducer's error; the state is then as it was before */
  reduce(kind: RecordKind<S, unknown>, record: RecordContext<unknown>): { error: unknown } | undefined {
    if (this.#shared) {
      this.#current = this.#open();
      this.#shared = false;
    }
    try {
      kind.reduce(this.#current, record);
    } catch (error) {
      this.#current = this.#open();
      for (const step of this.#steps) step.kind.reduce(this.#current, step.record);
      return { error };
    }
    this.#steps.push({ kind, record });
    return undefined;
  }

  /** What of the state goes into a checkpoint, not copied. */
  encoded(): unknown {
    return this.#ledger.encode(this.#current);
  }

  /** @returns a copy of what `encoded` has given, which from now on is the way back: nobody may change it */
  keep(encoded: unknown): unknown {
    this.#snapshot = { encoded: structuredClone(encoded) };
    this.#steps = [];
    return this.#snapshot.encoded;
  }

  #open(): S {
    if (!this.#snapshot) return this.#ledger.initial();
    return this.#ledger.decode(structuredClone(this.#snapshot.encoded));
  }
}
