import type { RecordId } from '$lib/ledger';
import { blobIdOf, type BlobId } from '$lib/sync';
import type { OpenedBid } from '$lib/tender';
import { glyphs } from '../../glyphs';
import { office } from '../../office.svelte';
import { hallTender } from './hall';

/**
 * The opening record as a document, signed by the administrator.
 *
 * @param why what the PIN is asked for
 */
export async function openingPaper(
  id: RecordId,
  bids: readonly OpenedBid[],
  why: string,
): Promise<{ id: BlobId; blob: Blob }> {
  const { composeOpeningRecord, signPaper } = await import('$lib/tender/papers');
  const tender = hallTender(office.state, id)!;
  const { opening } = office.state.tenders.get(id)!;
  const by = office.staff?.member?.name ?? '';
  const at = office.now();
  const received = new Map(tender.envelopes.map((envelope) => [envelope.id, envelope.at]));
  const composed = await composeOpeningRecord(
    {
      platform: office.platform?.name ?? '',
      tender: { ...tender, recipient: opening.recipient },
      committee: tender.committee.map(({ name, isThere }, index) => ({
        ...{ name, published: isThere, commitment: opening.committee[index]!.commitment },
      })),
      bids: bids.map((bid) => ({ ...bid, receivedAt: received.get(bid.envelope)! })),
      objections: tender.objections,
      ...{ openedAt: at, recorder: by, madeAt: at },
    },
    { glyphs },
  );
  const signer = await office.staffSigner(why);
  const signed = await signPaper(composed, { signer, name: by, role: 'staff', reason: '开标记录', at });
  const blob = new Blob([new Uint8Array(signed)], { type: 'application/pdf' });
  return { id: await blobIdOf(blob), blob };
}
