import type { AuthorId, RecordId } from '../ledger';
import type { BlobId } from './blob-id';
import type { NewOutboxEntry, OutboxEntry, OutboxState } from './outbox-entry';

/** A file that goes with a record. */
export interface OutboxBlob {
  readonly id: BlobId;
  readonly blob: Blob;
}

/** What must be so, in the same transaction, for an entry to be written. */
export interface AddConditions {
  /** record of the author that it follows, which must be in here and in its place: it was when the entry was signed */
  behind?: RecordId;
  /** an entry without a place, which leaves, with its files, as this one comes */
  insteadOf?: RecordId;
}

/**
 * Where the outbox for one platform is kept. Every call is atomic, also against other tabs, and is on the disk when it resolves; one
 * that rejects has changed nothing. What is read back is `unknown`: this folder parses it.
 */
export interface OutboxStorage {
  /**
   * Writes an entry at the end, with its files: all or nothing. Within a transaction of the caller's it is part of
   * that one.
   *
   * @returns `present` where the record is there, `slot-taken` where another one of its author with the same `seq` is,
   *   or the one that it follows is not, `gone` where the one that it replaces is not: then nothing is written
   */
  add(
    entry: NewOutboxEntry,
    blobs: readonly OutboxBlob[],
    o?: AddConditions,
  ): Promise<'added' | 'present' | 'slot-taken' | 'gone'>;

  entry(id: RecordId): Promise<unknown>;

  /**
   * Entries of some states by `order`, lowest first.
   *
   * @param o.newestFirst highest first
   * @param o.after only those behind this `order`, in the direction of reading
   */
  entries(o: {
    states: readonly OutboxState[];
    after?: number;
    limit: number;
    newestFirst?: boolean;
  }): Promise<unknown[]>;

  /** The author's entry with the highest `seq`, of those that have one. */
  lastOf(author: AuthorId): Promise<unknown>;

  /**
   * Reads, changes and writes entries in one transaction. Those that are not there are passed over.
   *
   * @param change synchronous; `undefined` leaves the entry as it is; with `dropFiles` its files leave too
   */
  update(
    ids: readonly RecordId[],
    change: (stored: unknown) => { entry: OutboxEntry; dropFiles?: boolean } | undefined,
  ): Promise<void>;

  /**
   * Removes entries of an author with their files in one transaction.
   *
   * @param choose synchronous; gets all entries of the author that have a `seq`, says which entries go
   */
  removeOf(author: AuthorId, choose: (stored: unknown[]) => readonly RecordId[]): Promise<void>;

  /** A file that goes with an entry; undefined where it has none of this name. */
  blob(entry: RecordId, id: BlobId): Promise<unknown>;

  counts(): Promise<Record<OutboxState, number>>;

  /**
   * Tells that something has changed, here or in another tab. A hint: it may come late or twice.
   *
   * @returns ends it
   */
  watch(onChange: () => void): () => void;
}
