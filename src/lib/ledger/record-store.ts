import * as v from 'valibot';
import type { Checkpoint } from './checkpoint';
import { LedgerError } from './error';
import type { AuthorId, OrderedRecord, Outcome, RecordId } from './types';

/** A record with what became of it here; without an outcome as long as it was not folded. */
export interface StoredRecord extends OrderedRecord {
  outcome?: Outcome;
}

/** Which records an audit asks for. */
export interface RecordQuery {
  author?: AuthorId;
  rejected?: true;
  /** Only positions before this one. */
  before?: number;
  limit: number;
}

/**
 * One platform's records on this device: all of them, the rejected ones too, without a gap. Every call is atomic, also
 * against other tabs. What is read back has passed `parseStoredRecord`, for other tabs and people write there.
 */
export interface RecordStore {
  /**
   * Adds records as the platform has ordered them. Those that are there already stay as they are. `verified` is not
   * taken over: nobody's word counts for a signature.
   *
   * @param records in the order of their positions
   * @throws LedgerError `position-gap`, `order-changed` where another record stands at a position; nothing is written
   */
  add(records: readonly OrderedRecord[]): Promise<void>;
  /** Position of the last record; 0 where there is none. */
  head(): Promise<number>;
  /** Writes down what became of records; again where a later version of the app judges them otherwise. */
  settle(outcomes: readonly Outcome[]): Promise<void>;
  /** Records after a position, in their order. */
  read(after: number, limit: number): Promise<StoredRecord[]>;
  /** Records that were folded, last first. */
  find(query: RecordQuery): Promise<StoredRecord[]>;
  /** The record at its first position, once it was folded. */
  byId(id: RecordId): Promise<StoredRecord | undefined>;
  count(): Promise<{ all: number; rejected: number }>;
  checkpoint(): Promise<unknown>;
  /** Keeps a checkpoint in place of the one before, unless another tab's is of the same rules and no older. */
  keepCheckpoint(checkpoint: Checkpoint): Promise<void>;
}

/** Whether a record has passed its signature check. */
export function signatureHeld({ reason }: Outcome): boolean {
  return (
    reason !== 'malformed' &&
    reason !== 'wrong-platform' &&
    reason !== 'unknown-author' &&
    reason !== 'bad-signature'
  );
}

/** Whether a checkpoint that is there already is as good as a new one. */
export function isAsGood(present: unknown, { ledger, position }: Checkpoint): boolean {
  const held = v.safeParse(v.object({ ledger: v.string(), position: v.number() }), present);
  return held.success && held.output.ledger === ledger && held.output.position >= position;
}

/**
 * Those of `records` that go behind `head`.
 *
 * @param present what stands at the positions of `records` up to `head`
 * @throws LedgerError as `RecordStore.add`
 */
export function toAdd(
  records: readonly OrderedRecord[],
  head: number,
  present: ReadonlyMap<number, OrderedRecord>,
): OrderedRecord[] {
  const added = new Map<number, OrderedRecord>();
  for (const { position, receivedAt, jws } of records) {
    const other = present.get(position) ?? added.get(position);
    if (other && (other.jws !== jws || other.receivedAt !== receivedAt)) {
      throw new LedgerError('order-changed', { position });
    }
    if (other) continue;
    const expected = head + added.size + 1;
    if (position !== expected) throw new LedgerError('position-gap', { expected, position });
    added.set(position, { position, receivedAt, jws });
  }
  return [...added.values()];
}

const whole = v.pipe(v.number(), v.safeInteger());

const outcome = v.object({
  position: whole,
  receivedAt: v.number(),
  id: v.optional(v.custom<RecordId>((id) => typeof id === 'string')),
  author: v.optional(v.custom<AuthorId>((id) => typeof id === 'string')),
  kind: v.optional(v.string()),
  at: v.optional(v.number()),
  verdict: v.picklist(['accepted', 'rejected']),
  reason: v.optional(v.custom<NonNullable<Outcome['reason']>>((reason) => typeof reason === 'string')),
  detail: v.optional(v.string()),
});

const storedRecord = v.object({
  position: whole,
  receivedAt: v.number(),
  jws: v.string(),
  verified: v.optional(v.boolean()),
  outcome: v.optional(outcome),
});

/** @throws LedgerError `storage-damaged` */
export function parseStoredRecord(stored: unknown): StoredRecord {
  const result = v.safeParse(storedRecord, stored, { abortEarly: true });
  if (result.success) return result.output;
  throw new LedgerError('storage-damaged', {
    what: 'record',
    where: v.getDotPath(result.issues[0]) ?? undefined,
  });
}
