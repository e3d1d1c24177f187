import * as v from 'valibot';
import { fields } from '../../platform';
import type { TenderRefusal } from '../error';
import { administratorRefusal, type TenderKind } from './pieces';

const schema = v.strictObject({ tender: fields.recordId, reason: fields.paragraph(500) });

/** An administrator calls a tender off before its opening. */
export const cancelled: TenderKind<v.InferOutput<typeof schema>> = {
  kind: 'tender.cancelled',
  schema,

  authority(state, { author, receivedAt, body }): TenderRefusal | undefined {
    const refusal = administratorRefusal(state, author, body.tender);
    if (refusal) return refusal;
    return receivedAt >= state.tenders.get(body.tender)!.schedule.opensAt ? 'too-late' : undefined;
  },

  reduce(state, { receivedAt: at, body: { tender, reason } }) {
    state.tenders.get(tender)!.cancelled = { reason, at };
  },
};
