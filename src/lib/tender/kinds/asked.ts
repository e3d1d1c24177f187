import * as v from 'valibot';
import { fields } from '../../platform';
import type { TenderRefusal } from '../error';
import { deviceRefusal, isInvited, runningRefusal, type TenderKind } from './pieces';

const schema = v.strictObject({
  tender: fields.recordId,
  supplier: fields.recordId,
  /** to the administrators: what somebody asks is nobody else's business */
  sealed: fields.sealed,
});

/** A supplier asks (提问). */
export const asked: TenderKind<v.InferOutput<typeof schema>> = {
  kind: 'tender.asked',
  schema,

  authority(state, { author, receivedAt, body }): TenderRefusal | undefined {
    const tender = state.tenders.get(body.tender);
    const refusal = runningRefusal(tender) ?? deviceRefusal(state, body.supplier, author, receivedAt);
    if (refusal) return refusal;
    if (!isInvited(tender!, body.supplier)) return 'not-invited';
    return receivedAt >= tender!.schedule.questionsUntil ? 'too-late' : undefined;
  },

  reduce(state, { id, author: by, receivedAt: at, body: { tender, supplier, sealed } }) {
    state.tenders.get(tender)!.questions.set(id, { id, supplier, by, sealed, at });
  },
};
