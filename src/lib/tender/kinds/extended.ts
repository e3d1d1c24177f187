import * as v from 'valibot';
import { fields } from '../../platform';
import type { TenderRefusal } from '../error';
import { administratorRefusal, type TenderKind } from './pieces';

const schema = v.strictObject({
  tender: fields.recordId,
  bidsUntil: fields.instant,
  opensAt: fields.instant,
  reason: fields.paragraph(500),
});

/** An administrator puts the deadline off, before it has passed by the platform's clock; never forward. */
export const extended: TenderKind<v.InferOutput<typeof schema>> = {
  kind: 'tender.extended',
  schema,

  authority(state, { author, receivedAt, body }): TenderRefusal | undefined {
    const refusal = administratorRefusal(state, author, body.tender);
    if (refusal) return refusal;
    const { schedule } = state.tenders.get(body.tender)!;
    if (receivedAt >= schedule.bidsUntil) return 'too-late';
    const isLater = body.bidsUntil >= schedule.bidsUntil && body.opensAt >= schedule.opensAt;
    const isChange = body.bidsUntil > schedule.bidsUntil || body.opensAt > schedule.opensAt;
    return isLater && isChange && body.bidsUntil <= body.opensAt ? undefined : 'bad-schedule';
  },

  reduce(state, { receivedAt: at, body: { tender: id, bidsUntil, opensAt, reason } }) {
    const tender = state.tenders.get(id)!;
    tender.schedule = { ...tender.schedule, bidsUntil, opensAt };
    tender.extensions.push({ reason, bidsUntil, opensAt, at });
  },
};
