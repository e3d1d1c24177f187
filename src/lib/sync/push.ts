import type { RecordId, RecordStore } from '../ledger';
import { blobIdOf, type BlobId } from './blob-id';
import { PlatformError, SyncError } from './error';
import type { Outbox } from './outbox';
import { hasArrived, hasPlace, type OutboxEntry } from './outbox-entry';
import type { BlobProgress, PlatformPort, Receipt } from './port';
import { storing } from './storing';

/** Entries that are read, and characters of records that are sent, at a time. */
const PAGE = 200;
const BATCH_CHARACTERS = 1 << 20;

export interface PushOptions {
  platform: PlatformPort;
  outbox: Outbox;
  records: RecordStore;
  signal: AbortSignal;
  onUpload(id: BlobId, progress: BlobProgress | undefined): void;
}

/**
 * Brings what is in the outbox to the platform once: files first, then the record that names them, each author's in
 * order. A record is held back as long as the one before it in its chain is not there, because that was refused or
 * because nobody knows it: a chain with a gap would never count.
 *
 * @returns how many records have got a receipt
 * @throws PlatformError, SyncError: the rest is still in the outbox
 */
export async function push(o: PushOptions): Promise<number> {
  return new Push(o).run();
}

class Push {
  /** have a receipt, or are before in the batch */
  readonly #before = new Set<RecordId>();
  #batch: OutboxEntry[] = [];
  #delivered = 0;
  #held = false;

  constructor(private readonly o: PushOptions) {}

  async run(): Promise<number> {
    let before: number;
    do {
      before = this.#delivered;
      this.#held = false;
      await this.#pass();
      // One may have been added after the one that follows it.
    } while (this.#held && this.#delivered > before);
    return this.#delivered;
  }

  async #pass(): Promise<void> {
    for (let after = 0; ;) {
      const page = await this.o.outbox.unsent(after, PAGE);
      for (const entry of page) {
        this.o.signal.throwIfAborted();
        await this.#take(entry);
      }
      await this.#flush();
      const last = page.at(-1);
      if (last === undefined) return;
      after = last.order;
    }
  }

  async #take(entry: OutboxEntry): Promise<void> {
    if (entry.blobs.length > 0) await this.#flush(); // what is before does not wait for a large file
    if (await this.#isLost(entry)) return this.o.outbox.lose(entry.id);
    if (!(await this.#follows(entry))) {
      this.#held = true;
      return;
    }
    const problem = await this.#sendFiles(entry);
    if (problem !== undefined) return this.o.outbox.refuse(entry.id, problem);
    this.#batch.push(entry);
    this.#before.add(entry.id);
    if (this.#batch.reduce((sum, { jws }) => sum + jws.length, 0) >= BATCH_CHARACTERS) await this.#flush();
  }

  /** Whether the record before this one is on the platform, or goes there just before it. */
  async #follows({ prev }: OutboxEntry): Promise<boolean> {
    if (prev === null || this.#before.has(prev)) return true;
    const before = await this.o.outbox.entry(prev);
    if (before !== undefined) return hasArrived(before);
    return (await storing(this.o.records.byId(prev))) !== undefined;
  }

  /** Whether the record before this one has lost its place to another one of its author. */
  async #isLost({ prev }: OutboxEntry): Promise<boolean> {
    const before = prev === null ? undefined : await this.o.outbox.entry(prev);
    return before !== undefined && !hasPlace(before);
  }

  /** @returns why the record can never be sent with these files; undefined where all are on the platform */
  async #sendFiles(entry: OutboxEntry): Promise<string | undefined> {
    const { platform, outbox, signal, onUpload } = this.o;
    for (const id of entry.blobs) {
      signal.throwIfAborted();
      if (await platform.hasBlob(id)) continue;
      const blob = await outbox.blob(entry.id, id);
      if (blob === undefined) return 'file-missing';
      // The disk, or the person whose file it was, may have changed it since.
      const actual = await blobIdOf(blob, { signal }).catch(() => undefined);
      signal.throwIfAborted();
      if (actual !== id) return 'file-damaged';
      try {
        await platform.putBlob(id, blob, { signal, onProgress: (progress) => onUpload(id, progress) });
      } catch (error) {
        const reason = neverTaken(error);
        if (reason === undefined) throw error;
        return reason;
      } finally {
        onUpload(id, undefined);
      }
    }
    return undefined;
  }

  async #flush(): Promise<void> {
    const { outbox, platform, signal } = this.o;
    while (this.#batch.length > 0) {
      signal.throwIfAborted();
      const sending = await outbox.markSending(this.#batch.map(({ id }) => id));
      const batch = this.#batch.filter(({ id }) => sending.has(id));
      this.#batch = [];
      try {
        const receipts = await platform.append(batch.map(({ jws }) => jws));
        if (receipts.length !== batch.length) throw new SyncError('bad-answer', { what: 'receipts' });
        await this.#deliver(batch, receipts);
      } catch (error) {
        this.#batch = await this.#afterFailure(batch, error);
      }
    }
  }

  /** @returns what can be sent at once, without the record that the platform does not take */
  async #afterFailure(batch: readonly OutboxEntry[], error: unknown): Promise<OutboxEntry[]> {
    const taken = (error instanceof PlatformError && error.detail.receipts) || undefined;
    try {
      if (taken === undefined) throw error; // of which record it speaks is not known
      await this.#deliver(batch.slice(0, taken.length), taken);
      const [culprit, ...behind] = batch.slice(taken.length);
      const reason = neverTaken(error);
      if (reason === undefined || culprit === undefined) throw error;
      await this.o.outbox.refuse(culprit.id, reason);
      const follows = ({ author }: OutboxEntry) => author === culprit.author;
      const held = behind.filter(follows).map(({ id }) => id);
      for (const id of [culprit.id, ...held]) this.#before.delete(id);
      await this.o.outbox.release(held);
      return behind.filter((entry) => !follows(entry));
    } catch (reason) {
      // Best effort, for what is shown: who leads next sends these again in any case.
      await this.o.outbox.release(batch.map(({ id }) => id)).catch(() => undefined);
      throw reason;
    }
  }

  /** @param receipts of the first of `entries`; one that is another record's proves nothing */
  async #deliver(entries: readonly OutboxEntry[], receipts: readonly Receipt[]): Promise<void> {
    if (receipts.some(({ id }, index) => id !== entries[index]?.id)) {
      throw new SyncError('bad-answer', { what: 'receipts' });
    }
    await this.o.outbox.deliver(receipts);
    this.#delivered += receipts.length;
  }
}

/** @returns why the platform will never take what it was given; undefined where it may yet */
function neverTaken(error: unknown): string | undefined {
  if (!(error instanceof PlatformError)) return undefined;
  if (error.code === 'too-large') return error.code;
  if (error.code !== 'refused') return undefined;
  const { reason } = error.detail;
  return typeof reason === 'string' && reason !== '' ? reason : error.code;
}
