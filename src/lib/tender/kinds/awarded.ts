import * as v from 'valibot';
import { fields } from '../../platform';
import type { TenderRefusal } from '../error';
import { administratorRefusal, bounded, type TenderKind } from './pieces';

const schema = bounded(
  v.strictObject({
    tender: fields.recordId,
    winners: v.pipe(
      v.array(v.strictObject({ supplier: fields.recordId, amountFen: fields.fen })),
      v.maxLength(50),
    ),
    others: v.pipe(
      v.array(v.strictObject({ supplier: fields.recordId, reason: fields.paragraph(300) })),
      v.maxLength(500),
    ),
  }),
);

/** An administrator publishes the result (成交结果); without a winner the tender has failed (流标). */
export const awarded: TenderKind<v.InferOutput<typeof schema>> = {
  kind: 'award.published',
  schema,

  authority(state, { author, body }): TenderRefusal | undefined {
    const refusal = administratorRefusal(state, author, body.tender);
    if (refusal) return refusal;
    const { opened, closedAt, evaluation, award } = state.tenders.get(body.tender)!;
    if (!opened) return 'not-recorded';
    if (award) return 'awarded-already';
    if (evaluation.method === 'scored' && closedAt === undefined) return 'not-closed';
    const bidders = new Set(opened.bids.flatMap((one) => (one.status === 'opened' ? one.supplier! : [])));
    const told = [...body.winners, ...body.others].map(({ supplier }) => supplier);
    const isWhole = told.length === bidders.size && new Set(told).size === told.length;
    return isWhole && told.every((id) => bidders.has(id)) ? undefined : 'bids-differ';
  },

  reduce(state, { receivedAt: at, body: { tender, winners, others } }) {
    const award = {
      winners: winners.map((one) => ({ ...one })),
      others: others.map((one) => ({ ...one })),
      at,
    };
    state.tenders.get(tender)!.award = award;
  },
};
