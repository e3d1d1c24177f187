import type * as v from 'valibot';
import { fields } from '../../platform';
import { decisionOn, operatorRefusal, pendingRefusal, reviewOf, type CertificateKind } from './pieces';

const schema = decisionOn({ request: fields.recordId });

/** A CA operator has compared a person's documents. */
export const personReviewed: CertificateKind<v.InferOutput<typeof schema>> = {
  kind: 'person.reviewed',
  schema,

  authority(state, { author, body }) {
    const request = state.persons.get(body.request);
    return operatorRefusal(state, author, request?.person) ?? pendingRefusal(request);
  },

  reduce(state, record) {
    state.persons.get(record.body.request)!.review = reviewOf(record);
  },
};
