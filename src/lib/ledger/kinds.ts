import type * as v from 'valibot';
import { LedgerError } from './error';
import type { AuthorId, RecordId } from './types';

/** What a kind's rules see of a record. It is frozen, with its body: what they keep of it they copy to change it. */
export interface RecordContext<B> {
  readonly id: RecordId;
  readonly author: AuthorId;
  readonly platform: string;
  readonly seq: number;
  /** ms since the epoch, by the author's clock: a claim */
  readonly at: number;
  /** ms since the epoch, by the platform's clock */
  readonly receivedAt: number;
  readonly position: number;
  readonly body: B;
}

/**
 * A kind of record. Its three functions are the same on every device or devices disagree: they know nothing but
 * their parameters, no clock, no chance, no setting; and they are synchronous.
 */
export interface RecordKind<S, B> {
  /** 1 to 128 characters, e.g. `supplier.submitted`. Never given a second meaning. */
  readonly kind: string;
  readonly schema: v.GenericSchema<unknown, B>;
  /**
   * Whether this record may be written, given the state before it. Changes nothing. Covers all that `reduce` needs.
   *
   * @returns undefined for yes, or else a code for why not
   */
  authority(state: S, record: RecordContext<B>): string | undefined;
  /**
   * Changes the state. Never throws; where it does all the same, the record is rejected and the state put back, at
   * the cost of replaying all records since the last checkpoint.
   */
  reduce(state: S, record: RecordContext<B>): void;
}

/** All kinds of a platform and the state that they change. Made by `defineLedger`. */
export interface Ledger<S> {
  readonly version: string;
  readonly kinds: ReadonlyMap<string, RecordKind<S, unknown>>;
  initial(): S;
  encode(state: S): unknown;
  decode(stored: unknown): S;
}

/** How a state is read that is stored as it is. */
export function asItIs<S>(stored: unknown): S {
  return stored as S;
}

/**
 * Puts kinds together. A slice of the state is declared beside the kinds that change it; the whole state is the
 * intersection of the slices. What people name (accounts, record ids) is kept in a `Map`, never as a member of an
 * object: `__proto__` and `constructor` are names too.
 *
 * @param parts.version changes whenever a rule, a schema or the state's shape does: checkpoints of another version
 *   are thrown away and everything is folded again
 * @param parts.initial a new state before the first record
 * @param parts.encode what of the state goes into a checkpoint: data that structured cloning takes. Default all of it
 * @param parts.decode the state again, of a copy that it may keep; throws where that is none
 * @throws LedgerError `duplicate-kind`
 */
export function defineLedger<S extends object>(parts: {
  version: string;
  initial(): S;
  kinds: readonly RecordKind<S, unknown>[];
  encode?(state: S): unknown;
  decode?(stored: unknown): S;
}): Ledger<S> {
  const kinds = new Map<string, RecordKind<S, unknown>>();
  for (const kind of parts.kinds) {
    if (kinds.has(kind.kind)) throw new LedgerError('duplicate-kind', { kind: kind.kind });
    kinds.set(kind.kind, kind);
  }
  return {
    version: parts.version,
    kinds,
    initial: () => parts.initial(),
    encode: (state) => (parts.encode ? parts.encode(state) : state),
    decode: parts.decode ? (stored) => parts.decode!(stored) : asItIs,
  };
}
