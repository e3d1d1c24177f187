import * as v from 'valibot';
import { fields } from '../../platform';
import type { TenderRefusal } from '../error';
import { deviceRefusal, runningRefusal, type TenderKind } from './pieces';

const schema = v.strictObject({
  tender: fields.recordId,
  supplier: fields.recordId,
  answer: v.picklist(['accepted', 'declined']),
});

/** A supplier answers an invitation (邀请确认), once. */
export const invitationAnswered: TenderKind<v.InferOutput<typeof schema>> = {
  kind: 'tender.invitation-answered',
  schema,

  authority(state, { author, receivedAt, body }): TenderRefusal | undefined {
    const tender = state.tenders.get(body.tender);
    const refusal = runningRefusal(tender) ?? deviceRefusal(state, body.supplier, author, receivedAt);
    if (refusal) return refusal;
    const invitation = tender!.invitations.get(body.supplier);
    if (!invitation) return 'not-invited';
    if (receivedAt >= tender!.schedule.bidsUntil) return 'too-late';
    return invitation.answer ? 'answered-already' : undefined;
  },

  reduce(state, { body }) {
    state.tenders.get(body.tender)!.invitations.get(body.supplier)!.answer = body.answer;
  },
};
