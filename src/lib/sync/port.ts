import type { OrderedRecord, RecordId } from '../ledger';
import type { BlobId } from './blob-id';

/** Records, and messages of the relay, have at most so many bytes. */
export const MAX_RECORD_BYTES = 64 * 1024;
export const MAX_MESSAGE_BYTES = 64 * 1024;
/** Files have at most so many bytes. */
export const MAX_BLOB_BYTES = 1024 ** 3;

/** The platform's word that it has a record: its place in the order and the time at which it came, ms. */
export interface Receipt {
  id: RecordId;
  /** 1, 2, 3 … without gaps */
  position: number;
  /** the platform's clock, ms since the epoch; never less than that of the position before */
  receivedAt: number;
  /** the platform had it already: position and time are those of the first time */
  duplicate: boolean;
}

export interface BlobProgress {
  /** bytes that are over; begins with what was there already */
  doneBytes: number;
  totalBytes: number;
}

export interface BlobOptions {
  onProgress?(progress: BlobProgress): void;
  signal?: AbortSignal;
}

export interface ReadBlobOptions extends BlobOptions {
  /** what came before an earlier call was broken off: its beginning. Where it proves wrong, all is read again. */
  have?: Blob;
  /** A larger file is not read: anybody may put one where a record promises a picture. No bound without it. */
  maxBytes?: number;
}

/**
 * What a platform does for a device: it orders signed records, keeps files, and passes messages on. It is trusted
 * with none of them: records are signed, files are named by their digest.
 *
 * Every call may reject with PlatformError `unreachable`, also when the platform has done what was asked and only
 * its answer was lost. So every call may be repeated, by this device or another, and does the same once.
 * `tests/contract/platform.ts` holds any implementation to what is said here.
 */
export interface PlatformPort {
  /** Names the platform; records carry it, so that one of them is no record of another. */
  readonly id: string;

  /**
   * Puts records at the end of the platform's order, in the order in which they are given.
   *
   * Each is taken wholly or not at all. At the first that cannot be taken the call ends: those before it are in,
   * it and those behind it are not.
   *
   * @param jws compact JWS; a record that the platform has already keeps its first place
   * @returns one receipt a record, in the order given
   * @throws PlatformError `too-large`, `refused`, `storage-full` with `detail.receipts` of the records before the
   *   one that was not taken: their number is its index
   */
  append(jws: readonly string[]): Promise<Receipt[]>;

  /**
   * Records behind a position, in order and without gaps. What was read once is read the same for ever.
   *
   * @param after 0 for the beginning
   * @param limit at least 1; a platform may give fewer, but not none where there are some
   * @returns `head`: the last position that there is, 0 where there is none
   */
  read(after: number, limit: number): Promise<{ records: OrderedRecord[]; head: number }>;

  /**
   * Tells of new records, whoever wrote them. A hint: it may come late, twice or never.
   *
   * @returns ends it
   */
  watch(onHead: (head: number) => void): () => void;

  /**
   * Keeps a file. Goes on where an upload of the same file was broken off, by whomever; a file that is there
   * already is not sent again.
   *
   * @throws PlatformError `damaged-blob` where the bytes given are not those that `id` names, and then keeps
   *   nothing; `storage-full`; `too-large` above `MAX_BLOB_BYTES` or what the platform takes; `aborted`, and what was sent stays for the next time
   */
  putBlob(id: BlobId, blob: Blob, o?: BlobOptions): Promise<void>;

  /**
   * Reads a file; what it gives is checked against `id`.
   *
   * @throws PlatformError `not-found`; `too-large` with `detail.limit` and `detail.size` where it has more than
   *   `o.maxBytes`, before any of it is read; `damaged-blob` where the platform's copy is no longer right, which it then
   *   forgets, so that it can be put again; `aborted` and `unreachable`, with `detail.have` where some had come
   */
  getBlob(id: BlobId, o?: ReadBlobOptions): Promise<Blob>;

  /** Whether all of the file is there. */
  hasBlob(id: BlobId): Promise<boolean>;

  /**
   * Passes a message to whoever listens on a channel now. Best effort: not kept, not acknowledged, and not heard
   * by the connection that sent it. Anyone may listen: encrypt it.
   *
   * @param message at most `MAX_MESSAGE_BYTES`
   * @throws PlatformError `too-large`
   */
  send(channel: string, message: Uint8Array): Promise<void>;

  /** @returns ends it */
  receive(channel: string, onMessage: (message: Uint8Array) => void): () => void;

  /**
   * Tells that the line to the platform is lost, where there is one that can be. A hint: it may come late or never.
   *
   * @returns ends it
   */
  onLost?(listener: () => void): () => void;

  /** The platform's clock, ms since the epoch, and how long the answer took. */
  time(): Promise<{ platformTime: number; roundTripMs: number }>;
}
