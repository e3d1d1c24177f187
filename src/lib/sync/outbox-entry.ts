import * as v from 'valibot';
import type { AuthorId, RecordId } from '../ledger';
import type { BlobId } from './blob-id';

const instant = v.pipe(v.number(), v.finite());
const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const name = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const recordId = v.custom<RecordId>((value) => typeof value === 'string');

const receipt = { position: whole, receivedAt: instant };

const common = {
  /** place in the outbox, given by its storage: what was added later has a higher one */
  order: whole,
  id: recordId,
  jws: v.string(),
  platform: v.pipe(v.string(), v.minLength(1)),
  author: v.custom<AuthorId>((value) => typeof value === 'string'),
  prev: v.nullable(recordId),
  kind: name,
  addedAt: instant,
  /** files that the record speaks of: they go to the platform before it */
  blobs: v.array(v.custom<BlobId>((value) => typeof value === 'string')),
  /** what a person is told that this is; turned into words at the edge */
  label: v.object({ key: name, values: v.optional(v.record(v.string(), v.union([v.string(), v.number()]))) }),
};

/** place in the author's chain */
const placed = { ...common, seq: whole };
/** Missing of a record that has lost its place to another one: the author writes on as if it were not there. */
const perhapsPlaced = { ...common, seq: v.optional(whole) };

const entrySchema = v.variant('state', [
  /** on this device only, as far as is known */
  v.object({ ...placed, state: v.literal('waiting') }),
  /** handed to the platform, which has not answered yet; it may have arrived */
  v.object({ ...placed, state: v.literal('sending') }),
  /** the platform has it; what it is worth shows when it is folded */
  v.object({ ...placed, state: v.literal('delivered'), ...receipt }),
  /** the platform has it, and it counts */
  v.object({ ...placed, state: v.literal('accepted'), ...receipt }),
  /** the platform has it, but it has no effect: the reason is the fold's */
  v.object({
    ...perhapsPlaced,
    state: v.literal('rejected'),
    ...receipt,
    reason: name,
    detail: v.optional(v.string()),
  }),
  /** the platform did not take it, or it cannot be sent; what its author wrote behind it waits */
  v.object({ ...perhapsPlaced, state: v.literal('refused'), reason: v.string() }),
]);

/** A record on its way to the platform. */
export type OutboxEntry = v.InferOutput<typeof entrySchema>;

export type OutboxState = OutboxEntry['state'];

/** An entry that is in its author's chain. */
type PlacedEntry = OutboxEntry & { seq: number };

/** An entry that has no place in the outbox yet. */
export type NewOutboxEntry = Omit<Extract<OutboxEntry, { state: 'waiting' }>, 'order'>;

export type EntryLabel = OutboxEntry['label'];

export const ALL_STATES = ['waiting', 'sending', 'delivered', 'accepted', 'rejected', 'refused'] as const;

/** Whether the platform has said that it has the entry. */
export function hasArrived({ state }: OutboxEntry): boolean {
  return state === 'delivered' || state === 'accepted' || state === 'rejected';
}

export const UNSENT = ['waiting', 'sending'] as const;

/** @returns undefined where what was stored is not what this app wrote */
export function readEntry(stored: unknown): OutboxEntry | undefined {
  const read = v.safeParse(entrySchema, stored);
  return read.success ? read.output : undefined;
}

/** Whether an entry is in its author's chain. */
export function hasPlace(entry: OutboxEntry): entry is PlacedEntry {
  return entry.seq !== undefined;
}

/**
 * Why a record is not the next one of its author: another one of theirs was, by a copy of this device's data or by a tab
 * that did not know of this one. It never will be, nor what was written behind it.
 */
const LOST: readonly string[] = ['duplicate-slot', 'chain-gap'];

/** Whether a record that is rejected for this reason has lost its place. */
export function losesPlace(reason: string): boolean {
  return LOST.includes(reason);
}

/** The entry as it was before it was handed over. */
export function waitingAgain(entry: PlacedEntry): OutboxEntry {
  return { ...bare(entry), seq: entry.seq, state: 'waiting' };
}

/** What every entry has. */
export function bare(entry: OutboxEntry) {
  const { order, id, jws, platform, author, prev, kind, addedAt, blobs, label } = entry;
  return { order, id, jws, platform, author, prev, kind, addedAt, blobs, label };
}
