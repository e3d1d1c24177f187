import * as v from 'valibot';
import { fields, hasRole } from '../../platform';
import { reason, type CertificateKind } from './pieces';

const schema = v.strictObject({ enterprise: fields.recordId, member: fields.authorId, reason });

/**
 * Somebody acts for a company no more: they have left, or their phone is lost, and with it the key that they are known
 * by. The first member or a CA operator says so. Where it is the first member, the next one takes their place; a company
 * that has nobody left is joined with an operator's approval. Certificates are revoked on their own.
 */
export const memberRemoved: CertificateKind<v.InferOutput<typeof schema>> = {
  kind: 'member.removed',
  schema,

  authority(state, { author, body }) {
    const members = state.members.get(body.enterprise);
    if (!members) return 'enterprise-not-verified';
    if (members[0] !== author && !hasRole(state, author, 'ca-operator')) return 'not-first-member';
    return members.includes(body.member) ? undefined : 'not-member';
  },

  reduce(state, { body: { enterprise, member } }) {
    const left = state.members.get(enterprise)!.filter((one) => one !== member);
    state.members.set(enterprise, left);
  },
};
