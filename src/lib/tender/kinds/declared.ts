import * as v from 'valibot';
import { fields } from '../../platform';
import type { TenderRefusal } from '../error';
import { distinct, expertRefusal, type TenderKind } from './pieces';

const schema = v.pipe(
  v.strictObject({
    tender: fields.recordId,
    conflict: v.boolean(),
    suppliers: distinct(fields.recordId, 100),
  }),
  v.check(({ conflict, suppliers }) => conflict === suppliers.length > 0),
);

/** An expert says whether they have a conflict of interest (回避), and with whom. */
export const declared: TenderKind<v.InferOutput<typeof schema>> = {
  kind: 'evaluation.declared',
  schema,

  authority(state, { author, body }): TenderRefusal | undefined {
    const refusal = expertRefusal(state, author, body.tender);
    if (refusal) return refusal;
    return body.suppliers.every((id) => state.suppliers.has(id)) ? undefined : 'unknown-supplier';
  },

  reduce(state, { author, receivedAt: at, body: { tender: id, conflict, suppliers } }) {
    const tender = state.tenders.get(id)!;
    tender.declarations.set(author, { conflict, suppliers: [...suppliers], at });
    if (conflict) tender.scores.delete(author);
  },
};
