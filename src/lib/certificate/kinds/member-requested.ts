import * as v from 'valibot';
import { fields } from '../../platform';
import { isMember, verifiedEnterprise, verifiedPerson } from '../membership';
import { MAX_PENDING } from './enterprise-requested';
import type { CertificateKind } from './pieces';

const schema = v.strictObject({
  enterprise: fields.recordId,
  /** who asks, for the eyes of the first member and the CA operators */
  sealed: fields.sealed,
  /** letter of authority, sealed to the CA operators: with it they can decide, where the first member is not there */
  authority: v.optional(fields.blobId),
});

/** A verified person asks to act for a verified company. */
export const memberRequested: CertificateKind<v.InferOutput<typeof schema>> = {
  kind: 'member.requested',
  schema,

  authority(state, { author, body }) {
    if (!verifiedPerson(state, author)) return 'person-not-verified';
    if (!verifiedEnterprise(state, body.enterprise)) return 'enterprise-not-verified';
    if (isMember(state, body.enterprise, author)) return 'member-already';
    const own = state.people.get(author)!.memberRequests.flatMap((id) => state.memberRequests.get(id) ?? []);
    const pending = own.filter(({ review }) => review.state === 'pending');
    if (pending.some(({ enterprise }) => enterprise === body.enterprise)) return 'pending-already';
    return pending.length >= MAX_PENDING ? 'too-many-pending' : undefined;
  },

  reduce(state, { id, author, receivedAt, body: { enterprise, sealed, authority } }) {
    state.memberRequests.set(id, {
      ...{ id, enterprise, person: author, sealed, at: receivedAt, review: { state: 'pending' } },
      ...(authority !== undefined && { authority }),
    });
    state.people.get(author)!.memberRequests.push(id);
  },
};
