import type * as v from 'valibot';
import { fields } from '../../platform';
import { decisionOn, operatorRefusal, pendingRefusal, reviewOf, type CertificateKind } from './pieces';

const schema = decisionOn({ request: fields.recordId });

/** A CA operator has compared a company's documents. Whoever asked becomes its first member. */
export const enterpriseReviewed: CertificateKind<v.InferOutput<typeof schema>> = {
  kind: 'enterprise.reviewed',
  schema,

  authority(state, { author, body }) {
    const request = state.enterprises.get(body.request);
    const refusal = operatorRefusal(state, author, request?.by) ?? pendingRefusal(request);
    if (refusal !== undefined) return refusal;
    const isTaken = body.decision === 'approved' && state.enterpriseOf.has(request!.creditCode);
    return isTaken ? 'enterprise-exists' : undefined;
  },

  reduce(state, record) {
    const enterprise = state.enterprises.get(record.body.request)!;
    enterprise.review = reviewOf(record);
    if (record.body.decision === 'rejected') return;
    state.enterpriseOf.set(enterprise.creditCode, enterprise.id);
    state.members.set(enterprise.id, [enterprise.by]);
  },
};
