import * as v from 'valibot';
import { fields } from '../../platform';
import type { TenderRefusal } from '../error';
import { BID_STATUSES, type OpenedBid, type TenderState } from '../state';
import { administratorRefusal, areDistinct, bounded, type TenderKind } from './pieces';

const bid = v.strictObject({
  envelope: fields.recordId,
  status: v.picklist(BID_STATUSES),
  reason: v.optional(fields.paragraph(300)),
  supplier: v.optional(fields.recordId),
  company: v.optional(fields.text(100)),
  totalFen: v.optional(fields.fen),
  delivery: v.optional(fields.text(100)),
});

const schema = bounded(
  v.strictObject({
    tender: fields.recordId,
    blob: fields.blobId,
    bids: v.pipe(v.array(bid), v.maxLength(500)),
  }),
);

/** An administrator records the opening: every envelope exactly once, whatever became of it. */
export const openingRecorded: TenderKind<v.InferOutput<typeof schema>> = {
  kind: 'opening.recorded',
  schema,

  authority(state, { author, receivedAt, body }): TenderRefusal | undefined {
    const refusal = administratorRefusal(state, author, body.tender);
    if (refusal) return refusal;
    const { schedule, opened, shares, opening, envelopes } = state.tenders.get(body.tender)!;
    if (receivedAt < schedule.opensAt) return 'too-early';
    if (opened) return 'recorded-already';
    if (envelopes.size > 0 && shares.size < opening.threshold) return 'too-few-shares';
    const named = new Set(body.bids.map(({ envelope }) => envelope));
    const isWhole = named.size === body.bids.length && named.size === envelopes.size;
    if (!isWhole || ![...named].every((id) => envelopes.has(id))) return 'envelopes-differ';
    for (const one of body.bids) {
      if ((one.status === 'late') !== (envelopes.get(one.envelope)!.late === true)) return 'bad-status';
      if (!isConsistent(state, one)) return 'bad-status';
    }
    const bidders = body.bids.flatMap(({ status, supplier }) => (status === 'opened' ? supplier : []));
    return areDistinct(bidders) ? undefined : 'bad-status';
  },

  reduce(state, { receivedAt: at, body: { tender, blob, bids } }) {
    state.tenders.get(tender)!.opened = { record: blob, bids: bids.map((one) => ({ ...one })), at };
  },
};

/** An opened bid says whose and how much; what was not read or is not valid says why. */
function isConsistent(
  state: TenderState,
  { status, reason, supplier, company, totalFen }: OpenedBid,
): boolean {
  if (supplier !== undefined && !state.suppliers.has(supplier)) return false;
  if (status === 'opened') return supplier !== undefined && company !== undefined && totalFen !== undefined;
  return (status !== 'unreadable' && status !== 'invalid') || reason !== undefined;
}
