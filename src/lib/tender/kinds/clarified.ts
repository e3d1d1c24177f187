import * as v from 'valibot';
import { fields } from '../../platform';
import type { TenderRefusal } from '../error';
import { administratorRefusal, bounded, documents, whole, type TenderKind } from './pieces';

const schema = bounded(
  v.strictObject({
    tender: fields.recordId,
    number: whole(1, 500),
    text: fields.paragraph(8000),
    documents,
  }),
);

/** An administrator clarifies the tender (澄清): whoever bids has to have read it. */
export const clarified: TenderKind<v.InferOutput<typeof schema>> = {
  kind: 'tender.clarified',
  schema,

  authority(state, { author, receivedAt, body }): TenderRefusal | undefined {
    const refusal = administratorRefusal(state, author, body.tender);
    if (refusal) return refusal;
    const tender = state.tenders.get(body.tender)!;
    if (receivedAt >= tender.schedule.clarificationsUntil) return 'too-late';
    return body.number === tender.clarifications.length + 1 ? undefined : 'wrong-number';
  },

  reduce(state, { id, receivedAt: at, body: { tender, number, text, documents: files } }) {
    state.tenders.get(tender)!.clarifications.push({ id, number, text, documents: files, at });
  },
};
