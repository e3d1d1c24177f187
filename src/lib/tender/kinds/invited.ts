import * as v from 'valibot';
import { fields } from '../../platform';
import type { TenderRefusal } from '../error';
import { administratorRefusal, distinct, type TenderKind } from './pieces';

const schema = v.strictObject({
  tender: fields.recordId,
  suppliers: distinct(fields.recordId, 200, 1),
});

/** An administrator invites more suppliers. */
export const invited: TenderKind<v.InferOutput<typeof schema>> = {
  kind: 'tender.invited',
  schema,

  authority(state, { author, receivedAt, body }): TenderRefusal | undefined {
    const refusal = administratorRefusal(state, author, body.tender);
    if (refusal) return refusal;
    const tender = state.tenders.get(body.tender)!;
    if (tender.access === 'open') return 'not-by-invitation';
    if (receivedAt >= tender.schedule.bidsUntil) return 'too-late';
    if (!body.suppliers.every((id) => state.suppliers.has(id))) return 'unknown-supplier';
    return body.suppliers.some((id) => tender.invitations.has(id)) ? 'invited-already' : undefined;
  },

  reduce(state, { receivedAt: at, body }) {
    for (const id of body.suppliers) state.tenders.get(body.tender)!.invitations.set(id, { at });
  },
};
