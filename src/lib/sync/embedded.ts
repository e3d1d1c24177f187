import * as v from 'valibot';
import type { OrderedRecord, RecordId } from '../ledger';
import type { BlobId } from './blob-id';
import { EmbeddedBlobs } from './embedded-blobs';
import { PlatformDatabase } from './embedded-database';
import { PlatformError } from './error';
import {
  MAX_BLOB_BYTES,
  MAX_MESSAGE_BYTES,
  MAX_RECORD_BYTES,
  type BlobOptions,
  type PlatformPort,
  type ReadBlobOptions,
  type Receipt,
} from './port';
import { recordIdOf } from './record-id';
import { isStorageFull } from './storage-full';
import { broadcastChannel, type TabChannel } from './tab-channel';

/** Three parts of base64url (RFC 7515 §7.1). What is in them is for the readers to judge. */
const COMPACT_JWS = /^[\w-]+\.[\w-]+\.[\w-]+$/;

const heardSchema = v.variant('type', [
  v.object({ type: v.literal('head'), head: v.pipe(v.number(), v.safeInteger(), v.minValue(1)) }),
  v.object({
    type: v.literal('relay'),
    channel: v.string(),
    message: v.custom<Uint8Array>(
      (value) => value instanceof Uint8Array && value.length <= MAX_MESSAGE_BYTES,
    ),
  }),
]);

export interface EmbeddedOptions {
  /** A switch for being offline: where it says false, nothing arrives and nothing is answered. */
  reachable?(): boolean;
  now?(): number;
  /** The line between the tabs of this browser. */
  openChannel?(name: string): TabChannel;
  /** A reason for which this platform does not take a record; undefined where it does. */
  refuses?(jws: string): string | undefined;
  /** default `MAX_BLOB_BYTES` */
  maxBlobBytes?: number;
}

/** A platform in this browser, in a database of its own: it needs no server and no network. */
export class EmbeddedPlatform implements PlatformPort {
  readonly id: string;
  readonly #database: PlatformDatabase;
  readonly #blobs: EmbeddedBlobs;
  readonly #channel: TabChannel;
  readonly #watchers = new Set<(head: number) => void>();
  readonly #reachable: () => boolean;
  readonly #now: () => number;
  readonly #refuses: (jws: string) => string | undefined;
  readonly #maxBlobBytes: number;

  /** @param id 1 to 60 of `A-Z`, `a-z`, `0-9`, `-`, `_`, or a database, for tests */
  constructor(id: string, o: EmbeddedOptions & { database?: PlatformDatabase } = {}) {
    if (!/^[\w-]{1,60}$/.test(id)) throw new RangeError(`no name of a platform: ${id}`);
    this.id = id;
    this.#database = o.database ?? new PlatformDatabase(id);
    this.#blobs = new EmbeddedBlobs(this.#database);
    this.#channel = (o.openChannel ?? broadcastChannel)(`suiyin-platform-${id}`);
    this.#reachable = o.reachable ?? (() => true);
    this.#now = o.now ?? Date.now;
    this.#refuses = o.refuses ?? (() => undefined);
    this.#maxBlobBytes = o.maxBlobBytes ?? MAX_BLOB_BYTES;
  }

  async append(jws: readonly string[]): Promise<Receipt[]> {
    return this.#answer(async () => {
      const refusal = { index: jws.length, error: undefined as PlatformError | undefined };
      for (const [index, text] of jws.entries()) {
        const error = this.#refusal(text);
        if (error === undefined) continue;
        Object.assign(refusal, { index, error });
        break;
      }
      const taken = jws.slice(0, refusal.index);
      const ids = await Promise.all(taken.map(recordIdOf));
      const receipts = await this.#store(taken, ids);
      const head = Math.max(0, ...receipts.flatMap((one) => (one.duplicate ? [] : [one.position])));
      if (head > 0) this.#tell(head);
      if (refusal.error) throw new PlatformError(refusal.error.code, { ...refusal.error.detail, receipts });
      return receipts;
    });
  }

  async read(after: number, limit: number): Promise<{ records: OrderedRecord[]; head: number }> {
    const { records } = this.#database;
    return this.#answer(() =>
      this.#database.transaction('r', records, async () => {
        const found = await records.where('position').above(after).limit(Math.max(1, limit)).toArray();
        const last = await records.orderBy('position').last();
        return {
          records: found.map(({ position, receivedAt, jws }) => ({ position, receivedAt, jws })),
          head: last?.position ?? 0,
        };
      }),
    );
  }

  watch(onHead: (head: number) => void): () => void {
    const told = (head: number) => onHead(head);
    this.#watchers.add(told);
    const end = this.#hear((heard) => heard.type === 'head' && onHead(heard.head));
    return () => {
      this.#watchers.delete(told);
      end();
    };
  }

  putBlob(id: BlobId, blob: Blob, o: BlobOptions = {}): Promise<void> {
    const checked = { ...o, onProgress: this.#whileReachable(o) };
    return this.#answer(async () => {
      const limit = this.#maxBlobBytes;
      if (blob.size > limit) throw new PlatformError('too-large', { limit, size: blob.size });
      await this.#blobs.put(id, blob, checked);
    }, o.signal);
  }

  getBlob(id: BlobId, o: ReadBlobOptions = {}): Promise<Blob> {
    const checked = { ...o, onProgress: this.#whileReachable(o) };
    return this.#answer(() => this.#blobs.get(id, checked), o.signal);
  }

  hasBlob(id: BlobId): Promise<boolean> {
    return this.#answer(() => this.#blobs.has(id));
  }

  /** The files that it keeps, for whoever copies it. */
  files(): Promise<{ id: BlobId; bytes: number }[]> {
    return this.#answer(() => this.#blobs.list());
  }

  async send(channel: string, message: Uint8Array): Promise<void> {
    const { length: size } = message;
    if (size > MAX_MESSAGE_BYTES) throw new PlatformError('too-large', { limit: MAX_MESSAGE_BYTES, size });
    await this.#answer(async () => this.#channel.post({ type: 'relay', channel, message: message.slice() }));
  }

  receive(channel: string, onMessage: (message: Uint8Array) => void): () => void {
    return this.#hear(
      (heard) => heard.type === 'relay' && heard.channel === channel && onMessage(heard.message),
    );
  }

  time(): Promise<{ platformTime: number; roundTripMs: number }> {
    return this.#answer(async () => ({ platformTime: this.#now(), roundTripMs: 0 }));
  }

  /** Lets go of the database and of the line to other tabs. */
  close(): void {
    this.#watchers.clear();
    this.#channel.close();
    this.#database.close({ disableAutoOpen: true });
  }

  #refusal(jws: string): PlatformError | undefined {
    const size = jws.length; // ASCII, or refused
    if (size > MAX_RECORD_BYTES) return new PlatformError('too-large', { limit: MAX_RECORD_BYTES, size });
    const reason = COMPACT_JWS.test(jws) ? this.#refuses(jws) : 'not-a-record';
    return reason === undefined ? undefined : new PlatformError('refused', { reason });
  }

  /** One transaction: tabs write one after the other, and a killed one leaves all or nothing. */
  #store(jws: readonly string[], ids: readonly RecordId[]): Promise<Receipt[]> {
    const { records } = this.#database;
    return this.#database.transaction('rw', records, async () => {
      const receipts: Receipt[] = [];
      let last = await records.orderBy('position').last();
      for (const [index, id] of ids.entries()) {
        const first = await records.get({ id });
        // The clock of this machine may be set back; the platform's order is not.
        const receivedAt = Math.max(last?.receivedAt ?? 0, this.#now());
        const record = first ?? {
          position: (last?.position ?? 0) + 1,
          id,
          receivedAt,
          jws: jws[index] ?? '',
        };
        if (first === undefined) await records.add((last = record));
        const { position, receivedAt: at } = record;
        receipts.push({ id, position, receivedAt: at, duplicate: first !== undefined });
      }
      return receipts;
    });
  }

  #tell(head: number): void {
    for (const told of this.#watchers) told(head);
    this.#channel.post({ type: 'head', head });
  }

  #hear(onMessage: (heard: v.InferOutput<typeof heardSchema>) => void): () => void {
    return this.#channel.listen((message) => {
      const heard = v.safeParse(heardSchema, message);
      if (heard.success && this.#reachable()) onMessage(heard.output);
    });
  }

  /** Files take long: the line may be cut in the middle of one. */
  #whileReachable(o: BlobOptions): BlobOptions['onProgress'] {
    return (progress) => {
      this.#mustReach();
      o.onProgress?.(progress);
    };
  }

  #mustReach(): void {
    if (!this.#reachable()) throw new PlatformError('unreachable');
  }

  async #answer<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    this.#mustReach();
    const answer = await work().catch((error: unknown) => {
      const known = platformError(error, signal);
      if (known.code !== 'aborted' && known.code !== 'unreachable') this.#mustReach();
      throw known;
    });
    this.#mustReach(); // done, but the answer is lost on its way
    return answer;
  }
}

function platformError(error: unknown, signal?: AbortSignal): PlatformError {
  if (error instanceof PlatformError) return error;
  if (signal?.aborted) return new PlatformError('aborted', {}, error);
  return new PlatformError(isStorageFull(error) ? 'storage-full' : 'unreachable', {}, error);
}
