import { Dexie, type Table } from 'dexie';
import type { RecordId } from '../ledger';
import type { BlobId } from './blob-id';

/** Files are kept in pieces of this size; an upload that was broken off goes on at the piece after the last. */
export const CHUNK_BYTES = 1 << 20;

interface StoredRecord {
  position: number;
  id: RecordId;
  receivedAt: number;
  jws: string;
}

/** What the embedded platform keeps. It is no workspace's: every workspace of this browser meets it here. */
export class PlatformDatabase extends Dexie {
  declare readonly records: Table<StoredRecord, number>;
  /** Files that are all there and were checked. */
  declare readonly blobs: Table<{ id: BlobId; bytes: number; chunks: number }, BlobId>;
  /** Files that are on their way. The generation changes whenever what had come is thrown away. */
  declare readonly uploads: Table<{ id: BlobId; generation: string }, BlobId>;
  declare readonly chunks: Table<
    { id: BlobId; index: number; data: Uint8Array<ArrayBuffer> },
    [BlobId, number]
  >;

  constructor(platformId: string) {
    // A receipt is a promise: it is given when the record is on the disk, not when the disk was asked.
    super(`suiyin.platform.${platformId}`, { chromeTransactionDurability: 'strict', cache: 'disabled' });
    // A version that was ever delivered is never changed: changes become the next one, with an `upgrade`.
    this.version(1).stores({
      records: 'position, &id',
      blobs: 'id',
      uploads: 'id',
      chunks: '[id+index]',
    });
    // A newer copy of the app is about to change the tables: this one writes nothing from here on.
    this.on('versionchange', () => {
      this.close({ disableAutoOpen: true });
      return false;
    });
  }
}
