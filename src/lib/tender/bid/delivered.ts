import type { RecordId } from '../../ledger';
import type { OutboxEntry } from '../../sync';
import type { Envelope, Tender, TenderSlice } from '../state';
import type { KeptBid, SentEnvelope } from './kept';

/** What is known of an envelope that was made here. Instants are ms since the epoch, by the platform's clock. */
export type EnvelopeFate =
  /** on this device only: the platform does not have it */
  | { state: 'waiting'; record?: RecordId }
  /** the platform would not take it; or it was taken and has no effect */
  | { state: 'refused'; record: RecordId; entry: OutboxEntry }
  /** it never left: the device stopped in between. It can be sent anew */
  | { state: 'lost' }
  /** the platform has it: this is the receipt */
  | { state: 'in-time' | 'late'; record: RecordId; envelope: Envelope };

export type FollowedEnvelope = SentEnvelope & { fate: EnvelopeFate };

/**
 * Follows what was sent from here.
 *
 * @param outbox entries of this device that may be envelopes
 * @returns in the order in which they were sent
 */
export function followEnvelopes(
  { sent }: Pick<KeptBid, 'sent'>,
  { tenders, envelopeFiles }: Pick<TenderSlice, 'tenders' | 'envelopeFiles'>,
  tender: RecordId,
  outbox: readonly OutboxEntry[],
): FollowedEnvelope[] {
  const envelopes = tenders.get(tender)?.envelopes;
  return sent.map((one) => {
    const record = envelopeFiles.get(one.blob);
    const envelope = record && envelopes?.get(record);
    if (record && envelope) {
      return {
        ...one,
        fate: { state: envelope.late ? 'late' : 'in-time', record, envelope: { ...envelope } },
      };
    }
    const entry = outbox.find(({ blobs }) => blobs.includes(one.blob));
    return { ...one, fate: entry ? fateOf(entry) : { state: 'lost' } };
  });
}

function fateOf(entry: OutboxEntry): EnvelopeFate {
  const isOut = entry.state === 'refused' || entry.state === 'rejected';
  return isOut ? { state: 'refused', record: entry.id, entry } : { state: 'waiting', record: entry.id };
}

/** What counts for the company now, as far as this device knows. */
export type BidStanding = { name: 'none' } | { name: 'bid' | 'withdrawn'; by: FollowedEnvelope };

/** Of several envelopes the last one that came in time counts, in the platform's order. */
export function bidStanding(followed: readonly FollowedEnvelope[], tender: Tender): BidStanding {
  const order = [...tender.envelopes.keys()];
  const placeOf = ({ fate }: FollowedEnvelope): number =>
    fate.state === 'in-time' ? order.indexOf(fate.record) : -1;
  const last = followed.reduce<FollowedEnvelope | undefined>(
    (best, one) => (placeOf(one) > (best ? placeOf(best) : -1) ? one : best),
    undefined,
  );
  if (!last) return { name: 'none' };
  return { name: last.action === 'withdraw' ? 'withdrawn' : 'bid', by: last };
}
