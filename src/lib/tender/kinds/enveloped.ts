import * as v from 'valibot';
import type { AuthorId } from '../../ledger';
import { fields } from '../../platform';
import type { TenderRefusal } from '../error';
import type { TenderState } from '../state';
import { runningRefusal, whole, type TenderKind } from './pieces';

const schema = v.strictObject({
  tender: fields.recordId,
  blob: fields.blobId,
  bytes: whole(1, 2 ** 40),
});

/**
 * A sealed envelope comes in: a bid, its change or its withdrawal. Its author is a key that was made for it alone, so
 * that nothing tells whose it is. One that comes late is kept as late, so that nobody can say it was never sent.
 */
export const enveloped: TenderKind<v.InferOutput<typeof schema>> = {
  kind: 'bid.enveloped',
  schema,

  authority(state, { author, seq, body }): TenderRefusal | undefined {
    const tender = state.tenders.get(body.tender);
    const refusal = runningRefusal(tender);
    if (refusal) return refusal;
    if (seq !== 0 || isKnown(state, author)) return 'known-author';
    if (state.envelopeFiles.has(body.blob)) return 'same-envelope';
    return tender!.opened ? 'recorded-already' : undefined;
  },

  reduce(state, { id, author, receivedAt: at, body: { tender: tenderId, blob, bytes } }) {
    const tender = state.tenders.get(tenderId)!;
    const late = at >= tender.schedule.bidsUntil;
    state.envelopeFiles.set(blob, id);
    tender.envelopes.set(id, { id, author, blob, bytes, at, ...(late && { late: true as const }) });
  },
};

/** Known without having written: named as a device, or as staff. */
function isKnown(state: TenderState, author: AuthorId): boolean {
  if (state.staff.has(author) || state.people.has(author)) return true;
  for (const { devices, unlinked } of state.suppliers.values())
    if (devices.has(author) || unlinked.has(author)) return true;
  return false;
}
