import type * as v from 'valibot';
import { fields } from '../../platform';
import { decisionOn, pendingRefusal, reviewOf, type CertificateKind } from './pieces';

const schema = decisionOn({ request: fields.recordId });

/** A company's first member lets somebody act for it, or not. */
export const memberReviewed: CertificateKind<v.InferOutput<typeof schema>> = {
  kind: 'member.reviewed',
  schema,

  authority(state, { author, body }) {
    const request = state.memberRequests.get(body.request);
    if (request && state.members.get(request.enterprise)?.[0] !== author) return 'not-first-member';
    return pendingRefusal(request);
  },

  reduce(state, record) {
    const request = state.memberRequests.get(record.body.request)!;
    request.review = reviewOf(record);
    if (record.body.decision === 'approved') state.members.get(request.enterprise)!.push(request.person);
  },
};
