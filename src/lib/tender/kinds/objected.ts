import * as v from 'valibot';
import { fields } from '../../platform';
import { suppliersOf } from '../../supplier';
import type { TenderRefusal } from '../error';
import { runningRefusal, type TenderKind } from './pieces';

const schema = v.strictObject({ tender: fields.recordId, text: fields.paragraph(2000) });

/** A supplier or a member of the committee objects (异议) between opening and award. */
export const objected: TenderKind<v.InferOutput<typeof schema>> = {
  kind: 'opening.objected',
  schema,

  authority(state, { author, receivedAt, body }): TenderRefusal | undefined {
    const tender = state.tenders.get(body.tender);
    const refusal = runningRefusal(tender);
    if (refusal) return refusal;
    const isMember = tender!.opening.committee.some((one) => one.author === author);
    if (!isMember && suppliersOf(state, author, receivedAt).length === 0) return 'not-linked';
    if (receivedAt < tender!.schedule.opensAt) return 'too-early';
    return tender!.award ? 'awarded-already' : undefined;
  },

  reduce(state, { id, author: by, receivedAt: at, body: { tender, text } }) {
    state.tenders.get(tender)!.objections.push({ id, by, text, at });
  },
};
