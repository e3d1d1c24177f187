import * as v from 'valibot';
import { fields } from '../../platform';
import type { TenderRefusal } from '../error';
import { administratorRefusal, type TenderKind } from './pieces';

const schema = v.strictObject({
  tender: fields.recordId,
  record: fields.recordId,
  /** as the administrator words it, so that it does not tell who asks */
  question: fields.paragraph(2000),
  answer: fields.paragraph(4000),
});

/** An administrator answers a question for all to read; a later answer takes the place of an earlier one. */
export const answered: TenderKind<v.InferOutput<typeof schema>> = {
  kind: 'tender.answered',
  schema,

  authority(state, { author, receivedAt, body }): TenderRefusal | undefined {
    const refusal = administratorRefusal(state, author, body.tender);
    if (refusal) return refusal;
    const tender = state.tenders.get(body.tender)!;
    if (!tender.questions.has(body.record)) return 'no-such-question';
    return receivedAt >= tender.schedule.bidsUntil ? 'too-late' : undefined;
  },

  reduce(state, { receivedAt: at, body: { tender, record, question, answer } }) {
    state.tenders.get(tender)!.questions.get(record)!.answer = { question, answer, at };
  },
};
