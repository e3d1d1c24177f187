import { Chain, type Author, type AuthorId, type ChainHead, type RecordId } from '../ledger';
import type { RecordWriter } from '../platform';
import { lockExclusive, SyncError, type BlobId, type Outbox } from '../sync';
import type { FileStorage } from './ports';

interface ChainWriterOptions {
  workspace: string;
  platform: string;
  outbox: Outbox;
  /** keeps what is written, to be read without the platform */
  files: FileStorage;
  folded: {
    /** the author's last record that is in the state */
    headOf(author: AuthorId): ChainHead | undefined;
    /** resolves when the state has all records that are here */
    caughtUp(): Promise<unknown>;
    /** resolves when the outbox has been told what became of its own */
    told(): Promise<unknown>;
  };
  /** this device's clock, ms since the epoch */
  now(): number;
}

interface What {
  kind: string;
  body: unknown;
  files: readonly { id: BlobId; blob: Blob }[];
  insteadOf: RecordId | undefined;
}

/** A record is signed so often, where what it was to follow goes away meanwhile. */
const MOST_TRIES = 3;

/** Writes the records of this workspace's people: of all tabs one at a time, each going on from what the others wrote. */
export class ChainWriter {
  constructor(private readonly o: ChainWriterOptions) {}

  /** @param insteadOf entry of the outbox that has lost its place and leaves as the record comes */
  of(author: Author, insteadOf?: RecordId): RecordWriter {
    const { workspace, platform } = this.o;
    const exclusive = lockExclusive(`suiyin-chain-${workspace}-${platform}-${author.id}`);
    return {
      author: author.id,
      platform,
      write: (kind, body, files = []) =>
        exclusive(() => this.#write(author, { kind, body, files, insteadOf })),
    };
  }

  async #write(author: Author, what: What, triesLeft = MOST_TRIES): Promise<RecordId> {
    const { platform, outbox, files: cache, now } = this.o;
    const { kind, body, files, insteadOf } = what;
    const { head, behind } = await this.#headOf(author.id);
    const chain = new Chain(author, platform, head);
    const keep = (record: { jws: string; id: RecordId }): Promise<unknown> =>
      outbox.add({ jws: record.jws, id: record.id, blobs: files, label: { key: kind }, behind, insteadOf });
    try {
      const { id } = await chain.write(kind, body, now(), keep);
      for (const file of files) await cache.keepFile(file.id, file.blob).catch(() => undefined);
      return id;
    } catch (error) {
      // While it was signed the record before was given up, or has lost its place.
      const isOvertaken = error instanceof SyncError && error.code === 'slot-taken';
      if (!isOvertaken || triesLeft === 1) throw error;
      return this.#write(author, what, triesLeft - 1);
    }
  }

  /**
   * Where an author's chain goes on. The outbox may be older than the state, or have gone another way: this device was
   * set back to an old copy of its data, and the same person wrote on elsewhere. What counts is what the platform has.
   *
   * @returns `behind`: the head, where it is one of the outbox's
   */
  async #headOf(author: AuthorId): Promise<{ head: ChainHead | undefined; behind?: RecordId }> {
    const { outbox, folded } = this.o;
    await folded.caughtUp();
    await folded.told(); // which of the outbox's own have lost their place
    const [written, counted] = [await outbox.headOf(author), folded.headOf(author)];
    if (!written || (counted && counted.seq >= written.seq)) return { head: counted };
    return { head: written, behind: written.id };
  }
}
