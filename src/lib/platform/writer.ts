import type { AuthorId, RecordId } from '../ledger';
import type { BlobId } from '../sync';

/**
 * Writes the author's next record and hands it to the outbox, both or neither. Whoever opens a workspace makes one of
 * a `Chain`, the outbox and the clock.
 */
export interface RecordWriter {
  readonly author: AuthorId;
  readonly platform: string;
  /**
   * @param files that the record names: they go to the platform before it
   * @throws what signing and storing throw; the record was then never written
   */
  write(kind: string, body: unknown, files?: readonly { id: BlobId; blob: Blob }[]): Promise<RecordId>;
}
