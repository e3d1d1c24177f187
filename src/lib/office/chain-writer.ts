import { Chain, type Author, type AuthorId, type ChainHead, type RecordId } from '../ledger';
import type { RecordWriter } from '../platform';
import { lockExclusive, type Outbox } from '../sync';
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

/** Writes the records of this workspace's people: of all tabs one at a time, each going on from what the others wrote. */
export class ChainWriter {
  constructor(private readonly o: ChainWriterOptions) {}

  of(author: Author): RecordWriter {
    const { workspace, platform, outbox, files: cache, now } = this.o;
    const exclusive = lockExclusive(`suiyin-chain-${workspace}-${platform}-${author.id}`);
    return {
      author: author.id,
      platform,
      write: (kind, body, files = []) =>
        exclusive(async () => {
          const chain = new Chain(author, platform, await this.#headOf(author.id));
          const keep = (record: { jws: string; id: RecordId }): Promise<unknown> =>
            outbox.add({ jws: record.jws, id: record.id, blobs: files, label: { key: kind } });
          const { id } = await chain.write(kind, body, now(), keep);
          for (const file of files) await cache.keepFile(file.id, file.blob).catch(() => undefined);
          return id;
        }),
    };
  }

  /**
   * Where an author's chain goes on. The outbox may be older than the state, or have gone another way: this device was
   * set back to an old copy of its data, and the same person wrote on elsewhere. What counts is what the platform has.
   */
  async #headOf(author: AuthorId): Promise<ChainHead | undefined> {
    const { outbox, folded } = this.o;
    await folded.caughtUp();
    await folded.told(); // which of the outbox's own have lost their place
    const [written, counted] = [await outbox.headOf(author), folded.headOf(author)];
    return counted && (!written || counted.seq >= written.seq) ? counted : written;
  }
}
