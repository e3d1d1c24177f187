import * as v from 'valibot';
import type { AuthorId } from '../../ledger';
import { fields } from '../../platform';
import { isMember, verifiedEnterprise, verifiedPerson } from '../membership';
import { MAX_PENDING } from './enterprise-requested';
import type { MemberRequest } from '../state';
import type { CertificateKind, CertificateState } from './pieces';

const schema = v.strictObject({
  enterprise: fields.recordId,
  /** who asks, for the eyes of the first member and the CA operators */
  sealed: fields.sealed,
  /** letter of authority, sealed to the CA operators: with it they can decide, where the first member is not there */
  authority: v.optional(fields.blobId),
});

/**
 * A verified person asks to act for a verified company. Who has asked without a letter of authority may ask again with
 * one, which takes the place of the request before: the first member may be gone, and then nobody else could decide.
 */
export const memberRequested: CertificateKind<v.InferOutput<typeof schema>> = {
  kind: 'member.requested',
  schema,

  authority(state, { author, body }) {
    if (!verifiedPerson(state, author)) return 'person-not-verified';
    if (!verifiedEnterprise(state, body.enterprise)) return 'enterprise-not-verified';
    if (isMember(state, body.enterprise, author)) return 'member-already';
    const pending = pendingOf(state, author);
    const same = pending.find(({ enterprise }) => enterprise === body.enterprise);
    if (same) return same.authority || !body.authority ? 'pending-already' : undefined;
    return pending.length >= MAX_PENDING ? 'too-many-pending' : undefined;
  },

  reduce(state, { id, author, receivedAt, body: { enterprise, sealed, authority } }) {
    const person = state.people.get(author)!;
    const before = pendingOf(state, author).find((one) => one.enterprise === enterprise)?.id;
    if (before) {
      state.memberRequests.delete(before);
      person.memberRequests = person.memberRequests.filter((one) => one !== before);
    }
    state.memberRequests.set(id, {
      ...{ id, enterprise, person: author, sealed, at: receivedAt, review: { state: 'pending' } },
      ...(authority !== undefined && { authority }),
    });
    person.memberRequests.push(id);
  },
};

function pendingOf(state: CertificateState, person: AuthorId): MemberRequest[] {
  const own = state.people.get(person)!.memberRequests.flatMap((id) => state.memberRequests.get(id) ?? []);
  return own.filter(({ review }) => review.state === 'pending');
}
