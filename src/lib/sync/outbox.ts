import {
  LedgerError,
  parseRecord,
  type AuthorId,
  type ChainHead,
  type Outcome,
  type ParsedRecord,
  type RecordId,
  type RecordStore,
} from '../ledger';
import type { BlobId } from './blob-id';
import { SyncError } from './error';
import {
  ALL_STATES,
  bare,
  hasArrived,
  hasPlace,
  losesPlace,
  readEntry,
  UNSENT,
  waitingAgain,
  type EntryLabel,
  type NewOutboxEntry,
  type OutboxEntry,
  type OutboxState,
} from './outbox-entry';
import type { AddConditions, OutboxBlob, OutboxStorage } from './outbox-storage';
import type { Receipt } from './port';
import { storing } from './storing';

/**
 * What this device has written and the platform may not have yet. Nothing leaves it before the platform's receipt is
 * stored, and an entry says no more than is known: `delivered` is said by a receipt alone.
 */
export class Outbox {
  readonly #storage: OutboxStorage;
  readonly #now: () => number;

  /**
   * @param storage the outbox for the platform
   * @param platform as records name it
   */
  constructor(
    storage: OutboxStorage,
    readonly platform: string,
    o: { now?(): number } = {},
  ) {
    this.#storage = storage;
    this.#now = o.now ?? Date.now;
  }

  /**
   * Puts a record at the end, with its files. Made to be what a `Chain` keeps by. Does nothing but write, so that it
   * can be part of a transaction of the caller's: on the same database, over its tables and those of the outbox.
   *
   * @param o.id the record's, as `Chain.write` gave it
   * @param o.blobs files that the record names, ids as `blobIdOf` gives them
   * @param o.behind record of this outbox that it follows: given up meanwhile, it would be waited for for ever
   * @param o.insteadOf entry that has lost its place and is written anew by this one
   * @returns false where it is there already
   * @throws SyncError `bad-record`, also for a record of another platform; `slot-taken` where another tab has written on
   *   from the same record, or has given it up; `no-such-entry` where there is none to be written anew; `storage-full`,
   *   `storage-unavailable`; and nothing is kept
   */
  async add(
    o: {
      jws: string;
      id: RecordId;
      blobs?: readonly OutboxBlob[];
      label: EntryLabel;
    } & AddConditions,
  ): Promise<boolean> {
    const { author, seq, prev, kind } = readRecord(o.jws, o.id, this.platform);
    const { jws, id, label, blobs = [], behind, insteadOf } = o;
    const entry: NewOutboxEntry = {
      ...{ id, jws, platform: this.platform, author, seq, prev, kind, label },
      blobs: blobs.map((blob) => blob.id),
      addedAt: this.#now(),
      state: 'waiting',
    };
    const added = await storing(this.#storage.add(entry, blobs, { behind, insteadOf }));
    if (added === 'gone') throw new SyncError('no-such-entry', { id: insteadOf });
    if (added === 'slot-taken') throw new SyncError('slot-taken', { id, author, seq });
    return added === 'added';
  }

  async entry(id: RecordId): Promise<OutboxEntry | undefined> {
    return readEntry(await storing(this.#storage.entry(id)));
  }

  /**
   * Entries for a person to see, newest first. What cannot be read is left out.
   *
   * @param o.before only those with a lower `order`
   */
  async list(
    o: { states?: readonly OutboxState[]; before?: number; limit?: number } = {},
  ): Promise<OutboxEntry[]> {
    const { states = ALL_STATES, before, limit = 100 } = o;
    return this.#read({ states, after: before, limit, newestFirst: true });
  }

  counts(): Promise<Record<OutboxState, number>> {
    return storing(this.#storage.counts());
  }

  /** Tells that entries have changed, here or in another tab. @returns ends it */
  observe(onChange: () => void): () => void {
    return this.#storage.watch(onChange);
  }

  /**
   * The author's last record of those in here that have not lost their place: where their chain goes on, unless the
   * platform has one as late or later.
   */
  async headOf(author: AuthorId): Promise<ChainHead | undefined> {
    const last = readEntry(await storing(this.#storage.lastOf(author)));
    return last && hasPlace(last) ? { seq: last.seq, id: last.id } : undefined;
  }

  /**
   * An entry that has lost its place in its author's chain, to be written anew with what its files are here.
   *
   * @throws SyncError `no-such-entry`
   */
  async lost(id: RecordId): Promise<{ entry: OutboxEntry; body: unknown; blobs: OutboxBlob[] }> {
    const entry = await this.entry(id);
    if (!entry || hasPlace(entry)) throw new SyncError('no-such-entry', { id });
    const { body } = readRecord(entry.jws, id, this.platform);
    const blobs: OutboxBlob[] = [];
    for (const name of entry.blobs) {
      const blob = await this.blob(id, name);
      if (blob) blobs.push({ id: name, blob });
    }
    return { entry, body, blobs };
  }

  /** Sends a refused entry again. @throws SyncError `no-such-entry` */
  async retry(id: RecordId): Promise<void> {
    const retried = await this.#change([id], (entry) =>
      entry.state === 'refused' && hasPlace(entry) ? waitingAgain(entry) : undefined,
    );
    if (!retried.has(id)) throw new SyncError('no-such-entry', { id });
  }

  /**
   * Gives up a refused entry, and with it all that its author wrote behind it: their chain goes on from the record
   * before. None of them has ever reached the platform. One that has lost its place goes alone: nothing is behind it.
   *
   * @returns what was given up, in order, to be written anew
   * @throws SyncError `no-such-entry`
   */
  async discard(id: RecordId): Promise<OutboxEntry[]> {
    const refused = await this.entry(id);
    if (refused && !hasPlace(refused)) {
      await storing(this.#storage.removeOf(refused.author, () => [id]));
      return [refused];
    }
    let given: OutboxEntry[] = [];
    if (refused !== undefined) {
      const choose = (stored: unknown[]) => {
        const entries = stored.flatMap((one) => readEntry(one) ?? []).filter(hasPlace);
        const from = entries.find((one) => one.id === id && one.state === 'refused');
        const behind = entries.filter(({ seq }) => from !== undefined && seq >= from.seq);
        const unsent = behind.every(({ state }) => state === 'waiting' || state === 'refused');
        given = unsent ? behind.sort((a, b) => a.seq - b.seq) : [];
        return given.map((one) => one.id);
      };
      await storing(this.#storage.removeOf(refused.author, choose));
    }
    if (given.length === 0) throw new SyncError('no-such-entry', { id });
    return given;
  }

  /**
   * Takes over what became of records in the fold: which of this device's count, which do not, and why. That a record
   * is in the platform's order is as good as a receipt. What has lost its place in its author's chain leaves it, so that
   * they can write on.
   */
  async settle(outcomes: readonly Outcome[]): Promise<void> {
    const byId = new Map<RecordId, Outcome>();
    // The first counts: a copy of a record at a later position says nothing of the record.
    for (const outcome of outcomes) {
      if (outcome.id !== undefined && !byId.has(outcome.id)) byId.set(outcome.id, outcome);
    }
    await this.#change([...byId.keys()], (entry) => {
      const outcome = byId.get(entry.id);
      if (outcome === undefined || ('position' in entry && entry.position !== outcome.position))
        return undefined;
      const { position, receivedAt, verdict, reason = 'malformed', detail } = outcome;
      const place = { ...bare(entry), position, receivedAt };
      if (verdict === 'rejected') {
        const seq = losesPlace(reason) ? undefined : entry.seq;
        return { ...place, seq, state: 'rejected', reason, ...(detail !== undefined && { detail }) };
      }
      if (entry.state === 'accepted' || !hasPlace(entry)) return undefined;
      return { ...place, seq: entry.seq, state: 'accepted' };
    });
  }

  /**
   * As `settle`, from what is written down of records: a tab that was killed may have folded them and told nobody.
   */
  async catchUp(records: Pick<RecordStore, 'byId'>): Promise<void> {
    const delivered = await this.#read({ states: ['delivered'], limit: Infinity });
    const stored = await storing(Promise.all(delivered.map(({ id }) => records.byId(id))));
    await this.settle(stored.flatMap((record) => record?.outcome ?? []));
  }

  /**
   * Forgets what has arrived and was added before an instant, but for each author's last record, from which their
   * chain goes on.
   *
   * @param addedBefore ms since the epoch
   */
  async forget(addedBefore: number): Promise<void> {
    const arrived = await this.#read({ states: ['delivered', 'accepted', 'rejected'], limit: Infinity });
    for (const author of new Set(arrived.map((entry) => entry.author))) {
      await storing(
        this.#storage.removeOf(author, (stored) => {
          const chain = stored.flatMap((one) => readEntry(one) ?? []).filter(hasPlace);
          const lost = arrived.filter((entry) => entry.author === author && !hasPlace(entry));
          return [...chain.sort((a, b) => a.seq - b.seq).slice(0, -1), ...lost]
            .filter((entry) => hasArrived(entry) && entry.addedAt < addedBefore)
            .map(({ id }) => id);
        }),
      );
    }
  }

  /** For the synchroniser: what has no receipt, oldest first, behind an `order`. */
  unsent(after: number, limit: number): Promise<OutboxEntry[]> {
    return this.#read({ states: UNSENT, after, limit });
  }

  /** For the synchroniser: a file of an entry. */
  async blob(entry: RecordId, id: BlobId): Promise<Blob | undefined> {
    const blob = await storing(this.#storage.blob(entry, id));
    return blob instanceof Blob ? blob : undefined;
  }

  /**
   * For the synchroniser: says, before it is done, that entries are handed to the platform.
   *
   * @returns which of them may be: the others have arrived or were given up meanwhile
   */
  markSending(ids: readonly RecordId[]): Promise<Set<RecordId>> {
    return this.#change(ids, (entry) =>
      entry.state === 'waiting' || entry.state === 'sending'
        ? { ...bare(entry), seq: entry.seq, state: 'sending' }
        : undefined,
    );
  }

  /** For the synchroniser: nobody is sending these now, and there is no answer. */
  async release(ids: readonly RecordId[]): Promise<void> {
    await this.#change(ids, (entry) => (entry.state === 'sending' ? waitingAgain(entry) : undefined));
  }

  /** For the synchroniser: stores receipts; the files of what has arrived leave in the same write. */
  async deliver(receipts: readonly Receipt[]): Promise<void> {
    const byId = new Map(receipts.map((receipt) => [receipt.id, receipt]));
    await this.#change([...byId.keys()], (entry) => {
      const receipt = byId.get(entry.id);
      if (receipt === undefined || hasArrived(entry) || !hasPlace(entry)) return undefined;
      const { position, receivedAt } = receipt;
      return { ...bare(entry), seq: entry.seq, state: 'delivered', position, receivedAt };
    });
  }

  /** For the synchroniser: the platform does not take the entry, and said so. */
  async refuse(id: RecordId, reason: string): Promise<void> {
    await this.#change([id], (entry) =>
      entry.state === 'waiting' || entry.state === 'sending'
        ? { ...bare(entry), seq: entry.seq, state: 'refused', reason }
        : undefined,
    );
  }

  /** For the synchroniser: the record before this one has lost its place in the chain, and with it this one. */
  async lose(id: RecordId): Promise<void> {
    await this.#change([id], (entry) =>
      entry.state === 'waiting' || entry.state === 'sending'
        ? { ...bare(entry), state: 'refused', reason: 'chain-gap' }
        : undefined,
    );
  }

  async #read(o: Parameters<OutboxStorage['entries']>[0]): Promise<OutboxEntry[]> {
    return (await storing(this.#storage.entries(o))).flatMap((stored) => readEntry(stored) ?? []);
  }

  /** @returns the ids of what was changed */
  async #change(
    ids: readonly RecordId[],
    change: (entry: OutboxEntry) => OutboxEntry | undefined,
  ): Promise<Set<RecordId>> {
    const done = new Set<RecordId>();
    if (ids.length === 0) return done;
    await storing(
      this.#storage.update(ids, (stored) => {
        const before = readEntry(stored);
        const entry = before && change(before);
        if (entry === undefined) return undefined;
        done.add(entry.id);
        return { entry, dropFiles: hasArrived(entry) };
      }),
    );
    return done;
  }
}

function readRecord(jws: string, id: RecordId, platform: string): ParsedRecord {
  try {
    const record = parseRecord(jws);
    if (record.id === id && record.platform === platform) return record;
  } catch (error) {
    if (error instanceof LedgerError) throw new SyncError('bad-record', { id }, error);
    throw error;
  }
  throw new SyncError('bad-record', { id });
}
