import type * as v from 'valibot';
import { fields, hasRole } from '../../platform';
import { decisionOn, pendingRefusal, reviewOf, type CertificateKind } from './pieces';

const schema = decisionOn({ request: fields.recordId });

/**
 * A company's first member lets somebody act for it, or not; so does a CA operator who has seen a letter of authority,
 * or else a company would be lost with its first member's phone.
 */
export const memberReviewed: CertificateKind<v.InferOutput<typeof schema>> = {
  kind: 'member.reviewed',
  schema,

  authority(state, { author, body }) {
    const request = state.memberRequests.get(body.request);
    if (!request) return pendingRefusal(request);
    if (state.members.get(request.enterprise)?.[0] !== author) {
      const isOthers = hasRole(state, author, 'ca-operator') && request.person !== author;
      if (!isOthers) return 'not-first-member';
      if (body.decision === 'approved' && request.authority === undefined) return 'no-letter';
    }
    return pendingRefusal(request);
  },

  reduce(state, record) {
    const request = state.memberRequests.get(record.body.request)!;
    request.review = reviewOf(record);
    if (record.body.decision === 'rejected') return;
    state.members.get(request.enterprise)!.push(request.person);
    state.people.get(request.person)!.left.delete(request.enterprise);
  },
};
