import * as v from 'valibot';
import { fields, hasRole } from '../../platform';
import { openOrderOf } from '../standing';
import { addStep, reason, type CertificateKind } from './pieces';

const schema = v.strictObject({ enterprise: fields.recordId, member: fields.authorId, reason });

/**
 * Somebody acts for a company no more: they have left, or their phone is lost, and with it the key that they are known
 * by. The first member or a CA operator says so. Where it is the first member, the next one takes their place; a company
 * that has nobody left is joined with an operator's approval. What they have ordered for the company is withdrawn, paid or
 * not: nobody is certified for a company that they do not act for. Certificates are revoked on their own.
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

  reduce(state, record) {
    const { author: by, receivedAt: at, body } = record;
    const { enterprise, member, reason } = body;
    const left = state.members.get(enterprise)!.filter((one) => one !== member);
    state.members.set(enterprise, left);
    state.people.get(member)!.left.set(enterprise, { by, at, reason });
    const order = openOrderOf(state, enterprise, member);
    if (!order) return;
    order.state = { name: 'withdrawn' };
    addStep(order, record, 'withdrawn', { reason });
  },
};
