import type { RecordId } from '$lib/ledger';
import type { OpenedBid } from '$lib/tender';
import { blobIdOf, type BlobId } from '$lib/sync';

export async function openingPaper(
  _tender: RecordId,
  _bids: readonly OpenedBid[],
  _why: string,
): Promise<{ id: BlobId; blob: Blob }> {
  const blob = new Blob(['%PDF-1.7\n'], { type: 'application/pdf' });
  return { id: await blobIdOf(blob), blob };
}
